"""The demonstration city on one machine: embedded database, demonstration keys, a mark on every page."""

from __future__ import annotations

from sangyu.settings import env
from sangyu.settings.base import *

SANGYU_DEMO = True
SANGYU_SECOND_FACTOR = False
SECRET_KEY = SECRET_KEY or "demonstration-only-never-in-production-0123456789abcdef"
SESSION_COOKIE_AGE = env.number("SANGYU_SESSION_SECONDS", 8 * 3600)
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",  # a fifth of PBKDF2's time; the city has 33 accounts
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Static files straight from the rooms and var/vendor: nothing to collect before the first start.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
