"""Addresses of the indicators room."""

from __future__ import annotations

from django.urls import path

from sangyu.accountability.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.statistic_list, name="list"),
    path("prepare/", views.prepare, name="prepare"),
    path("<int:pk>/", views.statistic_detail, name="detail"),
    path("<int:pk>/compute/", views.compute, name="compute"),
    path("<int:pk>/analysis/", views.analysis, name="analysis"),
    path("<int:pk>/freeze/", views.freeze, name="freeze"),
    path("<int:pk>/people/", views.people, name="people"),
    path("<int:pk>/print/", views.document, name="print"),
    path("<int:pk>/export/", views.export, name="export"),
]
