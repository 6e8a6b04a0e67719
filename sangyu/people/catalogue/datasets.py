"""What the catalogue offers to insight: the dataset `service_items`, every line of the lists in force on a day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.insight.datasets.types import Column, Dataset, Kind, Sensitivity
from sangyu.people.catalogue.types import (
    Availability,
    ServiceForm,
    WishSource,
    WishState,
    WorkState,
)

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

PERSONAL = Sensitivity.PERSONAL
PLACE_WISHES = Dataset(
    name="place_wishes",
    label=_("Wishes for a place in a home"),
    grain=_("wish"),
    source="catalogue_wish AS w JOIN registry_elder AS e ON e.id = w.elder_id",
    where="w.wished_on <= :as_of AND (w.closed_on IS NULL OR w.closed_on >= :as_of OR w.state = 'placed')",
    columns=(
        Column("id", Kind.INTEGER, _("wish number"), "", PERSONAL, sql="w.id", digits=18),
        Column(
            "elder_id", Kind.INTEGER, _("record number"), "", PERSONAL, sql="w.elder_id", digits=18
        ),
        Column(
            "area_code", Kind.TEXT, _("area"), _("Where the person lives now."), sql="e.area_code"
        ),
        Column("wished_on", Kind.DATE, _("wished on"), sql="w.wished_on"),
        Column(
            "told_by",
            Kind.TEXT,
            _("who told of it"),
            "",
            values=dict(WishSource.choices),
            sql="w.source",
        ),
        Column("state", Kind.TEXT, _("state"), "", values=dict(WishState.choices), sql="w.state"),
        Column("offered_on", Kind.DATE, _("place offered on"), sql="w.offered_on"),
        Column("placed_on", Kind.DATE, _("moved in on"), sql="w.placed_on"),
        Column("support_form", Kind.TEXT, _("destitute support"), sql="e.support_form"),
        Column("ability_level", Kind.INTEGER, _("ability level"), sql="e.ability_level"),
    ),
    validity=_("Wishes told by the as-of date and not taken back before it."),
    meaning=_(
        "The wish register: who wishes for a place in a home, and who has got one. The state is today's."
    ),
)
HOME_ADAPTATIONS = Dataset(
    name="home_adaptations",
    label=_("Home adaptations"),
    grain=_("home"),
    source="catalogue_work AS w JOIN registry_elder AS e ON e.id = w.elder_id",
    where="w.due_since <= :as_of AND w.state <> 'dropped'",
    columns=(
        Column("id", Kind.INTEGER, _("number of the works"), "", PERSONAL, sql="w.id", digits=18),
        Column(
            "elder_id", Kind.INTEGER, _("record number"), "", PERSONAL, sql="w.elder_id", digits=18
        ),
        Column(
            "area_code", Kind.TEXT, _("area"), _("Where the person lives now."), sql="e.area_code"
        ),
        Column("due_since", Kind.DATE, _("due since"), sql="w.due_since"),
        Column(
            "state",
            Kind.TEXT,
            _("state"),
            _("The state is today's."),
            values=dict(WorkState.choices),
            sql="w.state",
        ),
        Column("ordered_on", Kind.DATE, _("ordered on"), sql="w.ordered_on"),
        Column("finish_by", Kind.DATE, _("to be finished by"), sql="w.finish_by"),
        Column("done_on", Kind.DATE, _("done on"), sql="w.done_on"),
        Column("accepted_on", Kind.DATE, _("accepted on"), sql="w.accepted_on"),
        Column("cost", Kind.DECIMAL, _("cost (yuan)"), sql="w.cost"),
    ),
    validity=_("Homes found due by the as-of date, those given up left out."),
    meaning=_("The homes that the papers want adapted, and how far the works are."),
)
