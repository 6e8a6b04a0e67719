"""The addresses of the duties room."""

from __future__ import annotations

from django.urls import path

from sangyu.city.duties import views

app_name = "duties"
urlpatterns = [
    path("duties/", views.board, name="board"),
    path("duties/<int:duty_id>/", views.detail, name="detail"),
    path("duties/<int:duty_id>/<slug:step>/", views.act, name="act"),
]
