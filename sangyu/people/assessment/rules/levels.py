"""The preliminary level: by the band of the total, the table of the sections' levels, or the first rule that holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sangyu.people.assessment.types import (
    Band,
    ByLadder,
    ByMatrix,
    ByTotal,
    Effect,
    Instrument,
    Reason,
    Threshold,
)


def band_of(bands: Sequence[Band], score: int) -> Band:
    """The band a score lies in. The bands of an instrument leave no score out; a test holds them to it."""
    return next(band for band in bands if band.least <= score <= band.most)


def section_levels(
    instrument: Instrument, scores: Mapping[str, int], subtotals: Mapping[str, int]
) -> dict[str, int]:
    """The level of each section that has one, by code of section in the order of the form."""
    found = {}
    for section in instrument.sections:
        if section.code in instrument.section_bands:
            bands = instrument.section_bands[section.code]
            found[section.code] = band_of(bands, subtotals[section.code]).level
        elif section.code in instrument.section_limits:
            limits = instrument.section_limits[section.code]
            found[section.code] = max(
                (limit.level for limit in limits if _any_reached(limit, scores)), default=0
            )
    return found


def preliminary_level(
    instrument: Instrument, subtotals: Mapping[str, int], levels: Mapping[str, int]
) -> tuple[int, Reason]:
    """The level before changes, and why."""
    method = instrument.method
    if isinstance(method, ByTotal):
        return _by_total(instrument, method, sum(subtotals.values()))
    if isinstance(method, ByMatrix):
        return _by_matrix(instrument, method, levels)
    return _by_ladder(instrument, method, levels if method.over_levels else subtotals)


def _by_total(instrument: Instrument, method: ByTotal, total: int) -> tuple[int, Reason]:
    band = band_of(method.bands, total)
    params = {"total": total, "least": band.least, "most": band.most, "level": band.level}
    return band.level, Reason("total_in_band", Effect.GIVES, instrument.level_clause, params)


def _by_matrix(
    instrument: Instrument, method: ByMatrix, levels: Mapping[str, int]
) -> tuple[int, Reason]:
    row = levels[method.row]
    column = max(levels[code] for code in method.columns)
    level = method.cells[row][column]
    params = {"levels": dict(levels), "row": row, "column": column, "level": level}
    return level, Reason("levels_meet", Effect.GIVES, instrument.level_clause, params)


def _by_ladder(
    instrument: Instrument, method: ByLadder, values: Mapping[str, int]
) -> tuple[int, Reason]:
    rule = next((rule for rule in method.rules if _all_reached(rule, values)), Threshold(0, {}))
    code = "rule_of_levels" if method.over_levels else "rule_of_counts"
    params = {"values": dict(values), "least": dict(rule.least), "level": rule.level}
    return rule.level, Reason(code, Effect.GIVES, instrument.level_clause, params)


def _any_reached(limit: Threshold, scores: Mapping[str, int]) -> bool:
    return any(scores[code] >= least for code, least in limit.least.items())


def _all_reached(rule: Threshold, values: Mapping[str, int]) -> bool:
    return all(values[code] >= least for code, least in rule.least.items())
