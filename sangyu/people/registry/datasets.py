"""What the registry offers to insight: the dataset `elders`, right for any day however late the news came.

Categories derived by rule are worked out from the row of the day, so that a correction of the past corrects them too;
declared ones, needs and responsibilities hold from their first day until the day before their last.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from sangyu.insight.datasets.types import Column, Kind, Split
from sangyu.people.registry import types
from sangyu.people.registry.conditions import condition_sql, tags_sql
from sangyu.people.registry.dataset_columns import PERSON, PERSON_COLUMNS
from sangyu.people.registry.policy import categories


def _standing(table: str, code: str, start: str, end: str, more: str = "") -> str:
    """The codes of an elder's rows that hold on the day, as a text array: one look into an index per person."""
    return (
        f"ARRAY(SELECT {code} FROM {table} AS t WHERE t.elder_id = e.id {more}"
        f" AND t.{start} <= :as_of AND (t.{end} IS NULL OR t.{end} > :as_of))"
    )


def _declared() -> str:
    """Declared categories that hold, but for those that the rule gives as well."""
    both = " ".join(
        f"AND NOT (t.category = '{category.code}' AND {condition_sql(category, 'd')})"
        for category in categories()
        if category.condition and category.declarable
    )
    return _standing(
        "registry_eldercategory",
        "t.category::text",
        "started_on",
        "ended_on",
        f"AND t.origin = 'declared' {both}",
    )


HANGING: tuple[Column, ...] = (
    Column(
        "categories",
        Kind.TAGS,
        _("categories"),
        _("The groups the person belongs to, derived by rule or declared with proof."),
        values=dict(types.CategoryCode.choices),
        sql=f"({tags_sql('d')} || {_declared()})",
    ),
    Column(
        "needs",
        Kind.TAGS,
        _("needs"),
        _("What the person needs and has not got yet."),
        values=dict(types.NeedKind.choices),
        sql=_standing("registry_need", "t.kind::text", "noted_on", "met_on"),
    ),
    Column(
        "responsible",
        Kind.TAGS,
        _("people responsible"),
        _("Which links of the chain of responsibility are filled."),
        values=dict(types.ResponsibleKind.choices),
        sql=_standing(
            "registry_responsiblelink", "DISTINCT t.kind::text", "started_on", "ended_on"
        ),
    ),
)

ELDERS = replace(
    PERSON,
    name="elders",
    columns=(*PERSON_COLUMNS, *HANGING),
    validity=_(
        "Everybody on the register on the as-of date: registered by then, not yet deceased or moved away."
    ),
    meaning=_("The register of people aged 60 and over, as it stands now for that day."),
    split=Split("registry_elder", "e"),
)
