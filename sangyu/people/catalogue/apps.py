"""The catalogue room."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """服务清单."""

    name = "sangyu.people.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        """Declare this room's rights, actions, dataset, duties and pages."""
        from sangyu.insight.datasets import registry
        from sangyu.kernel.attachments import registry as attachments
        from sangyu.people.catalogue import (  # some register themselves by being imported
            audit_codes,  # noqa: F401
            audit_words,
            duties,  # noqa: F401
            handlers,  # noqa: F401
            navigation,
            rights,  # noqa: F401
        )
        from sangyu.people.catalogue.datasets import HOME_ADAPTATIONS, PLACE_WISHES, SERVICE_ITEMS
        from sangyu.people.catalogue.selectors.waiting import sees_work
        from sangyu.people.catalogue.types import WORK_FILES

        for dataset in (SERVICE_ITEMS, PLACE_WISHES, HOME_ADAPTATIONS):
            registry.register(dataset)
        attachments.register(WORK_FILES, sees_work)
        audit_words.declare()
        navigation.declare()
