"""Engines: dated snapshots of datasets as Parquet, and questions to them by DuckDB.

    snapshot = services.snapshot_take(actor=actor, dataset="elders", as_of=date(2025, 12, 31))
    figure = figures.Figure(snapshot, (Area(9), Value("sex")), numerator=parse("age >= 80", dataset))
    cells = figures.count_by(figure, actor=actor)
    page = figures.records(figure, actor=actor, cell={"area_9": "522601103", "sex": "female"}, part=Part.MET)

This room owns the table of snapshots and the folder settings.SNAPSHOT_DIR. A snapshot is taken by parallel readers of
one exported PostgreSQL snapshot, so it shows one instant; it is written beside, then renamed, so it is there whole or
not at all; it is never changed; and it can be taken again from the records. Taking needs committed data, and so is no
part of a transaction. Many figures at once are counted in bits (`many`), lists are found so too (`figures.records`);
other engines (`protocol`, `spark`) read the same files and compile the same expressions.

Who may see a figure is the asking room's affair; the actor's area always narrows what is counted and listed here.
"""

from __future__ import annotations
