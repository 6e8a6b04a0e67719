"""Tables as snapshots, written as the product writes them, without a database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa

from sangyu.insight.datasets.types import Dataset
from sangyu.insight.engines import extracting
from sangyu.insight.engines.types import Snapshot, SnapshotId
from sangyu.kernel import clock


def written(table: pa.Table, dataset: Dataset, as_of: date, folder: Path) -> Snapshot:
    """Two parts, so that engines have something to put together."""
    half = table.num_rows // 2
    paths = (folder / "part-0000.parquet", folder / "part-0001.parquet")
    for path, part in zip(paths, (table.slice(0, half), table.slice(half)), strict=True):
        extracting.write(part, path, dataset)
    number = SnapshotId(abs(hash(folder)) % 10**9)
    return Snapshot(
        number, dataset, as_of, clock.now(), table.num_rows, sum(p.stat().st_size for p in paths), "", "", paths
    )  # fmt: skip
