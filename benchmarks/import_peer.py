"""The peer of bench_import: django-import-export into a table with the register's columns of this list and its indexes.

What the register's data needs is done here too, by the same functions: personal numbers sealed with their blind index,
names spelt, areas by their codes. What the product does beyond that is left out: matching, differences, the trail, the
kept rows, categories, contacts as records, undo.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import tablib
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from import_export import fields, resources, widgets

from sangyu.city.areas.services import shipped_rows
from sangyu.kernel import ids, pii
from sangyu.people.registry.models.columns import Bigrams
from sangyu.people.registry.rules.names import spelling

COUNTY = "522601"
SEALED = {"id": "resident-id", "phone": "phone", "bank": "bank-card", "contact_phone": "phone"}


class PeerElder(models.Model):
    """The columns and indexes of registry.Elder that the list fills."""

    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=240)
    name_initials = models.CharField(max_length=60)
    id_sealed = models.BinaryField()
    id_index = models.BinaryField(max_length=32, unique=True)
    sex = models.CharField(max_length=2)
    birth_date = models.DateField()
    ethnicity = models.CharField(max_length=10)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True, db_index=True)
    area_code = models.CharField(max_length=12)
    address = models.CharField(max_length=200)
    living = models.CharField(max_length=20)
    self_care = models.CharField(max_length=20)
    medical_insurance = models.CharField(max_length=20)
    minimum_living = models.CharField(max_length=2)
    contact_name = models.CharField(max_length=50)
    contact_phone_sealed = models.BinaryField(null=True)
    contact_phone_index = models.BinaryField(null=True)
    bank_name = models.CharField(max_length=50)
    bank_sealed = models.BinaryField(null=True)
    bank_index = models.BinaryField(null=True)

    objects: models.Manager[PeerElder] = models.Manager()

    class Meta:
        app_label = "registry"
        db_table = "bench_peer_elder"
        indexes = [
            models.Index(fields=("area_code", "name_pinyin", "id"), name="peer_area_pinyin"),
            models.Index(fields=("area_code", "name_initials", "id"), name="peer_area_initials"),
            models.Index(fields=("area_code", "name", "id"), name="peer_area_name"),
            models.Index(fields=("area_code", "birth_date", "id"), name="peer_area_birth"),
            models.Index(fields=("name_pinyin", "id"), name="peer_pinyin"),
            models.Index(fields=("name_initials", "id"), name="peer_initials"),
            models.Index(fields=("name", "id"), name="peer_name"),
            GinIndex(Bigrams(models.F("address")), name="peer_address_grams"),
        ]

    def __str__(self) -> str:
        return self.name


class DayWidget(widgets.Widget):  # type: ignore[misc]  # untyped package
    """Reads the four forms of a date that the list has."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date:
        text = str(value).translate(str.maketrans("/.年月", "----")).rstrip("日")
        return date(*map(int, text.split("-")))


_COLUMNS = (
    ("name", "姓名"), ("sex", "性别"), ("ethnicity", "民族"), ("address", "现住址"), ("living", "居住状况"),
    ("self_care", "自理能力"), ("medical_insurance", "医疗保险"), ("minimum_living", "是否低保"),
    ("contact_name", "紧急联系人"), ("bank_name", "开户银行"),
)  # fmt: skip
_NUMBERS = {"phone": "联系电话", "contact_phone": "紧急联系人电话", "bank": "银行卡号"}


class PeerResource(resources.ModelResource):  # type: ignore[misc]  # untyped package
    """As its documentation advises for large files: bulk, no diff, no instance looked up."""

    birth_date = fields.Field("birth_date", "出生日期", DayWidget())
    locals().update(
        {name: fields.Field(name, label, widgets.CharWidget()) for name, label in _COLUMNS}
    )

    class Meta:
        model = PeerElder
        import_id_fields = ("name", "birth_date")
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        skip_html_diff = True
        force_init_instance = True
        fields = ("birth_date", *(name for name, _label in _COLUMNS))

    def __init__(self) -> None:
        super().__init__()
        names = dict(shipped_rows(COUNTY))
        self._areas = {(names[c[:9]], name): c for c, name in names.items() if len(c) == 12}

    def before_save_instance(self, instance: PeerElder, row: Any, **kwargs: Any) -> None:
        """What the register's columns need."""
        parsed = ids.resident_id_parse(str(row["身份证号"]), demo=True)
        texts = {"id": parsed.number} | {name: str(row[label]) for name, label in _NUMBERS.items()}
        for name, text in texts.items():
            setattr(instance, f"{name}_sealed", pii.seal(text, SEALED[name]))
            setattr(instance, f"{name}_index", pii.blind_index(text, SEALED[name]))
        letters = spelling(instance.name)
        instance.name_pinyin, instance.name_initials = letters.pinyin, letters.initials
        instance.area_code = self._areas[row["镇(街道)"], row["社区(村)"]]


def run(data: bytes) -> None:
    """Preview, then import, as its admin page does; the faulty rows stay out."""
    with connection.schema_editor() as editor:
        editor.create_model(PeerElder)
    dataset = tablib.Dataset().load(data, format="xlsx")
    preview = PeerResource().import_data(
        dataset, dry_run=True, raise_errors=False, collect_failed_rows=True
    )
    faulty = {row.number for row in preview.error_rows}
    faulty |= {row.number for row in preview.invalid_rows}
    good = tablib.Dataset(headers=dataset.headers)
    good.extend([row for number, row in enumerate(dataset, start=1) if number not in faulty])
    PeerResource().import_data(good, dry_run=False, raise_errors=True)


def count() -> int:
    """Rows imported."""
    return PeerElder.objects.count()
