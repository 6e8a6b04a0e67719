"""The addresses of the areas room."""

from __future__ import annotations

from django.urls import path

from sangyu.city.areas import views

app_name = "areas"
urlpatterns = [
    path("areas/", views.home, name="home"),
    path("areas/import/", views.figures_import, name="import"),
    path("areas/<str:code>/", views.area, name="detail"),
    path("areas/<str:code>/figure/", views.figure_set, name="figure"),
    path("areas/<str:code>/export/", views.export, name="export"),
]
