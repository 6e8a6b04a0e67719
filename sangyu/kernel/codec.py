"""Frozen dataclasses to JSON and back, for what has to outlive a process: events in the outbox, actors of jobs.

The JSON carries no types; the dataclass's own annotations say what to make of it. Known: None, bool, int, float, str,
Decimal, date, datetime, time, UUID, enums, tuples and lists, frozensets and sets, mappings with str keys, other
dataclasses, and unions of these with None.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")
Json = Any
_PLAIN = (str, int, float, bool, type(None))
_PARSERS: dict[type, Callable[[Any], Any]] = {
    Decimal: Decimal,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
    UUID: UUID,
}


def encode(value: object) -> Json:
    """JSON-ready form of a value of a known type; TypeError names an unknown one."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    return _encode_compound(value)


def _encode_compound(value: object) -> Json:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): encode(item) for name, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((encode(item) for item in value), key=str)
    if isinstance(value, (list, tuple)):
        return [encode(item) for item in value]
    raise TypeError(f"{type(value).__qualname__} has no JSON form here.")


def decode(cls: type[T], data: Mapping[str, Json]) -> T:
    """The dataclass of `cls` that `encode` made `data` of. Fields that `data` lacks keep their defaults."""
    hints = _hints(cls)  # type: ignore[arg-type]  # a class is hashable
    return cls(
        **{name: _decode(hints[name], value) for name, value in data.items() if name in hints}
    )


@lru_cache(maxsize=512)
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


def _decode(hint: Any, value: Json) -> Any:  # noqa: PLR0911  one line per kind of type
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        options = [option for option in get_args(hint) if option is not type(None)]
        return _decode(options[0], value)
    if origin is not None:
        return _decode_container(origin, get_args(hint), value)
    if is_dataclass(hint) and isinstance(hint, type):
        return decode(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    parser = _PARSERS.get(hint)
    return parser(value) if parser else value


def _decode_container(origin: Any, args: tuple[Any, ...], value: Json) -> Any:
    if issubclass(origin, Mapping):
        return {name: _decode(args[1], item) for name, item in value.items()}
    if origin is tuple and not (len(args) == 2 and args[1] is Ellipsis):
        return tuple(_decode(hint, item) for hint, item in zip(args, value, strict=True))
    if origin in (tuple, frozenset, set):
        return origin(_decode(args[0], item) for item in value)
    return [_decode(args[0], item) for item in value]
