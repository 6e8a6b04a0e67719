"""The addresses of the duties room."""

from __future__ import annotations

from django.urls import path

from sangyu.city.duties import board_views, views

app_name = "duties"
urlpatterns = [
    path("duties/", views.board, name="board"),
    path("duties/export/", board_views.export, name="export"),
    path("duties/print/", board_views.print_list, name="print"),
    path("duties/rates/", board_views.rates, name="rates"),
    path("duties/bulk/", board_views.bulk, name="bulk"),
    path("duties/<int:duty_id>/", views.detail, name="detail"),
    path("duties/<int:duty_id>/file/remove/", views.file_remove, name="file-remove"),
    path("duties/<int:duty_id>/<slug:step>/", views.act, name="act"),
]
