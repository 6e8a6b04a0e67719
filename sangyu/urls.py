"""Every address of the site, room by room."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from sangyu.kernel import access

handler400 = "sangyu.kernel.ui.views.bad_request"
handler403 = "sangyu.kernel.ui.views.forbidden"
handler404 = "sangyu.kernel.ui.views.not_found"
handler500 = "sangyu.kernel.ui.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("files/", include("sangyu.kernel.attachments.urls")),
    path("assessments/", include("sangyu.people.assessment.urls")),
    path("audit/", include("sangyu.kernel.audit.urls")),
    path("elders/", include("sangyu.people.registry.urls")),
    path("entitlement/", include("sangyu.people.entitlement.urls")),
    path("events/", include("sangyu.kernel.events.urls")),
    path("jobs/", include("sangyu.kernel.work.urls")),
    path("import/", include("sangyu.people.registry.intake.urls")),
    path("payments/", include("sangyu.people.payments.urls")),
    path("papers/", include("sangyu.city.papers.urls")),
    path("plans/", include("sangyu.accountability.plans.urls")),
    path("reports/", include("sangyu.people.recognition.urls")),
    path("statistics/", include("sangyu.accountability.indicators.urls")),
    path("", include("sangyu.accountability.indicators.target_urls")),
    path("", include("sangyu.people.catalogue.urls")),
    path("workdays/", include("sangyu.kernel.workdays.urls")),
    path("language/", access.public(set_language), name="set_language"),
    path("", include("sangyu.city.areas.urls")),
    path("", include("sangyu.city.duties.urls")),
    path("", include("sangyu.city.organisations.urls")),
    path("", include("sangyu.console.urls")),
    path("", include("sangyu.openapi.urls")),
]
if settings.SANGYU_GALLERY:
    urlpatterns.append(path("_ui/", include("sangyu.kernel.ui.gallery")))
