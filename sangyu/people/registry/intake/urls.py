"""The addresses of imports."""

from __future__ import annotations

from django.urls import path

from sangyu.people.registry.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.batches, name="list"),
    path("new/", views.upload, name="upload"),
    path("template.xlsx", views.template, name="template"),
    path("<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/columns/", views.columns, name="columns"),
    path("<int:pk>/again/", views.check_again, name="again"),
    path("<int:pk>/commit/", views.commit, name="commit"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/refused.xlsx", views.refused, name="refused"),
    path("<int:pk>/rows/<int:number>/", views.row, name="row"),
]
