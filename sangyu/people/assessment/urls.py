"""The room's addresses, below /assessments/."""

from __future__ import annotations

from django.urls import path

from sangyu.people.assessment.views import agencies, filling, offline, orders, results

app_name = "assessment"
urlpatterns = [
    path("", orders.order_list, name="order-list"),
    path("worker.js", offline.worker, name="worker"),
    path("orders/<int:pk>/", orders.order_show, name="order"),
    path("orders/<int:pk>/plan/", orders.order_plan, name="order-plan"),
    path("orders/<int:pk>/cancel/", orders.order_cancel, name="order-cancel"),
    path("orders/<int:pk>/form/", filling.sheet, name="order-form"),
    path("results/", results.result_list, name="result-list"),
    path("results/<int:pk>/", results.result_show, name="result"),
    path("results/<int:pk>/advice/", results.advice_sheet, name="result-advice"),
    path("elders/<int:pk>/", results.elder_show, name="elder"),
    path("elders/<int:pk>/order/", orders.order_new, name="elder-order"),
    path("agencies/", agencies.agency_list, name="agency-list"),
    path("agencies/new/", agencies.agency_new, name="agency-new"),
    path("agencies/<int:pk>/end/", agencies.accreditation_end, name="agency-end"),
    path("agencies/<int:pk>/assessors/new/", agencies.assessor_new, name="agency-assessor"),
    path("assessors/<int:pk>/end/", agencies.assessor_end, name="assessor-end"),
]
