"""Writes of the areas' figures: one by one, from a file, and the shipped ones. Each change is audited."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.city.areas import rights, rules
from sangyu.city.areas.models import Area, AreaStatistic, AreaSuccession
from sangyu.city.areas.selectors import area_name, names_changed
from sangyu.city.areas.types import (
    LEVEL_BY_LENGTH,
    UNIT_OF,
    Figure,
    Indicator,
    Loaded,
    Sureness,
    parent_code,
)
from sangyu.kernel import audit, clock
from sangyu.kernel.access import load, require
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit import Subject
from sangyu.kernel.errors import DomainError

Key = tuple[str, str, date]


@transaction.atomic
def figure_set(*, actor: Actor, figure: Figure, at: datetime | None = None) -> bool:
    """Enter a figure, or correct the one of that area, indicator and day; False if it stands so already."""
    area = load(Area.objects.all(), actor, rights.AREA_FIGURES, code=figure.area_code)
    at = at or clock.now()
    fault = rules.value_fault(figure.indicator, figure.value)
    if fault:
        raise DomainError("figure-value", fault, field="value", remedy=_("Check the figure."))
    late = rules.day_fault(figure.as_of, clock.legal_day(at))
    if late:
        raise DomainError("figure-day", late, field="as_of", remedy=_("Check the day."))
    if not figure.source.strip():
        raise DomainError(
            "figure-source",
            _("A figure needs its source."),
            field="source",
            remedy=_("Name the publication, as in 2025年国民经济和社会发展统计公报."),
        )
    done = _save([figure], is_shipped=False)
    for before, after in done:
        audit.record(
            actor, rights.FIGURE_SET, kind="area", id=area.code, area_code=area.code,
            label=area.name, before=_facts(before) if before else None, after=_facts(after), at=at,
        )  # fmt: skip
    return bool(done)


@transaction.atomic
def figures_import(
    *, actor: Actor, figures: Iterable[Figure], name: str, at: datetime | None = None
) -> Loaded:
    """Take in a file's figures (read by `importing.figures_read`), all or none."""
    require(actor, rights.AREA_FIGURES)
    wanted = list(figures)
    done = _save(wanted, is_shipped=False)
    audit.record_many(
        actor, rights.FIGURE_SET, kind="area", at=at,
        subjects=[
            Subject(
                after.area_id, after.area_id, area_name(after.area_id).name,
                before=_facts(before) if before else None, after=_facts(after),
            )
            for before, after in done
        ],
    )  # fmt: skip
    added = sum(before is None for before, _after in done)
    result = Loaded(added, len(done) - added, len(wanted) - len(done))
    audit.record(
        actor, rights.FIGURES_IMPORTED, kind="file", id=name[:60], label=name, at=at,
        after={"added": result.added, "changed": result.changed, "unchanged": result.unchanged},
    )  # fmt: skip
    return result


@transaction.atomic
def figures_load(*, actor: Actor, prefix: str = "", at: datetime | None = None) -> Loaded:
    """Load the shipped figures below a prefix and above it. A figure that the city entered itself stands."""
    require(actor, rights.AREA_FIGURES)
    shipped = [f for f in shipped_figures() if _is_of(f.area_code, prefix)]
    codes = set(
        Area.objects.filter(code__in={f.area_code for f in shipped}).values_list("code", flat=True)
    )
    known = [figure for figure in shipped if figure.area_code in codes]
    own = {
        key
        for key, row in _rows(known).items()
        if not row.is_shipped
    }  # fmt: skip
    wanted = [figure for figure in known if _key(figure) not in own]
    done = _save(wanted, is_shipped=True)
    added = sum(before is None for before, _after in done)
    result = Loaded(
        added, len(done) - added, len(wanted) - len(done), len(own), len(shipped) - len(known)
    )
    if done:
        audit.record(
            actor, rights.FIGURES_LOADED, kind="area", id=prefix or "-", area_code=prefix, at=at,
            after={"added": result.added, "changed": result.changed},
        )  # fmt: skip
    return result


@transaction.atomic
def successions_load(prefix: str = "") -> int:
    """The codes that were abolished in the five places, and what took their place; returns how many are new."""
    rows = [row for row in _shipped("successions.csv") if _is_of(row["new"], prefix)]
    there = set(
        Area.objects.filter(code__in={row["new"] for row in rows}).values_list("code", flat=True)
    )
    added = 0
    for row in rows:
        if row["new"] not in there:
            continue
        above = Area.objects.filter(code=parent_code(row["old"])).first()
        Area.objects.get_or_create(
            code=row["old"],
            defaults={
                "name": row["name"], "short_name": row["name"], "parent": above,
                "level": LEVEL_BY_LENGTH[len(row["old"])], "valid_to": row["on"], "source": row["source"],
            },
        )  # fmt: skip
        _link, is_new = AreaSuccession.objects.get_or_create(
            old_id=row["old"],
            new_id=row["new"],
            defaults={"on": row["on"], "source": row["source"]},
        )
        added += is_new
    names_changed()
    return added


def shipped_figures() -> list[Figure]:
    """The figures that come with Sangyu, each with its source and how sure it is."""
    return [
        Figure(
            row["area"], Indicator(row["indicator"]), date.fromisoformat(row["as_of"]),
            Decimal(row["value"]), Sureness(row["sureness"]), row["source"],
        )
        for row in _shipped("statistics.csv")
    ]  # fmt: skip


def _shipped(name: str) -> list[dict[str, str]]:
    text = files("sangyu.city.areas").joinpath(f"data/{name}").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _is_of(code: str, prefix: str) -> bool:
    return code.startswith(prefix) or prefix.startswith(code)


def _key(figure: Figure) -> Key:
    return figure.area_code, str(figure.indicator), figure.as_of


def _rows(figures: list[Figure]) -> dict[Key, AreaStatistic]:
    rows = AreaStatistic.objects.select_for_update().filter(
        area_id__in={figure.area_code for figure in figures}
    )
    keys = {_key(figure) for figure in figures}
    found = {(row.area_id, row.indicator, row.as_of): row for row in rows}
    return {key: row for key, row in found.items() if key in keys}


def _save(
    figures: list[Figure], *, is_shipped: bool
) -> list[tuple[AreaStatistic | None, AreaStatistic]]:
    """Write what differs; returns (before, after) of it."""
    have = _rows(figures)
    wanted = {
        _key(f): AreaStatistic(
            area_id=f.area_code, indicator=f.indicator, as_of=f.as_of, value=f.value,
            unit=UNIT_OF[Indicator(f.indicator)], source=f.source.strip()[:200], sureness=f.sureness,
            is_shipped=is_shipped,
        )
        for f in figures
    }  # fmt: skip
    done = [
        (have.get(key), row)
        for key, row in wanted.items()
        if key not in have or _facts(have[key]) != _facts(row)
    ]
    AreaStatistic.objects.bulk_create(
        [row for _before, row in done],
        update_conflicts=True,
        unique_fields=["area", "indicator", "as_of"],
        update_fields=["value", "unit", "source", "sureness", "is_shipped"],
    )
    return done


def _facts(row: AreaStatistic) -> dict[str, object]:
    return {
        "indicator": str(row.indicator), "as_of": row.as_of.isoformat(),
        "value": f"{row.value:f}".rstrip("0").rstrip(".") if "." in f"{row.value:f}" else f"{row.value:f}",
        "source": row.source, "sureness": str(row.sureness),
    }  # fmt: skip
