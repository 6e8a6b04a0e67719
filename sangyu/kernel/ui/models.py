"""What has been sent once: the forms whose answer led on to another page."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 2000
"""Characters of an address that is kept; what leads farther is not watched."""


class SentForm(models.Model):
    """One form that was sent and done. `key` is a digest of who, from which page, what; nothing can be read from it."""

    key = models.CharField(_("key"), max_length=64)
    target = models.CharField(_("where it led"), max_length=LONGEST)
    sent_at = models.DateTimeField(_("sent at"))

    objects: Any = models.Manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=("sent_at",), name="sent_form_at")]
        constraints = [models.UniqueConstraint(fields=("key",), name="sent_form_once")]

    def __str__(self) -> str:
        return self.key[:8]
