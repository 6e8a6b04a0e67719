"""The test profile: an own PostgreSQL in a temporary folder (conftest starts it), or the one DATABASE_URL names."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Decided before base is read; subprocesses of a test run inherit the same folder.
VAR_FOLDER = os.environ.setdefault(
    "SANGYU_TEST_VAR", str(Path(tempfile.gettempdir()) / f"sangyu-test-{os.getpid()}")
)
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
        extra={"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"},
    )
    DATABASES = {"default": env.database(EMBEDDED_POSTGRES.url)}
DATABASES["default"]["CONN_MAX_AGE"] = 0
MEDIA_ROOT = VAR / "media"
SNAPSHOT_DIR = VAR / "snapshots"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [("vendor", VENDOR_FOLDER)] if VENDOR_FOLDER.is_dir() else []
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
WHITENOISE_AUTOREFRESH = True
