"""Addresses of indicators, targets and the cockpit."""

from __future__ import annotations

from django.urls import path, re_path

from sangyu.accountability.indicators.pages import cockpit, indicators, readings, targets

app_name = "targets"
urlpatterns = [
    path("cockpit/", cockpit.cockpit, name="cockpit"),
    path("cockpit/print/", cockpit.document, name="print"),
    re_path(
        r"^digest/(?P<area_code>\d{4,12})/(?P<month>\d{4}-\d{2})/$", cockpit.digest, name="digest"
    ),
    path("indicators/", indicators.indicator_list, name="indicator-list"),
    path("indicators/design/", indicators.design, name="design"),
    path("indicators/count/", indicators.refresh, name="refresh"),
    path("indicators/<slug:code>/", indicators.indicator_detail, name="indicator"),
    path("indicators/<slug:code>/records/", indicators.records, name="records"),
    path("targets/", targets.target_list, name="list"),
    path("targets/load/", targets.policy_load, name="load"),
    path("targets/new/", targets.target_new, name="new"),
    path("targets/papers/<int:document_id>/", readings.paper, name="paper"),
    path("targets/<int:pk>/", targets.target_detail, name="detail"),
    path("targets/<int:pk>/area/", targets.target_area, name="area"),
    path("targets/<int:pk>/report/", targets.target_report, name="report"),
]
