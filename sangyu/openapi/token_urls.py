"""The addresses of the tokens' pages."""

from __future__ import annotations

from django.urls import path

from sangyu.openapi import views

app_name = "tokens"
urlpatterns = [
    path("", views.tokens, name="list"),
    path("new/", views.token_new, name="new"),
    path("<int:token_id>/revoke/", views.token_revoke, name="revoke"),
]
