"""The addresses of the open API. It authenticates by itself, so the middleware lets it pass."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from sangyu.kernel.access import public
from sangyu.openapi.api import api

_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    if isinstance(_pattern, URLPattern):
        public(_pattern.callback)

urlpatterns = [
    path("api/v1/", (_patterns, _app, _namespace)),
    path("tokens/", include("sangyu.openapi.token_urls")),
]
