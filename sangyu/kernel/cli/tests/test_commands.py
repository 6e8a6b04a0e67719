"""The kernel's commands as an operator meets them: what they print, and how they end."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation
from pytest_django.fixtures import Settings

from sangyu.kernel import pii
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.ids import unified_code_check_character
from sangyu.kernel.pii import keys, sealing
from sangyu.kernel.workdays import selectors

ROOT = Path(__file__).resolve().parents[4]


def run(*args: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of one command, in English."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    with translation.override("en"):
        try:
            call_command(*args, stdout=out, stderr=err)
        except SystemExit as exit_:
            status = int(exit_.code or 0)
    return status, out.getvalue(), err.getvalue()


def run_outside(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A Python process of its own, with nothing of this test run in its settings."""
    inherited = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("SANGYU_", "DATABASE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, *args],
        cwd=ROOT,
        env=inherited | {"DJANGO_SETTINGS_MODULE": "sangyu.settings.demo"} | env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_workdays_are_counted_without_a_database_and_it_says_so(tmp_path: Path) -> None:
    done = run_outside(
        "-m", "sangyu", "workdays", "add", "2026-09-30", "5", SANGYU_VAR=str(tmp_path)
    )
    assert (done.returncode, done.stdout) == (0, "2026-10-13\n")
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_real_city_does_not_start_without_its_keys(tmp_path: Path) -> None:
    production = {
        "DJANGO_SETTINGS_MODULE": "sangyu.settings.production",
        "SANGYU_SECRET_KEY": "x" * 60,
        "SANGYU_VAR": str(tmp_path),
    }
    refused = run_outside("-m", "sangyu", "check", **production)
    assert refused.returncode == 1
    assert "sangyu.pii.E001" in refused.stderr
    served = run_outside("-c", "import sangyu.wsgi", **production)
    assert "KeysUnusable" in served.stderr
    created = run_outside(
        "-m", "sangyu", "keys", "create", "--folder", str(tmp_path / "keys"), **production
    )
    lines = dict(line.split("=", 1) for line in created.stdout.splitlines())
    assert set(lines) == {"SANGYU_PII_KEYS_FILE", "SANGYU_SECRET_KEY_FILE"}
    accepted = run_outside("-m", "sangyu", "check", **production | lines)
    assert "sangyu.pii" not in accepted.stderr


@pytest.mark.django_db
def test_the_calendar_is_edited_listed_and_used() -> None:
    assert run("workdays", "add", "2026-12-31", "1") == (
        0,
        "2027-01-01 (provisional)\n",
        "Provisional: the count goes through a year whose holidays are not yet published.\n",
    )
    assert run("workdays", "set", "2027年1月1日", "off", "--source", "made up")[0] == 0
    assert run("workdays", "add", "2026-12-31", "1")[1] == "2027-01-04 (provisional)\n"
    assert run("workdays", "list", "2027")[1].splitlines()[0] == "2027-01-01\toff\t\tmade up"
    assert AuditEntry.objects.get().actor_label.startswith("command line (")
    assert run("workdays", "unset", "2027-01-01")[0] == 0
    status, out, err = run("workdays", "unset", "2027-01-01")
    assert (status, out) == (1, "")
    assert "nothing for this day" in err


@pytest.mark.django_db
def test_a_notice_is_imported_or_its_lines_named(tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text("date,workday,note\n2027-01-01,off,New Year\n")
    source = ("--source", "made up")
    assert run("workdays", "import", str(file), *source, "--whole-year", "2027") == (
        0,
        "1 added, 0 changed, 0 as they were.\n",
        "",
    )
    assert selectors.known_year_sources() == {2027: "made up"}
    assert run("workdays", "add", "2026-12-31", "1")[1] == "2027-01-04\n"
    assert "Imported year: 2027 (made up)." in run("workdays", "list")[1]
    file.write_text("date,workday\n2027-01-01,perhaps\n")
    status, _out, err = run("workdays", "import", str(file), *source)
    assert status == 1
    assert "2027.csv:2: " in err
    status, _out, err = run("workdays", "import", str(tmp_path / "none.csv"), *source)
    assert status == 1
    assert "No such file" in err


@pytest.mark.parametrize("args", [("2026-02-30", "1"), ("soon", "1"), ("2026-01-01", "99999")])
def test_a_date_or_count_that_cannot_be_is_refused(args: tuple[str, str], db: None) -> None:
    status, out, err = run("workdays", "add", *args)
    assert (status, out) == (1, "")
    assert err.strip()


def test_a_number_is_checked_with_its_reason_on_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("ids", "check", "resident", "11010519491231002x") == (
        0,
        "Valid: 110105********002X, born 1949-12-31, female\n",
        "",
    )
    status, out, err = run("ids", "check", "resident", "110105194912310021")
    assert (status, out) == (1, "")
    assert "position 18" in err
    status, out, err = run("ids", "check", "uscc", "11371500MB28359259")
    assert (status, err) == (0, "")
    assert "371500" in out
    assert run("ids", "check", "uscc", "11371500MB28359258")[0] == 1
    first_17 = "91620702MA0T00012"
    typed = first_17 + unified_code_check_character(first_17) + "\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    status, _out, err = run("ids", "check", "uscc", "-")
    assert status == 0
    assert err.startswith("Note: The organisation code")


@pytest.mark.django_db
def test_keys_are_made_once_extended_and_told(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "keys"
    status, out, _err = run("keys", "create", "--folder", str(folder))
    assert status == 0
    assert sorted(path.name for path in folder.iterdir()) == ["pii-keys.json", "secret-key"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    path = folder / "pii-keys.json"
    assert f"SANGYU_PII_KEYS_FILE={path}" in out.splitlines()
    status, _out, err = run("keys", "create", "--folder", str(folder))
    assert status == 1
    assert "not touched" in err
    assert run("keys", "create", "--next")[0] == 1, "the demonstration's key is in no file"
    settings.SANGYU_PII_KEYS_FILE = str(path)
    old = pii.seal("x", "phone")
    assert run("keys", "create", "--next")[0] == 0
    assert [key["id"] for key in json.loads(path.read_text())["keys"]] == [1, 2]
    assert (sealing.key_id(old), sealing.key_id(pii.seal("x", "phone"))) == (1, 2)
    assert run("keys", "rotate")[0] == 0
    told = run("keys", "status")[1]
    assert "opens only" in told.splitlines()[0]
    assert "seals" in told.splitlines()[1]
    assert keys.keyring().hmac.hex() not in told
    settings.SANGYU_PII_KEYS_FILE = ""
    assert "demonstration" in run("keys", "status")[1]
