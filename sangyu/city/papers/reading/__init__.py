"""Reading papers: bytes in, tasks and problems out, deterministic and without a database.

`tasks.read_tasks` opens a file (`sources`: text, Word, workbook), finds its task tables (`tables`; flattened ones by
`layouts`, `streams` and `align`), reads units (`units`) and deadlines (`deadlines`), and sets apart what does not
belong to the paper (`foreign`). Every value keeps its characters in the canonical text; what cannot be read is a
problem.
"""

from __future__ import annotations
