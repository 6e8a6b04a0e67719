"""What the room offers to insight: the dataset `entitlements`, one row per decision that held on a day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.insight.datasets.types import Column, Dataset, Kind, Sensitivity, Split
from sangyu.people.entitlement import types

ENTITLEMENTS = Dataset(
    name="entitlements",
    label=_("Entitlements"),
    grain=pgettext_lazy("of entitlements", "decision"),
    source=(
        "entitlement_decision AS d JOIN entitlement_programme AS p ON p.id = d.programme_id "
        "JOIN entitlement_programmeversion AS v ON v.id = d.version_id"
    ),
    where="d.superseded_at IS NULL AND d.from_on <= :as_of AND (d.until_on IS NULL OR d.until_on > :as_of)",
    columns=(
        Column(
            "id",
            Kind.INTEGER,
            _("decision number"),
            _("The decision; it says why to whoever may see the person."),
            Sensitivity.PERSONAL,
            sql="d.id",
            digits=18,
        ),
        Column(
            "elder_id",
            Kind.INTEGER,
            _("record number of the elder"),
            _("The person in the register."),
            Sensitivity.PERSONAL,
            sql="d.elder_id",
            digits=18,
        ),
        Column("area_code", Kind.TEXT, _("area of the elder"), _("Where the person lives today."), sql="d.area_code"),
        Column("programme", Kind.TEXT, _("programme code"), _("Which programme was decided."), sql="p.code"),
        Column(
            "kind",
            Kind.TEXT,
            _("kind of programme"),
            _("What the programme gives."),
            values=dict(types.Kind.choices),
            sql="p.kind",
        ),
        Column(
            "verdict",
            Kind.TEXT,
            pgettext_lazy("of entitlements", "decision"),
            _("What the rules said that day."),
            values=dict(types.Verdict.choices),
            sql="d.verdict",
        ),
        Column(
            "state",
            Kind.TEXT,
            _("state of the entitlement"),
            _("The decision and whether money flows; as known today for decisions that still hold."),
            values=dict(types.State.choices),
            sql="d.state",
        ),
        Column(
            "amount",
            Kind.DECIMAL,
            _("amount a month"),
            _("What is owed a month, or the cap of a voucher."),
            sql="(d.amount_fen::numeric / 100)",
            unit=_("yuan"),
        ),
        Column("fund", Kind.TEXT, _("fund"), _("Which funds pay."), sql="v.fund"),
        Column("from_on", Kind.DATE, _("decided from"), _("The day from which the decision holds."), sql="d.from_on"),
    ),
    validity=_("Every decision that held on the as-of date, by what is known today."),
    meaning=_("Who was entitled to what; plainly not entitled leaves no row."),
    split=Split("entitlement_decision", "d"),
)  # fmt: skip
