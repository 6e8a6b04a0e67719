"""The components' promises that markup alone shows: labels tied to errors, icons that exist, masked addresses."""

from __future__ import annotations

import re
from pathlib import Path

from django import forms
from django.template import Context, Template

from sangyu.kernel.ui import catalogues
from sangyu.kernel.ui.charts import Chart, Series
from sangyu.kernel.ui.maps import Map, Place

ICONS = set((catalogues.KERNEL / "ui" / "icons.txt").read_text().split())
PATTERNS = (
    r'{%\s*icon\s+"([^"]+)"',
    r'\bicon="([^"]+)"',
    r'Item\(\s*"\w+",[^)]*?"[\w:-]+",\s*"([\w-]+)"',
)


class SampleForm(forms.Form):
    """One required field with a hint."""

    name = forms.CharField(label="姓名", help_text="与身份证一致")


def render(source: str, **values: object) -> str:
    return Template("{% load ui %}" + source).render(Context(values))


def test_every_icon_named_anywhere_is_in_the_sprite() -> None:
    named: dict[str, Path] = {}
    for path in catalogues.PACKAGE.rglob("*"):
        if path.suffix in {".py", ".html"} and "tests" not in path.parts:
            text = path.read_text("utf-8")
            named |= {name: path for pattern in PATTERNS for name in re.findall(pattern, text)}
    assert {name: str(path) for name, path in named.items() if name not in ICONS} == {}


def test_a_field_ties_label_hint_and_error_together() -> None:
    html = render("{% field form.name %}", form=SampleForm({"name": ""}))
    assert 'for="id_name"' in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name-error"' in html


def test_a_form_without_content_shows_its_fields_and_escapes_what_was_typed() -> None:
    html = render("{% form form submit='Go' %}{% endform %}", form=SampleForm({"name": "<b>"}))
    assert 'value="&lt;b&gt;"' in html
    assert ">Go<" in html


def test_the_result_of_a_component_is_escaped() -> None:
    for source in (
        "{% badge x %}",
        "{% card title=x %}{% endcard %}",
        "{% facts pairs %}",
        "{% avatar x %}",
    ):
        assert "<script>" not in render(source, x="<script>", pairs=[("<script>", "<script>")])


def test_no_component_writes_inline_style_or_script() -> None:
    for path in (catalogues.PACKAGE).rglob("templates/**/*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", text), path


def test_a_chart_brings_the_table_behind_it() -> None:
    chart = Chart("c", "老年人", ["甲镇", "乙镇"], [Series("人", [1200, None])], heading="镇")
    html = render("{% chart chart %}", chart=chart)
    assert '<td class="sy-col-number">1,200</td>' in html
    assert "—" in html
    assert chart.option["tooltip"]["renderMode"] == "richText"


def test_a_map_shades_by_its_steps() -> None:
    point = {"type": "Point", "coordinates": [107.9, 26.5]}
    places = [Place(str(figure), point, figure) for figure in (0, 10, 99)]
    data = Map("m", "图", places, steps=(10, 50)).data
    fills = [feature["properties"]["fill"] for feature in data["features"]]
    assert len(set(fills)) == 3


def test_a_figure_says_whether_its_change_is_good() -> None:
    worse = render("{% stat 'x' 12 before=9 good='down' %}")
    assert "sy-change-bad" in worse
    assert "sy-change-good" in render("{% stat 'x' 12 before=9 good='up' %}")
    assert "sy-change-flat" in render("{% stat 'x' 9 before=9 good='up' %}")
