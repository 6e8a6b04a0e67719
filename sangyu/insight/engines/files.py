"""Snapshots on disk: a folder of Parquet parts and a manifest, written aside, made durable, renamed.

SNAPSHOT_DIR/<dataset>/<as_of>/<id>/ holds finished ones, SNAPSHOT_DIR/.taking/<id>/ those being written.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class PartFile:
    """One Parquet file of a snapshot."""

    name: str
    rows: int
    size: int
    sha256: str


def root() -> Path:
    """The folder of all snapshots; read at call time, since tests and benchmarks move it."""
    return Path(settings.SNAPSHOT_DIR)


def final_path(dataset: str, as_of: date, number: int) -> Path:
    """Where a finished snapshot stands."""
    return root() / dataset / as_of.isoformat() / str(number)


def working_path(number: int) -> Path:
    """Where a snapshot is written."""
    return root() / ".taking" / str(number)


def begin(number: int) -> Path:
    """An empty folder to write in."""
    path = working_path(number)
    discard(path)
    path.mkdir(parents=True)
    return path


def discard(path: Path) -> None:
    """Remove a folder, if it is there."""
    shutil.rmtree(path, ignore_errors=True)


def describe(path: Path, rows: int) -> PartFile:
    """Make a written part durable and read-only, and take its measures."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    path.chmod(0o444)
    return PartFile(path.name, rows, path.stat().st_size, digest)


def content_hash(parts: Iterable[PartFile]) -> str:
    """One hash for the whole: SHA-256 over the parts' names and hashes."""
    lines = "".join(f"{part.name} {part.sha256}\n" for part in sorted(parts, key=lambda p: p.name))
    return hashlib.sha256(lines.encode()).hexdigest()


def finish(working: Path, final: Path, parts: list[PartFile], about: dict[str, str]) -> None:
    """Write the manifest and move the folder to its place: from here on the snapshot is there."""
    manifest = working / MANIFEST
    body = about | {"parts": [asdict(part) for part in parts]}
    manifest.write_text(json.dumps(body, indent=1, sort_keys=True), "utf-8")
    sync(manifest)
    sync(working)
    final.parent.mkdir(parents=True, exist_ok=True)
    discard(final)
    working.rename(final)
    sync(final.parent)


def sync(path: Path) -> None:
    """Make a file, or a folder's list of names, survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def parts_of(final: Path) -> list[PartFile]:
    """The parts that a finished snapshot's manifest lists; [] if the snapshot is not there."""
    try:
        body = json.loads((final / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        return []
    return [PartFile(**part) for part in body["parts"]]


def is_intact(final: Path, expected: str) -> bool:
    """True if every part still has the bytes it was written with."""
    found = [describe_only(final / part.name, part.rows) for part in parts_of(final)]
    return bool(found) and None not in found and content_hash(p for p in found if p) == expected


def describe_only(path: Path, rows: int) -> PartFile | None:
    """The measures of a part as it is now; None if it is gone."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    return PartFile(path.name, rows, path.stat().st_size, digest)
