"""The yearly score sheet (L6, L7): a ranking, and one row for each point with what it was counted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sangyu.accountability.plans.documents.material import Material, day
from sangyu.accountability.plans.documents.sheet import Cell, new_book, saved, sheet
from sangyu.accountability.plans.documents.words import SCORES, score_reason

RANKING = ("名次", "单位", "得分", "任务完成", "月报报送", "年度目标", "加减分", "单位说明")
REASONS = ("单位", "项目", "得分", "满分", "计分依据")


@dataclass(frozen=True)
class _Line:
    unit: str
    points: float
    entries: list[dict[str, Any]]


def workbook(material: Material) -> bytes:
    """As .xlsx. Published, it is the sheet under the seal; before, a provisional one of today."""
    scores, book = material.scores, new_book()
    published = scores.sheet
    lines = _published(material) if published else _now(material)
    state = (
        f"已公布 {day(published.published_at.date())} · SM3 {published.seal}"
        if published
        else f"暂计，截至{day(material.on)}"
    )
    mark = f"{material.issuer} · {scores.scheme.source}（{scores.scheme.version}版）· {state}"
    title = f"{material.plan.title}{material.year}年度考核评分表"
    sheet(
        book,
        "评分表",
        title,
        mark,
        RANKING,
        _ranking(material, lines),
        (6, 28, 9, 11, 11, 11, 11, 50),
    )
    reasons = [row for line in lines for row in _reasons(line)]
    sheet(book, "计分依据", f"{title}：计分依据", mark, REASONS, reasons, (28, 18, 9, 9, 60))
    return saved(book)


def _now(material: Material) -> list[_Line]:
    return [
        _Line(
            one.unit.name, float(one.score.points),
            [
                {"code": e.code, "points": e.points, "of": e.of, "counts": dict(e.counts)}
                for e in one.score.entries
            ],
        )
        for one in material.scores.units
    ]  # fmt: skip


def _published(material: Material) -> list[_Line]:
    found = material.scores.sheet
    rows = found.lines if found else []
    return [_Line(row["unit"], float(row["points"]), row["entries"]) for row in rows]


def _ranking(material: Material, lines: list[_Line]) -> list[list[Cell]]:
    said: dict[str, list[str]] = {}
    for one in material.remarks:
        if one.explanation:
            said.setdefault(one.organisation.name, []).append(one.explanation)
    rows: list[list[Cell]] = []
    for place, line in enumerate(lines, start=1):
        points = {entry["code"]: float(entry["points"]) for entry in line.entries}
        extras = sum(float(entry["points"]) for entry in line.entries if entry["of"] is None)
        parts = [points.get(code) for code in ("duties", "returns", "goals")]
        rows.append(
            [place, line.unit, line.points, *parts, extras, "；".join(said.get(line.unit, []))]
        )
    return rows


def _reasons(line: _Line) -> list[list[Cell]]:
    return [
        [
            line.unit, SCORES.get(entry["code"], entry["code"]), float(entry["points"]),
            None if entry["of"] is None else float(entry["of"]), score_reason(entry["counts"]),
        ]
        for entry in line.entries
    ]  # fmt: skip
