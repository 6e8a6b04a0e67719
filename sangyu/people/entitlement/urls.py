"""Addresses of the entitlement room."""

from __future__ import annotations

from django.urls import path

from sangyu.people.entitlement import views

app_name = "entitlement"
urlpatterns = [
    path("", views.programme_list, name="list"),
    path("programmes/<slug:code>/", views.programme_detail, name="programme"),
    path("people/", views.people_list, name="people"),
    path("people/export/", views.export, name="export"),
    path("mine/", views.mine, name="mine"),
    path("elders/<int:pk>/", views.elder, name="elder"),
    path("elders/<int:pk>/<slug:code>/print/", views.decision_print, name="print"),
    path("elders/<int:pk>/<slug:code>/answer/", views.claim, name="claim"),
]
