"""The addresses of the events room."""

from __future__ import annotations

from django.urls import path

from sangyu.kernel.events import views

app_name = "events"
urlpatterns = [
    path("dead/", views.dead, name="dead"),
    path("dead/<int:pk>/again/", views.again, name="again"),
]
