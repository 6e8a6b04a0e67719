"""A Spark cluster on one machine for the tests: a master and two workers of one core each, on 127.0.0.1 only.

Whoever may submit to a master runs programs as its user, so the cluster has a secret, which stands in a file that only
its user may read.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

HOST = "127.0.0.1"
WORKERS = 2
SECONDS = 60
OLDEST_JAVA = 17
_VERSION = re.compile(r'version "(\d+)')
_EACH = ["--port", "0", "--cores", "1", "--memory", "1g"]
_JOINED = re.compile("Successfully registered")
_AT = re.compile(r"Starting Spark master at (spark://\S+)")


def java_home() -> Path | None:
    """Where Java is: JAVA_HOME or the system's; None where there is none, or one too old for Spark."""
    found = shutil.which("java")
    home = Path(os.environ["JAVA_HOME"]) if "JAVA_HOME" in os.environ else None
    if home is None and found:
        home = Path(found).resolve().parents[1]
    if home is None or not (home / "bin" / "java").is_file():
        return None
    said = subprocess.run([home / "bin" / "java", "-version"], capture_output=True, check=False)
    version = _VERSION.search(said.stderr.decode("utf-8", "replace"))
    return home if version and int(version[1]) >= OLDEST_JAVA else None


def is_here() -> bool:
    """True where Spark and Java are."""
    return find_spec("pyspark") is not None and java_home() is not None


@contextmanager
def started(folder: Path) -> Iterator[tuple[str, Path]]:
    """The master's address and the file of properties, with the secret; everything is stopped at the end."""
    properties = folder / "spark.properties"
    with os.fdopen(os.open(properties, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
        file.write(_properties(folder))
    with ExitStack() as stack:
        master = _service(stack, folder, "master.Master", properties, ["--port", "0"])
        address = _said(master, folder / "master.Master.log", _AT)
        for number in range(WORKERS):
            _service(
                stack, folder, "worker.Worker", properties,
                [*_EACH, "--work-dir", str(folder / f"work-{number}"), address],
                number,
            )  # fmt: skip
        for number in range(WORKERS):
            _said(master, folder / f"worker.Worker{number or ''}.log", _JOINED)
        yield address, properties


def _properties(folder: Path) -> str:
    told = {
        "spark.authenticate": "true",
        "spark.authenticate.secret": secrets.token_hex(32),
        "spark.network.crypto.enabled": "true",
        "spark.master.rest.enabled": "false",
        "spark.ui.enabled": "false",
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        "spark.executor.memory": "640m",
        "spark.executor.cores": "1",
        "spark.cores.max": str(WORKERS),
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.shuffle.partitions": str(WORKERS),
    }
    return "".join(f"{name} {value}\n" for name, value in told.items())


def _service(
    stack: ExitStack, folder: Path, name: str, properties: Path, arguments: list[str], number: int = 0
) -> subprocess.Popen[bytes]:  # fmt: skip
    """A process of the cluster; ended with the stack."""
    import pyspark

    home = Path(pyspark.__file__).parent
    command = [
        str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", "--host", HOST, "--webui-port", "0",
        "--properties-file", str(properties), *arguments,
    ]  # fmt: skip
    environment = os.environ | {
        "JAVA_HOME": str(java_home()),
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_DAEMON_MEMORY": "256m",
    }
    log = stack.enter_context((folder / f"{name}{number or ''}.log").open("wb"))
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
    stack.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _said(process: subprocess.Popen[bytes], log: Path, pattern: re.Pattern[str]) -> str:
    """What a log says, as soon as it says it."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        if found := pattern.search(log.read_text("utf-8", "replace")):
            return found[found.re.groups]
        time.sleep(0.1)
    raise RuntimeError(f"The cluster did not start:\n{log.read_text('utf-8', 'replace')[-4000:]}")
