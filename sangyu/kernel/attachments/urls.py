"""The address of a kept file."""

from __future__ import annotations

from django.urls import path

from sangyu.kernel.attachments import views

app_name = "attachments"
urlpatterns = [path("<uuid:ref>/", views.download, name="download")]
