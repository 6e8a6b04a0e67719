"""Version 1 of the API: the rooms' routes under one schema."""

from __future__ import annotations

from ninja import NinjaAPI

from sangyu.accountability.plans.api import router as plans
from sangyu.city.areas.api import router as areas
from sangyu.openapi.auth import SessionActor, TokenActor
from sangyu.people.assessment.api import router as assessment
from sangyu.people.registry.api import router as registry

api = NinjaAPI(
    title="Sangyu 桑榆",
    version="1",
    urls_namespace="api-v1",
    description="Everything a caller sees lies within the area of the post it calls for, and is masked and recorded.",
    docs_url=None,
    auth=[SessionActor(), TokenActor()],
)
api.add_router("", registry)
api.add_router("", assessment)
api.add_router("", areas)
api.add_router("", plans)
