"""Addresses of the papers room."""

from __future__ import annotations

from django.urls import path

from sangyu.city.papers import views
from sangyu.city.papers.packs import views as packs

app_name = "papers"
urlpatterns = [
    path("", views.paper_list, name="list"),
    path("upload/", views.upload, name="upload"),
    path("<int:pk>/", views.paper_detail, name="detail"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/file/", views.original, name="file"),
    path("packs/", packs.pack_list, name="packs"),
    path("packs/<slug:name>/", packs.pack_detail, name="pack"),
    path("packs/<slug:name>/load/", packs.pack_load, name="pack-load"),
    path("<int:pk>/changes/", views.changes, name="changes"),
    path("tasks/<int:pk>/", views.task_edit, name="task"),
    path("tasks/<int:pk>/split/", views.task_split, name="split"),
    path("tasks/<int:pk>/join/", views.task_join, name="join"),
    path("targets/<int:pk>/", views.target_edit, name="target"),
    path("rules/<int:pk>/", views.rule_edit, name="rule"),
]
