"""Who may open the files of which objects: each room declares it for its own. Filled at start-up."""

from __future__ import annotations

from collections.abc import Callable

from sangyu.kernel.actors import Actor

Sees = Callable[[Actor, str], bool]
"""(actor, id of the object) → whether it may see the object and so its files."""
_owners: dict[str, Sees] = {}


def register(owner_kind: str, sees: Sees) -> str:
    """Declare a kind of object that files may be attached to. Returns the kind."""
    _owners[owner_kind] = sees
    return owner_kind


def may_see(actor: Actor, owner_kind: str, owner_id: str) -> bool:
    """False for what no room answers for."""
    sees = _owners.get(owner_kind)
    return sees is not None and sees(actor, owner_id)
