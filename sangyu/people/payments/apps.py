"""The payments room."""

from __future__ import annotations

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """发放."""

    name = "sangyu.people.payments"
    label = "payments"

    def ready(self) -> None:
        """Declare this room's rights, actions, jobs, duties and sealed columns."""
        from sangyu.kernel import pii
        from sangyu.people.payments import (  # register themselves by being imported
            audit_codes,  # noqa: F401
            audit_words,
            handlers,  # noqa: F401
            jobs,  # noqa: F401
            navigation,
            rights,  # noqa: F401
        )

        audit_words.declare()
        navigation.declare()
        pii.register_column("payments.line", "bank_sealed", "bank-card")
