"""Addresses of the plans room."""

from __future__ import annotations

from django.urls import path

from sangyu.accountability.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("<int:pk>/", views.plan_detail, name="detail"),
    path("<int:pk>/print/", views.plan_print, name="print"),
    path("tasks/<int:pk>/", views.task_detail, name="task"),
]
