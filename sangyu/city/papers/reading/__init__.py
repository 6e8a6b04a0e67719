"""Reading papers: bytes in; document, clauses, tasks, targets, rules, problems out; deterministic, without a database.

`paper.read_paper` opens a file (`sources`: text, Word, workbook, PDF, web page) as lines and grids over one canonical
text (`blocks`). Task tables are found by `tables` (flattened ones by `layouts`, `streams`, `align`); the running text
becomes a tree (`markers`, `outline`), whose items find their units by `attributions`, or by their sentences (`sayings`,
`actors`, `duties`), and their dates by `inline_dates`. `targets` and `rules` read sentences (`sentences`), `document`
the paper's head; `clauses` proposes words for garbled ones, `foreign` sets apart what is not the paper's, and `doubts`
says what may be missing or does not agree. Every value keeps its characters in the canonical text.
"""

from __future__ import annotations
