"""Who listens to which event. Filled at start-up, when the rooms' `handlers` modules are imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any, TypeVar

Event = TypeVar("Event")
Handler = Callable[[Any], None]

_now: dict[type, list[Handler]] = {}
_later: dict[str, dict[str, Handler]] = {}
_classes: dict[str, type] = {}


def event_name(cls: type) -> str:
    """The name under which an event is stored: its `event_name`, or where its class stands."""
    return getattr(cls, "event_name", None) or f"{cls.__module__}.{cls.__qualname__}"


def subscribe(cls: type[Event]) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Run the handler within the publisher's transaction; its exception undoes the whole."""
    _check(cls)

    def register(handler: Callable[[Event], None]) -> Callable[[Event], None]:
        known = _now.setdefault(cls, [])
        if handler not in known:
            known.append(handler)
        return handler

    return register


def subscribe_later(
    cls: type[Event], *, name: str
) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Let the worker run the handler after the commit. `name` is stored: it must stay when the function moves."""
    _check(cls)

    def register(handler: Callable[[Event], None]) -> Callable[[Event], None]:
        event = event_name(cls)
        known = _later.setdefault(event, {})
        if name in known and known[name].__qualname__ != handler.__qualname__:
            raise ValueError(f"Two handlers of {event} are called {name}.")
        known[name] = handler
        _classes[event] = cls
        return handler

    return register


def handlers_now(cls: type) -> tuple[Handler, ...]:
    """The handlers that run at once, in the order of their subscription."""
    return tuple(_now.get(cls, ()))


def handler_names(cls: type) -> tuple[str, ...]:
    """The names of the handlers that run later."""
    return tuple(_later.get(event_name(cls), {}))


def handler_later(event: str, name: str) -> tuple[type, Handler] | None:
    """The class and handler behind a stored delivery; None if neither exists any more."""
    handler = _later.get(event, {}).get(name)
    return (_classes[event], handler) if handler else None


def _check(cls: type) -> None:
    if not is_dataclass(cls) or not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        raise TypeError(f"{cls.__qualname__} is not a frozen dataclass.")
