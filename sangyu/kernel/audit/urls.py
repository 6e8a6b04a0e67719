"""The addresses of the audit room."""

from __future__ import annotations

from django.urls import path

from sangyu.kernel.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="list"),
    path("<int:pk>/", views.entry, name="entry"),
]
