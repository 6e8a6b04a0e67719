"""The addresses of the calendar."""

from __future__ import annotations

from django.urls import path

from sangyu.kernel.workdays import views

app_name = "workdays"
urlpatterns = [
    path("", views.this_year, name="home"),
    path("<int:year>/", views.year, name="year"),
    path("set/", views.day_set, name="set"),
    path("remove/", views.day_remove, name="remove"),
    path("import/", views.notice_import, name="import"),
]
