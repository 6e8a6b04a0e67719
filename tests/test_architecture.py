"""The laws of the house that no linter sees: foreign keys, pure rules, services' signatures, protected models."""

from __future__ import annotations

import ast
import inspect
import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.db.models import ForeignKey

ROOT = Path(__file__).resolve().parents[1]
WINGS = (
    "kernel",
    "insight",
    "city",
    "people",
    "places",
    "care",
    "safety",
    "oversight",
    "accountability",
    "console",
    "openapi",
    "portal",
    "demo",
)
"""From the bottom up. A wing may know those before it."""
ROOMS = [config for config in apps.get_app_configs() if config.name.startswith("sangyu.")]


def wing(config: AppConfig) -> int:
    return WINGS.index(config.name.split(".")[1])


def folder(config: AppConfig) -> Path:
    return Path(config.path)


def test_a_foreign_key_points_to_the_same_or_a_lower_wing() -> None:
    upward = [
        f"{model._meta.label}.{key.name} → {key.related_model._meta.label}"
        for config in ROOMS
        for model in config.get_models()
        for key in model._meta.get_fields()
        if isinstance(key, ForeignKey)
        and key.related_model._meta.app_config in ROOMS
        and wing(key.related_model._meta.app_config) > wing(config)
    ]
    assert upward == []


def rules_files() -> list[Path]:
    return sorted(
        path
        for config in ROOMS
        for path in (*folder(config).glob("rules.py"), *folder(config).glob("rules/*.py"))
    )


@pytest.mark.parametrize("path", rules_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_rules_know_no_django_but_gettext(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert not name.startswith("django") or name in {
                "django.utils.translation",
                "django.utils.functional",
            }, name
            assert name != "sangyu.kernel.clock", "time is a parameter of a rule"


def services() -> list[str]:
    """The services modules of every room."""
    found = []
    for config in ROOMS:
        base = f"{config.name}.services"
        if find_spec(base) is None:
            continue
        package = folder(config) / "services"
        found += [f"{base}.{path.stem}" for path in sorted(package.glob("[!_]*.py"))] or [base]
    return found


# Writes that act for nobody: loading a shipped code table; the trail itself, whose first argument is the actor.
WITHOUT_ACTOR = {
    "sangyu.city.areas.services": {"areas_load", "shipped_rows", "short_name"},
    # Clearing away by the timetable; its job records the whole of it.
    "sangyu.city.duties.services.notices": {"notices_prune"},
}
POSITIONAL_ACTOR = ("sangyu.kernel.",)


@pytest.mark.parametrize("name", services())
def test_a_service_takes_the_actor_first_and_by_keyword(name: str) -> None:
    if name.startswith(POSITIONAL_ACTOR):
        return
    module = import_module(name)
    for function_name, function in inspect.getmembers(module, inspect.isfunction):
        mine = inspect.unwrap(function).__module__ == name
        if (
            not mine
            or function_name.startswith("_")
            or function_name in WITHOUT_ACTOR.get(name, ())
        ):
            continue
        first = next(iter(inspect.signature(function).parameters.values()), None)
        assert first is not None, function_name
        assert (first.name, first.kind) == ("actor", inspect.Parameter.KEYWORD_ONLY), function_name


def test_every_rooms_models_are_protected() -> None:
    """The import linter's list of protected models, generated from the installed rooms, is the one in pyproject."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    protected = {
        contract["id"]: (contract["protected_modules"], contract["allowed_importers"])
        for contract in contracts
        if contract["type"] == "protected"
    }
    expected = {
        f"models-of-{config.label}": ([f"{config.name}.models"], [config.name])
        for config in ROOMS
        if find_spec(f"{config.name}.models") is not None and wing(config) != WINGS.index("kernel")
    }
    assert {key: protected.get(key) for key in expected} == expected


@pytest.mark.parametrize("config", ROOMS, ids=lambda config: config.name)
def test_a_room_says_what_it_is_for(config: AppConfig) -> None:
    text = (folder(config) / "__init__.py").read_text("utf-8")
    assert ast.get_docstring(ast.parse(text)), config.name
