"""Charts declared in Python: one value gives the ECharts option and the table behind it.

    Chart("by-town", _("Elders by town"), categories=towns, series=[Series(_("Elders"), counts)], unit=_("people"))

Give it to `{% chart chart %}`. No chart without its table: people who cannot see one read the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.functional import Promise

Text = str | Promise
Figure = int | float | Decimal | None

PALETTE = ("#2F6B4F", "#B4611C", "#4F7CA8", "#8A6BB0", "#8FAE5B", "#C9A227", "#A34A5B", "#5F665B")


@dataclass(frozen=True)
class Series:
    """One named row of figures, as long as the chart's categories."""

    name: Text
    values: Sequence[Figure]
    colour: str = ""


@dataclass(frozen=True)
class Chart:
    """`kind`: bar, line, pie (first series only); `is_sideways` draws bars from the left, for long names."""

    id: str
    title: Text
    categories: Sequence[Text]
    series: Sequence[Series]
    kind: Literal["bar", "line", "pie"] = "bar"
    unit: Text = ""
    is_stacked: bool = False
    is_sideways: bool = False
    decimals: int = 0
    heading: Text = ""
    height: Literal["small", "medium", "large"] = "medium"

    @property
    def option(self) -> dict[str, Any]:
        """The ECharts option; tooltips are drawn, not HTML, so no inline style is needed (CSP)."""
        common: dict[str, Any] = {
            "color": list(PALETTE),
            "animationDuration": 250,
            "aria": {"enabled": True, "label": {"description": str(self.title)}},
            "tooltip": {
                "renderMode": "richText",
                "trigger": "item" if self.kind == "pie" else "axis",
            },
            "textStyle": {"fontFamily": "inherit"},
        }
        return common | (self._pie() if self.kind == "pie" else self._axes())

    @property
    def rows(self) -> list[tuple[Text, list[Figure]]]:
        """The table behind the chart: category, then one figure per series."""
        return [
            (name, [row.values[index] for row in self.series])
            for index, name in enumerate(self.categories)
        ]

    def _pie(self) -> dict[str, Any]:
        """A ring; the shares stand in the legend, as labels around it do not fit a phone."""
        values = [_plain(value) or 0 for value in self.series[0].values]
        total = sum(values) or 1
        data = [
            {"name": f"{name}  {value / total:.1%}", "value": value}
            for name, value in zip(self.categories, values, strict=True)
        ]
        ring = {"type": "pie", "radius": ["46%", "70%"], "center": ["50%", "42%"], "data": data}
        return {
            "legend": {"bottom": 0, "icon": "circle", "itemWidth": 10, "itemHeight": 10},
            "series": [
                ring
                | {
                    "label": {"show": False},
                    "itemStyle": {"borderColor": "#fff", "borderWidth": 2},
                }
            ],
        }

    def _axes(self) -> dict[str, Any]:
        names = {
            "type": "category",
            "data": [str(name) for name in self.categories],
            "axisTick": {"show": False},
        }
        figures: dict[str, Any] = {
            "type": "value",
            "name": str(self.unit),
            "splitLine": {"lineStyle": {"color": "#EBE6DB"}},
        }
        if self.is_sideways:  # at the end of a lying axis the name would run out of the picture
            figures |= {"nameLocation": "middle", "nameGap": 26}
        is_many = len(self.series) > 1
        return {
            "grid": {
                "left": 8,
                "right": 16,
                "top": 40 if is_many or self.unit else 16,
                "bottom": 28 if self.is_sideways and self.unit else 8,
                "containLabel": True,
            },
            "legend": {
                "show": is_many,
                "top": 0,
                "right": 0,
                "icon": "roundRect",
                "itemWidth": 12,
                "itemHeight": 8,
            },
            "xAxis": figures if self.is_sideways else names,
            "yAxis": names | {"inverse": True, "axisLabel": {"interval": 0, "fontSize": 11}}
            if self.is_sideways
            else figures,
            "series": [self._row(row) for row in self.series],
        }

    def _row(self, row: Series) -> dict[str, Any]:
        shape: dict[str, Any] = {
            "type": self.kind,
            "name": str(row.name),
            "data": [_plain(value) for value in row.values],
            "stack": "all" if self.is_stacked else None,
            "itemStyle": {"borderRadius": 0 if self.is_stacked else 3}
            | ({"color": row.colour} if row.colour else {}),
        }
        return shape | (
            {"barMaxWidth": 28} if self.kind == "bar" else {"symbolSize": 6, "smooth": 0.2}
        )


def _plain(value: Figure) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value
