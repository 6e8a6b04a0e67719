"""The conditions of the categories: read by insight's language over the elder's columns, made into PostgreSQL.

Because they are expressions of insight, the same condition explains in words why a person belongs to a category.
"""

from __future__ import annotations

from functools import lru_cache

from sangyu.insight.expressions import compiling
from sangyu.insight.expressions.dialects import POSTGRES
from sangyu.insight.expressions.language import Expression, parse
from sangyu.people.registry.dataset_columns import PERSON
from sangyu.people.registry.policy import CategoryPolicy, categories
from sangyu.people.registry.rules.fields import FIELDS


@lru_cache(maxsize=64)
def condition_of(category: CategoryPolicy) -> Expression:
    """The category's condition; raises ExpressionError, pointing at the word, for a fault in the policy file."""
    return parse(category.condition, PERSON)


def condition_sql(category: CategoryPolicy, alias: str) -> str:
    """True or false over the columns of `alias`; what cannot be told counts as not met."""
    sql = compiling.condition_sql(condition_of(category).tree, POSTGRES, alias)
    return f"COALESCE({sql}, FALSE)"


def columns_of(category: CategoryPolicy) -> list[str]:
    """The dated fields a condition looks at."""
    names = {column.name for column in condition_of(category).columns}
    return sorted(names & FIELDS.keys() - {"birth_date"})


def tags_sql(alias: str) -> str:
    """The codes of all derived categories that hold, as a text array."""
    cases = ", ".join(
        f"CASE WHEN {condition_sql(category, alias)} THEN '{category.code}' END"
        for category in categories()
        if category.condition
    )
    return f"array_remove(ARRAY[{cases}], NULL)"
