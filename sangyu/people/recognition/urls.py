"""The addresses of the recognition room; `verify` is open to everybody."""

from __future__ import annotations

from django.urls import path

from sangyu.people.recognition import views

app_name = "recognition"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("verify/", views.verify, name="verify"),
    path("issue/<int:assessment_id>/", views.issue, name="issue"),
    path("<int:report_id>/", views.report, name="report"),
    path("<int:report_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:report_id>/file.<str:format_>", views.file, name="file"),
]
