"""Whom a row is about, and what it would change: by resident ID, else by name, birth date and area, else nobody yet.

A chunk of drafts is matched by two queries. People outside the actor's area are recognised, so that nobody is
registered twice in a city, but nothing of them is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from sangyu.kernel import pii
from sangyu.kernel.actors import Actor
from sangyu.people.registry import policy
from sangyu.people.registry.intake.rows import SECRETS, Draft
from sangyu.people.registry.intake.seen import Seen, fingerprint, keys
from sangyu.people.registry.models import Contact, Elder, ElderCategory
from sangyu.people.registry.rules.changes import Mode, mode_of
from sangyu.people.registry.rules.fields import FIELDS, Kind, to_json
from sangyu.people.registry.types import RowAction, Status

LABELS = {"id": "resident-id", "phone": "phone", "bank": "bank-card", "contact_phone": "phone"}
_PLAIN = tuple(name for name, spec in FIELDS.items() if spec.kind is not Kind.SEALED)
_SEALED = ("id", "phone", "bank")
_COLUMNS = ("pk", "version", *_PLAIN, *(f"{name}_index" for name in _SEALED))
_BY_NAME = """
    SELECT e.id FROM registry_elder AS e
    JOIN unnest(%s::text[], %s::date[]) AS w(name, birth_date)
      ON e.name = w.name AND e.birth_date = w.birth_date
    WHERE e.status <> 'merged'"""


@dataclass
class Matched:
    """A draft with its person, what would change, and its sealed values."""

    draft: Draft
    sealed: dict[str, bytes | None] = field(default_factory=dict)
    index: dict[str, bytes | None] = field(default_factory=dict)
    elder_id: int | None = None
    version: int | None = None
    changes: dict[str, list[Any]] = field(default_factory=dict)
    action: str = RowAction.CREATE


@dataclass(frozen=True)
class Rules:
    """Under which a file is read: whose area, which source, as of which day."""

    actor: Actor
    source: str
    on: date

    def mode(self, name: str) -> Mode:
        """What becomes of a change of this field."""
        return mode_of(policy.change_policy(self.on), name, self.source)


def match(drafts: Sequence[Draft], *, rules: Rules, seen: Seen) -> list[Matched]:
    """Match a chunk of drafts, in the order of their rows."""
    found = [Matched(draft) for draft in drafts]
    for name in SECRETS:
        _seal(found, name)
    # a total, a signature or a repeated header is no person: it has no values to match
    good = [one for one in found if one.draft.values and not one.draft.is_bad]
    elders = _elders_of(good)
    for one in good:
        _decide(one, elders, rules, seen)
    _compare_rest([one for one in good if one.elder_id and not one.draft.is_bad])
    return found


def _seal(found: Sequence[Matched], name: str) -> None:
    having = [one for one in found if name in one.draft.secrets]
    texts = [one.draft.secrets[name] for one in having]
    label = LABELS[name]
    both = zip(having, pii.seal_many(texts, label), pii.blind_index_many(texts, label), strict=True)
    for one, sealed, index in both:
        one.sealed[name], one.index[name] = sealed, index


class _Elders:
    """The records that a chunk may be about."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self.by_id: dict[bytes, dict[str, Any]] = {}
        self.by_name: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            if row["id_index"] is not None:
                self.by_id[bytes(row["id_index"])] = row
            self.by_name[row["name"], row["birth_date"].isoformat()].append(row)

    def find(self, one: Matched) -> list[dict[str, Any]]:
        index = one.index.get("id")
        if index is not None and index in self.by_id:
            return [self.by_id[index]]
        here = one.draft.values["area_code"]
        return [
            row
            for row in self.alike(one)
            if row["area_code"] == here and (index is None or row["id_index"] is None)
        ]

    def alike(self, one: Matched) -> list[dict[str, Any]]:
        """Those of the same name and birth date, wherever they live and whatever their number."""
        values = one.draft.values
        return self.by_name.get((values["name"], values["birth_date"]), [])


def _elders_of(found: Sequence[Matched]) -> _Elders:
    indexes = [one.index["id"] for one in found if one.index.get("id") is not None]
    standing = Elder.objects.exclude(status=Status.MERGED)
    rows = {row["pk"]: row for row in standing.filter(id_index__in=indexes).values(*_COLUMNS)}
    known = {bytes(row["id_index"]) for row in rows.values()}
    rest = [one for one in found if one.index.get("id") not in known]
    if rest:
        values = [one.draft.values for one in rest]
        with connection.cursor() as cursor:
            cursor.execute(
                _BY_NAME,
                (
                    [v["name"] for v in values],
                    [v["birth_date"] for v in values],
                ),
            )
            ids = [row[0] for row in cursor.fetchall()]
        rows |= {row["pk"]: row for row in standing.filter(pk__in=ids).values(*_COLUMNS)}
    return _Elders(rows.values())


