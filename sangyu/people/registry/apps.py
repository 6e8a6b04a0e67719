"""The registry room."""

from __future__ import annotations

from django.apps import AppConfig

from sangyu.kernel import pii

SEALED_COLUMNS = (
    *((model, "id_sealed", "resident-id") for model in ("elder", "importrow")),
    *(
        (model, "phone_sealed", "phone")
        for model in ("elder", "importrow", "contact", "responsiblelink")
    ),
    *((model, "bank_sealed", "bank-card") for model in ("elder", "importrow")),
    *(("elderchange", f"{side}_sealed", "elder-change") for side in ("before", "after")),
)
"""What a key rotation has to seal anew (kernel.pii)."""


class RegistryConfig(AppConfig):
    """对象登记."""

    name = "sangyu.people.registry"
    label = "registry"

    def ready(self) -> None:
        """Declare this room's rights, actions, dataset and sealed columns."""
        from sangyu.city.organisations.selectors import register_subject_provider
        from sangyu.city.organisations.types import Role
        from sangyu.insight.datasets import registry
        from sangyu.kernel.attachments import registry as attachments
        from sangyu.people.registry import (  # some register themselves by being imported
            audit_codes,  # noqa: F401
            audit_words,
            duties,  # noqa: F401
            handlers,  # noqa: F401
            jobs_export,  # noqa: F401
            navigation,
            rights,  # noqa: F401
        )
        from sangyu.people.registry.datasets import ELDERS
        from sangyu.people.registry.selectors.elders import sees
        from sangyu.people.registry.selectors.family import subjects_of
        from sangyu.people.registry.types import FILE_OWNER

        attachments.register(FILE_OWNER, sees)
        registry.register(ELDERS)
        register_subject_provider(Role.FAMILY, subjects_of)
        navigation.declare()
        audit_words.declare()

        for model, field, label in SEALED_COLUMNS:
            pii.register_column(f"registry.{model}", field, label)
