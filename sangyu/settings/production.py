"""A real city. Every secret comes from the environment or a file; nothing here has a usable default."""

from __future__ import annotations

from sangyu.settings import env
from sangyu.settings.base import *

SECRET_KEY = env.secret("SANGYU_SECRET_KEY")
ALLOWED_HOSTS = env.items("SANGYU_HOSTS")
AUDIT_REFUSE_UNKNOWN = (
    False  # an unregistered action code is logged instead of stopping the service
)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.flag("SANGYU_TLS_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("SANGYU_BEHIND_PROXY", default=False) else None
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
