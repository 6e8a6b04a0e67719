"""House rules no linter knows: file length, nothing third-party committed, no addresses in lock files, no conflicts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES = 400
WRITTEN = {".py", ".html", ".css", ".js", ".toml"}
FOREIGN = re.compile(r"(^|/)node_modules/|\.min\.(js|css)$|\.(woff2?|ttf|otf|mo|whl|so|map)$")
MOST_BYTES = 1_500_000
CONFLICT = re.compile(rb"^(<{7} |>{7} |={7}$|\|{7} )", re.MULTILINE)
LOCKS = ("requirements/", "frontend/package", "frontend/.npmrc")


def tracked() -> list[Path]:
    """The files git knows, new ones included."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    return [Path(name) for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def faults(name: Path) -> list[str]:
    """What is wrong with one file."""
    found = []
    path = ROOT / name
    if FOREIGN.search(name.as_posix()):
        found.append("is third-party or built; it must not be committed")
    if path.stat().st_size > MOST_BYTES:
        found.append(f"is larger than {MOST_BYTES:,} bytes")
    if name.suffix in WRITTEN and "migrations" not in name.parts:
        lines = path.read_text("utf-8").count("\n")
        if lines > MOST_LINES:
            found.append(f"has {lines} lines; split it below {MOST_LINES}")
    if CONFLICT.search(path.read_bytes().replace(b"\r\n", b"\n")):
        found.append("holds the marks of a conflict; finish the merge")
    if name.as_posix().startswith(LOCKS) and re.search(
        r"://|--(extra-)?index-url|--find-links", path.read_text("utf-8")
    ):
        found.append("names an address; lock files hold versions and hashes only")
    return found


def main() -> int:
    bad = [f"{name}: {fault}" for name in tracked() for fault in faults(name)]
    sys.stdout.write("".join(f"{line}\n" for line in bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
