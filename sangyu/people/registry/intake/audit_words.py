"""What the trail calls imported lists (kernel.audit.describe)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sangyu.kernel import audit


def declare() -> None:
    """Lend the names."""
    audit.describe(
        "import", _("Import"), url="intake:batch",
        fields={
            "digest": _("Digest (SM3)"), "row": _("Row"), "rows": _("Rows"), "cells": _("Cells corrected"),
        },
    )  # fmt: skip