def _decide(one: Matched, elders: _Elders, rules: Rules, seen: Seen) -> None:
    draft, candidates = one.draft, elders.find(one)
    if len(candidates) > 1:
        draft.refuse("row.several", "name", draft.values["name"])
        return
    elder = candidates[0] if candidates else None
    own = keys(one.index.get("id"), draft.values, elder["pk"] if elder else None)
    print_ = fingerprint(draft.values, one.index.get("phone"), one.index.get("bank"))
    if _is_second(one, seen.find(own), print_):
        return
    if elder is not None:
        _compare(one, elder, rules)
    elif any(rules.actor.covers(row["area_code"]) for row in elders.alike(one)):
        draft.remark("row.alike", "name", draft.values["name"])
    if not draft.is_bad:
        seen.add(draft.number, own, print_)


def _is_second(one: Matched, first: tuple[int, int] | None, print_: int) -> bool:
    """The file has told of this person before: a plain repetition is left out, a contradiction refused."""
    if first is None:
        return False
    number, before = first
    if before == print_:
        one.action = RowAction.SKIP
        one.draft.remark("row.repeated", rows=number)
        return True
    by_id = one.index.get("id") is not None
    value = pii.mask_resident_id(one.draft.secrets["id"]) if by_id else one.draft.values["name"]
    one.draft.refuse(
        "id.duplicate" if by_id else "row.same-person",
        "id" if by_id else "name",
        value,
        rows=number,
    )
    return True


def _compare(one: Matched, elder: dict[str, Any], rules: Rules) -> None:
    draft = one.draft
    if not rules.actor.covers(elder["area_code"]):
        draft.refuse("row.elsewhere", "id")
        return
    one.elder_id, one.version, one.action = elder["pk"], elder["version"], RowAction.SAME
    if elder["status"] != Status.PRESENT:
        draft.refuse("row.left", "name", draft.values["name"])
        return
    if elder["name"] != draft.values["name"] and rules.source != "police":
        draft.refuse("row.other-name", "name", draft.values["name"], name=elder["name"])
        return
    for name, value in draft.values.items():
        if name in FIELDS and to_json(elder[name]) != value:
            one.changes[name] = [to_json(elder[name]), value]
    for name in _SEALED:
        index = one.index.get(name)
        if index is not None and index != (
            elder[f"{name}_index"] and bytes(elder[f"{name}_index"])
        ):
            one.changes[name] = [None, None]
    _heed_rules(one, rules)


def _heed_rules(one: Matched, rules: Rules) -> None:
    for name in list(one.changes):
        mode = rules.mode(name)
        if mode is Mode.REFUSE:
            del one.changes[name]
            one.draft.remark("field.refused", name)
        elif mode is Mode.APPROVE:
            one.draft.remark("field.proposed", name)
    if one.changes:
        one.action = RowAction.UPDATE


def _compare_rest(found: Sequence[Matched]) -> None:
    """Categories and contacts: added where they are not known; nothing is taken away by a list."""
    ids = [one.elder_id or 0 for one in found]
    open_now: dict[int, set[str]] = defaultdict(set)
    pairs = ElderCategory.objects.filter(elder_id__in=ids, ended_on__isnull=True)
    for elder_id, category in pairs.values_list("elder_id", "category"):
        open_now[elder_id].add(category)
    contacts: dict[tuple[int, str], bytes | None] = {}
    of_lists = [one.elder_id or 0 for one in found if "contact_name" in one.draft.values]
    rows = Contact.objects.filter(elder_id__in=of_lists)
    for elder_id, name, phone in rows.values_list("elder_id", "name", "phone_index"):
        contacts[elder_id, name] = bytes(phone) if phone else None
    for one in found:
        _add_categories(one, open_now[one.elder_id or 0])
        _add_contact(one, contacts)
        if one.changes:
            one.action = RowAction.UPDATE


def _add_categories(one: Matched, known: set[str]) -> None:
    new = [code for code in one.draft.values.get("categories", ()) if code not in known]
    if new:
        one.changes["categories"] = [sorted(known), new]


def _add_contact(one: Matched, contacts: dict[tuple[int, str], bytes | None]) -> None:
    name = one.draft.values.get("contact_name")
    if not name or one.elder_id is None:
        return
    if (one.elder_id, name) not in contacts:
        one.changes["contact_name"] = ["", name]
    elif one.index.get("contact_phone") not in {None, contacts[one.elder_id, name]}:
        one.draft.remark("contact.kept", "contact_phone", "***")
