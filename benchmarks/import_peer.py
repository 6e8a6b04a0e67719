"""The peer of bench_import: django-import-export into a table with the same columns and indexes as the register's."""

from __future__ import annotations

from datetime import date
from typing import Any

import tablib
from django.db import connection, models
from import_export import fields, resources, widgets

from sangyu.kernel import ids


class PeerElder(models.Model):
    """The columns of the list, plain; indexes as the register has them on these columns."""

    name = models.CharField(max_length=60, db_index=True)
    id_number = models.CharField(max_length=18, unique=True)
    sex = models.CharField(max_length=2)
    birth_date = models.DateField()
    ethnicity = models.CharField(max_length=10)
    phone = models.CharField(max_length=20, db_index=True)
    town = models.CharField(max_length=40)
    community = models.CharField(max_length=60, db_index=True)
    address = models.CharField(max_length=200)
    living = models.CharField(max_length=20)
    self_care = models.CharField(max_length=20)
    medical_insurance = models.CharField(max_length=20)
    minimum_living = models.CharField(max_length=2)
    contact_name = models.CharField(max_length=50)
    contact_phone = models.CharField(max_length=20)
    bank_name = models.CharField(max_length=50)
    bank_card = models.CharField(max_length=20)

    objects: models.Manager[PeerElder] = models.Manager()

    class Meta:
        app_label = "registry"
        db_table = "bench_peer_elder"
        indexes = [
            models.Index(fields=("community", "name", "id"), name="peer_community_name"),
            models.Index(fields=("community", "birth_date", "id"), name="peer_community_birth"),
        ]

    def __str__(self) -> str:
        return self.name


class IdWidget(widgets.CharWidget):  # type: ignore[misc]  # untyped package
    """Checks the resident ID as the register does."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return ids.resident_id_parse(str(value), demo=True).number


class DayWidget(widgets.Widget):  # type: ignore[misc]  # untyped package
    """Reads the four forms of a date that the list has."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date:
        text = str(value).translate(str.maketrans("/.年月", "----")).rstrip("日")
        return date(*map(int, text.split("-")))


_COLUMNS = (
    ("name", "姓名"), ("sex", "性别"), ("ethnicity", "民族"), ("phone", "联系电话"), ("town", "镇(街道)"),
    ("community", "社区(村)"), ("address", "现住址"), ("living", "居住状况"), ("self_care", "自理能力"),
    ("medical_insurance", "医疗保险"), ("minimum_living", "是否低保"), ("contact_name", "紧急联系人"),
    ("contact_phone", "紧急联系人电话"), ("bank_name", "开户银行"), ("bank_card", "银行卡号"),
)  # fmt: skip


class PeerResource(resources.ModelResource):  # type: ignore[misc]  # untyped package
    """As its documentation advises for large files: bulk, no diff, no row results kept."""

    id_number = fields.Field("id_number", "身份证号", IdWidget())
    birth_date = fields.Field("birth_date", "出生日期", DayWidget())
    locals().update(
        {name: fields.Field(name, label, widgets.CharWidget()) for name, label in _COLUMNS}
    )

    class Meta:
        model = PeerElder
        import_id_fields = ("id_number",)
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        skip_html_diff = True
        force_init_instance = True
        fields = ("id_number", "birth_date", *(name for name, _label in _COLUMNS))


def run(data: bytes) -> None:
    """Preview, then import, as its admin page does; the faulty rows stay out."""
    with connection.schema_editor() as editor:
        editor.create_model(PeerElder)
    dataset = tablib.Dataset().load(data, format="xlsx")
    resource = PeerResource()
    preview = resource.import_data(
        dataset, dry_run=True, raise_errors=False, collect_failed_rows=True
    )
    faulty = {row.number for row in preview.error_rows} | {
        row.number for row in preview.invalid_rows
    }
    good = tablib.Dataset(headers=dataset.headers)
    good.extend([row for number, row in enumerate(dataset, start=1) if number not in faulty])
    PeerResource().import_data(good, dry_run=False, raise_errors=True)


def count() -> int:
    """Rows imported."""
    return PeerElder.objects.count()
