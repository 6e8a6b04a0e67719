"""What the catalogue offers to insight: the dataset `service_items`, every line of the lists in force on a day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.insight.datasets.types import Column, Dataset, Kind, Sensitivity
from sangyu.people.catalogue.types import Availability, ServiceForm

PUBLIC = Sensitivity.PUBLIC
SERVICE_ITEMS = Dataset(
    name="service_items",
    label=_("Items of the service lists"),
    grain=_("item"),
    source="catalogue_item AS i JOIN catalogue_release AS r ON r.id = i.release_id",
    where="""r.kind = 'services' AND r.state = 'released' AND r.starts_on <= :as_of AND NOT EXISTS (
        SELECT FROM catalogue_release AS later WHERE later.area_code = r.area_code AND later.kind = r.kind
        AND later.state = 'released' AND later.starts_on > r.starts_on AND later.starts_on <= :as_of)""",
    columns=(
        Column("id", Kind.INTEGER, _("item number"), "", PUBLIC, sql="i.id", digits=18),
        Column(
            "area_code",
            Kind.TEXT,
            _("area"),
            _("The city or county whose list it is."),
            PUBLIC,
            sql="r.area_code",
        ),
        Column("year", Kind.INTEGER, _("year"), "", PUBLIC, sql="r.year"),
        Column("starts_on", Kind.DATE, _("in force from"), "", PUBLIC, sql="r.starts_on"),
        Column("code", Kind.TEXT, pgettext_lazy("of a line", "code"), "", PUBLIC, sql="i.code"),
        Column("item", Kind.TEXT, _("service item"), "", PUBLIC, sql="i.name"),
        Column(
            "national_item",
            Kind.TEXT,
            _("national item"),
            _("The item of the national list that it keeps: N01 to N16."),
            PUBLIC,
            sql="i.floor",
        ),
        Column(
            "form",
            Kind.TEXT,
            pgettext_lazy("of a service", "form"),
            "",
            PUBLIC,
            dict(ServiceForm.choices),
            sql="i.form",
        ),
        Column(
            "availability",
            Kind.TEXT,
            _("availability"),
            "",
            PUBLIC,
            dict(Availability.choices),
            sql="i.availability",
        ),
        Column(
            "amount",
            Kind.DECIMAL,
            _("amount (yuan)"),
            _("Where the standard is a sum of money."),
            PUBLIC,
            sql="i.amount",
        ),
        Column(
            "has_condition",
            Kind.BOOLEAN,
            _("the register can tell who it is for"),
            "",
            PUBLIC,
            sql="(i.condition <> '')",
        ),
    ),
    validity=_(
        "The lists in force on the as-of date, one for each city or county that has released one."
    ),
    meaning=_("What the cities and counties promise as basic eldercare services."),
)
