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
        from sangyu.people.registry import audit_codes, jobs_export, navigation, rights  # noqa: F401  registration  # noqa: F401  registration
        from sangyu.people.registry.datasets import ELDERS
        from sangyu.people.registry.selectors.family import subjects_of

        registry.register(ELDERS)
        register_subject_provider(Role.FAMILY, subjects_of)
        navigation.declare()

        for model, field, label in SEALED_COLUMNS:
            pii.register_column(f"registry.{model}", field, label)
