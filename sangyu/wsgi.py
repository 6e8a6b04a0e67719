"""The WSGI entry point."""

from __future__ import annotations

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

from sangyu.kernel.pii.keys import ensure_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangyu.settings.demo")
application = get_wsgi_application()
ensure_ready()  # no site without proper keys for personal data
# What is loaded now stays: the collector need not walk it again with every few hundred new objects.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
# A thread back from the database goes on when the running one waits in its turn, not by cutting in after 5 ms: among
# pages of a few milliseconds, cutting in makes all of them late (p95 of the elders' list is a third lower without).
sys.setswitchinterval(0.05)
