"""The WSGI entry point."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from sangyu.kernel.pii.keys import ensure_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangyu.settings.demo")
application = get_wsgi_application()
ensure_ready()  # no site without proper keys for personal data
