"""The test profile: an own PostgreSQL in a temporary folder (conftest starts it), or the one DATABASE_URL names."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Decided once for each run; what a test starts inherits it. Of the workers of a parallel run, who inherit it as well,
# each has a folder of its own beside it, and a PostgreSQL of its own in that.
_RUN = os.environ.setdefault(
    "SANGYU_TEST_VAR", str(Path(tempfile.gettempdir()) / f"sangyu-test-{os.getpid()}")
)
VAR_FOLDER = _RUN + os.environ.get("PYTEST_XDIST_WORKER", "")
VENDOR_FOLDER = (
    Path(os.environ.get("SANGYU_VAR") or Path(__file__).resolve().parents[2] / "var") / "vendor"
)

from sangyu.kernel.postgres import Server  # noqa: E402
from sangyu.settings import env  # noqa: E402
from sangyu.settings.base import *  # noqa: E402
from sangyu.settings.base import DATABASES  # noqa: E402

VAR = Path(VAR_FOLDER)
SANGYU_DEMO = True
SANGYU_SECOND_FACTOR = False
SANGYU_GALLERY = True
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
if not env.text("DATABASE_URL"):
    EMBEDDED_POSTGRES = Server(
        VAR / "postgres",
        extra={
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "shared_buffers": "64MB",
        },
    )
    DATABASES = {"default": env.database(EMBEDDED_POSTGRES.url)}
DATABASES["default"]["CONN_MAX_AGE"] = 0
MEDIA_ROOT = VAR / "media"
SNAPSHOT_DIR = VAR / "snapshots"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [("vendor", VENDOR_FOLDER)] if VENDOR_FOLDER.is_dir() else []
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    for name in ("default", "template_fragments")
}
WHITENOISE_AUTOREFRESH = True
