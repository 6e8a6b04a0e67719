"""The component gallery: every component in its states, with invented samples. Mounted in debug and tests only."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from sangyu.kernel import access, clock
from sangyu.kernel.actors import system_actor
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.charts import Chart, Series
from sangyu.kernel.ui.maps import Map, Place

TOWNS = ("城东街道", "城西街道", "云谷镇", "三棵树镇", "舟溪镇", "旁海镇", "湾水镇", "下司镇")
COUNTS = (8120, 7345, 3214, 5120, 2980, 2455, 1987, 2210)
ERRORS = {
    400: ("bad-request", DomainError),
    403: ("forbidden", Forbidden),
    404: ("not-found", NotFound),
    409: ("taken", Conflict),
    422: ("refused", DomainError),
}


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="姓名", help_text="与身份证一致")
    born = forms.DateField(label="出生日期", widget=forms.DateInput(attrs={"type": "date"}))
    town = forms.ChoiceField(label="街道(镇)", choices=[("", "请选择"), *enumerate(TOWNS)])
    living = forms.ChoiceField(
        label="居住情况",
        widget=forms.RadioSelect,
        choices=[("alone", "独居"), ("couple", "空巢"), ("family", "与子女同住")],
    )
    needs = forms.MultipleChoiceField(
        label="服务需求",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("meal", "助餐"), ("bath", "助浴"), ("visit", "探访")],
    )
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    proof = forms.FileField(label="证明材料", required=False, help_text="PDF 或照片，不超过 20 MB")
    agreed = forms.BooleanField(label="本人已知情并同意", help_text="可随时撤回")


class SampleFilter(forms.Form):
    """A filter bar's form."""

    q = forms.CharField(
        label="姓名或拼音", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    town = forms.ChoiceField(
        label="街道(镇)", required=False, choices=[("", "全部"), *enumerate(TOWNS)]
    )
    alone = forms.BooleanField(label="独居", required=False)


@access.public
def gallery(request: HttpRequest) -> HttpResponse:
    """Everything on one page."""
    request.actor = system_actor("陈列")  # type: ignore[attr-defined]
    return render(request, "ui/gallery.html", _samples(request))


@access.public
def frame(request: HttpRequest, shell: str) -> HttpResponse:
    """A shell without content: `page` or `plain`."""
    request.actor = system_actor("陈列")  # type: ignore[attr-defined]
    return render(request, f"ui/{shell}.html")


@access.public
def document(request: HttpRequest) -> HttpResponse:
    """A printed document."""
    return render(
        request,
        "ui/gallery_document.html",
        {"rows": list(zip(TOWNS, COUNTS, strict=True)), "today": clock.today()},
    )


@access.public
def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """An error page, raised as services raise it."""
    code, kind = ERRORS[status]
    error = kind(code, "该床位 11 月 3 日起已有入住人。", remedy="请改选其他床位，或先办理退住。")
    error.status = status  # type: ignore[misc]  # the gallery shows every status with one text
    raise error


@access.public
def broken(request: HttpRequest) -> HttpResponse:
    """A view with a fault of its own."""
    raise RuntimeError("secret")


def _samples(request: HttpRequest) -> dict[str, Any]:
    today, now = clock.today(), clock.now()
    columns = [
        listing.Column("name", "姓名", sort="name"),
        listing.Column("town", "街道(镇)"),
        listing.Column("due", "走访截止", sort="due", kind="date"),
        listing.Column("risk", "风险"),
        listing.Column("visits", "本年走访", kind="number", is_minor=True),
    ]
    people = [
        SimpleNamespace(
            pk=index,
            name=f"示例{'甲乙丙丁戊己'[index]}",
            town=TOWNS[index],
            due=today + timedelta(days=days),
            risk=risk,
            visits=index * 3,
        )
        for index, (days, risk) in enumerate(
            [(-3, "red"), (0, "orange"), (5, "yellow"), (40, "green")]
        )
    ]
    shown = listing.of(people, columns)
    headings = [
        listing.Heading(
            column,
            f"?sort={column.key}" if column.sort else "",
            "ascending" if column.key == "due" else "",
        )
        for column in columns
    ]
    return {
        "blank": SampleForm(),
        "wrong": SampleForm({"name": "", "town": "99"}, prefix="wrong"),
        "filter": SampleFilter(request.GET or {"town": "2", "alone": "on"}),
        "people": listing.Listing(
            "people", people, headings, "", "?at=after.4", None, is_counted=True
        ),
        "nobody": listing.of([], columns, list_id="nobody"),
        "short": shown,
        "today": today,
        "yesterday": today - timedelta(days=1),
        "entries": [
            SimpleNamespace(
                at=now,
                title="登记居住情况：独居",
                text="来源：入户走访",
                who="城东街道办事处",
                icon="pencil",
            ),
            SimpleNamespace(
                at=now - timedelta(days=2),
                title="未接听预约电话",
                who="社区工作者",
                icon="phone",
                tone="warn",
            ),
            SimpleNamespace(
                at=now - timedelta(days=9),
                title="紧急呼叫",
                text="3 分钟内回应",
                who="呼叫中心",
                icon="bell",
                tone="bad",
            ),
        ],
        "tabs": [
            SimpleNamespace(label=name, url=f"#{name}", is_current=name == "档案", count=count)
            for name, count in (("档案", ""), ("服务", 12), ("评估", 2), ("变更", 148))
        ],
        "facts": [
            ("身份证号", "990101********0017"),
            ("联系电话", "138****0000"),
            ("户籍", "云谷镇"),
            ("监护人", ""),
        ],
        "changes": [
            ("居住情况", "空巢", "独居"),
            ("联系电话", "", "138****0000"),
            ("备注", "暂住", ""),
        ],
        "step_names": ["上传文件", "核对列", "预览", "完成"],
        "bar": Chart(
            "chart-bar",
            "各街道(镇)老年人数",
            TOWNS,
            [Series("60–79 岁", COUNTS), Series("80 岁及以上", [n // 6 for n in COUNTS])],
            unit="人",
            is_stacked=True,
            heading="街道(镇)",
        ),
        "line": Chart(
            "chart-line",
            "按月走访",
            [f"{m} 月" for m in range(1, 12)],
            [
                Series("应走访", [420] * 11),
                Series("已走访", [300, 350, 390, 402, 410, 415, 399, 405, 418, 420, 260]),
            ],
            kind="line",
            unit="次",
            heading="月份",
        ),
        "pie": Chart(
            "chart-pie",
            "居住情况",
            ["与子女同住", "空巢", "独居", "机构"],
            [Series("人", [52000, 24000, 15000, 3100])],
            kind="pie",
            heading="类别",
        ),
        "map": Map(
            "map",
            "各街道(镇)老年人数",
            [Place(name, _square(i), COUNTS[i], "#map") for i, name in enumerate(TOWNS)],
            steps=(2000, 3000, 5000, 8000),
            unit="人",
            heading="街道(镇)",
        ),
    }


def _square(index: int) -> dict[str, Any]:
    """A made-up area: squares in two rows."""
    west, south = 107.9 + index % 4 * 0.05, 26.5 + index // 4 * 0.04
    ring = [
        [west, south],
        [west + 0.048, south],
        [west + 0.05, south + 0.038],
        [west, south + 0.04],
        [west, south],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


urlpatterns = [
    path("", gallery, name="ui-gallery"),
    path("blank/", frame, {"shell": "page"}, name="ui-gallery-blank"),
    path("plain/", frame, {"shell": "plain"}, name="ui-gallery-plain"),
    path("document/", document, name="ui-gallery-document"),
    path("broken/", broken, name="ui-gallery-broken"),
    path("error/<int:status>/", refusal, name="ui-gallery-error"),
]
