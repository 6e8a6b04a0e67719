"""Backup and restore: one file out, one file in."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from sangyu import version
from sangyu.kernel import clock

MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files.tar"


class BackupError(RuntimeError):
    """The backup or restore could not be done; the text says why and what to do."""


def create(target: Path) -> dict[str, Any]:
    """Write everything into `target` (a .tar), atomically; returns the manifest."""
    target = target.resolve()
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}; make it first.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".sangyu-backup-") as name:
        folder = Path(name)
        _run("pg_dump", "--format=custom", "--no-owner", "--file", str(folder / DUMP), _conninfo())
        _pack(Path(settings.MEDIA_ROOT), folder / FILES)
        manifest = {
            "product": "sangyu",
            "version": version(),
            "made_at": clock.now().isoformat(),
            "digests": {part: _digest(folder / part) for part in (DUMP, FILES)},
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=2))
        whole = folder / "whole.tar"
        with tarfile.open(whole, "w") as tar:
            for part in (MANIFEST, DUMP, FILES):
                tar.add(folder / part, arcname=part)
        whole.chmod(0o600)
        whole.replace(target)
    return manifest


def restore(source: Path, *, replace: bool = False) -> dict[str, Any]:
    """Read a backup into the configured database and folder of files; `replace` allows them not to be empty.

    Everything is checked before anything is touched; the database is restored in one transaction.
    """
    if not source.is_file():
        raise BackupError(f"There is no file {source}.")
    if not replace and connection.introspection.table_names():
        raise BackupError(
            "The database is not empty. Restore into an empty one, or say --replace to lose what is in it."
        )
    with tempfile.TemporaryDirectory(prefix="sangyu-restore-") as name:
        folder = Path(name)
        manifest = _unpack_whole(source, folder)
        connection.close()
        _run(
            "pg_restore", "--single-transaction", "--no-owner", "--exit-on-error",
            *(["--clean", "--if-exists"] if replace else []),
            "--dbname", _conninfo(), str(folder / DUMP),
        )  # fmt: skip
        _replace_files(folder / FILES, Path(settings.MEDIA_ROOT))
    return manifest


def _unpack_whole(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source) as tar:
            for part in (MANIFEST, DUMP, FILES):
                _unpack(tar, tar.getmember(part), folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (tarfile.TarError, KeyError, ValueError) as error:
        raise BackupError(
            f"{source} is not a Sangyu backup, or it is damaged ({error})."
        ) from error
    for part, digest in manifest["digests"].items():
        if _digest(folder / part) != digest:
            raise BackupError(
                f"{source} is damaged: {part} is not what was saved. Use another backup."
            )
    return manifest


def _pack(folder: Path, target: Path) -> None:
    with tarfile.open(target, "w") as tar:
        if folder.is_dir():
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    tar.add(path, arcname=str(path.relative_to(folder)))


def _replace_files(packed: Path, folder: Path) -> None:
    """Unpack beside the old folder, then swap; the old one goes only when the new one stands."""
    fresh = folder.with_name(folder.name + ".restored")
    old = folder.with_name(folder.name + ".before-restore")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with tarfile.open(packed) as tar:
        for member in tar:
            _unpack(tar, member, fresh)
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """One regular file, inside the folder. (The filters of `extractall` are missing before Python 3.11.4.)"""
    target = (folder / member.name).resolve()
    source = tar.extractfile(member)
    if not member.isfile() or source is None or not target.is_relative_to(folder.resolve()):
        raise BackupError(f"The backup holds {member.name}, which no backup of ours has.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with source, target.open("wb") as file:
        shutil.copyfileobj(source, file)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _conninfo() -> str:
    """libpq parameters without the password, which goes by PGPASSWORD so that no process list shows it."""
    params = connection.get_connection_params()
    names = {"dbname": "dbname", "user": "user", "host": "host", "port": "port"}
    return " ".join(f"{name}={params[key]}" for key, name in names.items() if params.get(key))


def _run(program: str, *args: str) -> None:
    password = str(connection.get_connection_params().get("password") or "")
    env = {**os.environ, "LC_ALL": "C.UTF-8"} | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(  # noqa: S603
        [str(_binary(program)), *args], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise BackupError(f"{program} failed: {done.stderr.strip()[-2000:]}")


def _binary(program: str) -> Path:
    """PostgreSQL's client: SANGYU_PG_BIN, the embedded server's own, or the system's."""
    folder = os.environ.get("SANGYU_PG_BIN")
    if folder:
        return Path(folder) / program
    if settings.EMBEDDED_POSTGRES is not None:
        path: Path = settings.EMBEDDED_POSTGRES.binary(program)
        return path
    found = shutil.which(program)
    if found is None:
        raise BackupError(
            f"{program} is not on the path; install PostgreSQL's client or set SANGYU_PG_BIN."
        )
    return Path(found)
