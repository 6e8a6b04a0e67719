"""A backup is proved by restoring it: same rows, same files, and a damaged file is refused untouched."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from sangyu.city.areas.selectors import area_exists
from sangyu.city.areas.services import areas_load
from sangyu.kernel import audit
from sangyu.kernel.actors import system_actor
from sangyu.kernel.audit import sealing
from sangyu.kernel.operate import backup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "proof.txt").write_text("证明")
    monkeypatch.setattr(settings, "MEDIA_ROOT", folder)
    return folder


@pytest.fixture
def other_database() -> str:
    """A second, empty database on the test server."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS restored WITH (FORCE)")
        cursor.execute("CREATE DATABASE restored TEMPLATE template0")
    params = connection.get_connection_params()
    return f"postgresql://{params['user']}@/restored?host={params['host']}"


def run(args: list[str], url: str, media: Path) -> subprocess.CompletedProcess[str]:
    code = f"import django; django.setup(); from django.conf import settings; settings.MEDIA_ROOT={str(media)!r};"
    code += f"from django.core.management import call_command; call_command(*{args!r})"
    env = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "sangyu.settings.test",
        "PATH": "/usr/bin:/bin",
    }
    env["SANGYU_PG_BIN"] = (
        str(settings.EMBEDDED_POSTGRES.binary("psql").parent) if settings.EMBEDDED_POSTGRES else ""
    )
    return subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )


def test_what_is_saved_comes_back(tmp_path: Path, media: Path, other_database: str) -> None:
    areas_load([("99", "演示省"), ("9901", "演示市")])
    for number in range(5):
        with transaction.atomic():
            audit.record(system_actor("test"), "work.job.started", kind="job", id=number)
    sealing.seal()
    file = tmp_path / "all.tar"
    backup.create(file)
    assert file.stat().st_mode & 0o077 == 0

    target = tmp_path / "elsewhere"
    done = run(["restore", str(file)], other_database, target)
    assert done.returncode == 0, done.stderr
    assert (target / "proof.txt").read_text() == "证明"
    verified = run(["audit", "verify", "--json"], other_database, target)
    assert verified.returncode == 0, verified.stderr
    report = json.loads(verified.stdout)
    assert report["whole"]
    assert report["entries"] == report["sealed"] >= 5
    again = tmp_path / "again.tar"
    done = run(["backup", str(again)], other_database, target)
    assert done.returncode == 0, done.stderr

    refused = run(["restore", str(file)], other_database, target)
    assert refused.returncode != 0
    assert "not empty" in refused.stderr

    areas_load([("9902", "后来的市")])
    backup.restore(again, replace=True)
    assert area_exists("9901")
    assert not area_exists("9902")


def test_a_damaged_backup_is_refused_before_anything_is_touched(
    tmp_path: Path, media: Path
) -> None:
    areas_load([("99", "演示省")])
    file = tmp_path / "all.tar"
    backup.create(file)
    broken = tmp_path / "broken.tar"
    with tarfile.open(file) as whole, tarfile.open(broken, "w") as out:
        for member in whole.getmembers():
            data = whole.extractfile(member)
            assert data is not None
            if member.name == backup.DUMP:
                (tmp_path / "dump").write_bytes(data.read()[:-10])
                out.add(tmp_path / "dump", arcname=backup.DUMP)
            else:
                out.addfile(member, data)
    with pytest.raises(backup.BackupError, match="damaged"):
        backup.restore(broken, replace=True)
    assert area_exists("99")
    with pytest.raises(backup.BackupError, match="not a Sangyu backup"):
        backup.restore(media / "proof.txt", replace=True)
