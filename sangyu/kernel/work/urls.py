"""The addresses of the work room."""

from __future__ import annotations

from django.urls import path

from sangyu.kernel.work import views

app_name = "work"
urlpatterns = [
    path("", views.jobs, name="list"),
    path("<int:pk>/", views.progress, name="progress"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/again/", views.again, name="again"),
]
