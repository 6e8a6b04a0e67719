"""Expressions: one small language for a programme's condition, an indicator's numerator and a list's filter.

    from sangyu.insight.expressions.language import parse
    condition = parse("年龄 >= 80 AND living = 'alone'", dataset)   # or ExpressionError, pointing at the word
    condition.to_duckdb()                                          # SQL over the dataset's view
    condition.conditions()                                         # its single conditions, in order
    explain(condition, row)                                        # the tree of yes / no / cannot tell, in words

A text is cut into words (`words`), its structure is read by sqlglot from a skeleton that holds no word of the author's
(`reading`), then typed against the dataset (`typing`) into a tree of our own (`tree`). From the tree come DuckDB's SQL
(`compiling`), the value for one row (`evaluating`, the same three-valued logic) and the explanation (`explaining`).
No subquery, no aggregate, no clock: `as_of` is the only time. The language's reference is docs/expressions.md.
"""

from __future__ import annotations
