"""Addresses of the papers room."""

from __future__ import annotations

from django.urls import path

from sangyu.city.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.paper_list, name="list"),
    path("upload/", views.upload, name="upload"),
    path("<int:pk>/", views.paper_detail, name="detail"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<int:pk>/file/", views.original, name="file"),
    path("tasks/<int:pk>/", views.task_edit, name="task"),
]
