"""The field for several files, checked by the door before anything else sees them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from sangyu.kernel.attachments.door import MOST_BYTES, MOST_FILES, safe_file
from sangyu.kernel.attachments.types import ACCEPT, SafeFile
from sangyu.kernel.errors import DomainError


class ManyFiles(forms.ClearableFileInput):
    """An ordinary file control for more than one file."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to ten files; its cleaned value is a list of `SafeFile`."""

    widget = ManyFiles

    def __init__(self, **options: Any) -> None:
        text = _("PDF, .docx, .xlsx, .jpg or .png; up to %(files)s files of %(size)s MiB each.")
        bounds = {"files": MOST_FILES, "size": MOST_BYTES // 1024 // 1024}
        # A lazy text filled in here would be filled in for good, in the language of the first reader.
        hint = lazy(lambda: str(text) % bounds, str)()
        usual: dict[str, Any] = {"label": _("Files"), "required": False, "help_text": hint}
        super().__init__(**(usual | options))
        self.widget.attrs["accept"] = ACCEPT

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file by itself, so that every one that is refused says why."""
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not uploads and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > MOST_FILES:
            raise ValidationError(
                ngettext_lazy(
                    "At most %(limit)s file at once.",
                    "At most %(limit)s files at once.",
                    MOST_FILES,
                )
                % {"limit": MOST_FILES}
            )
        found: list[SafeFile] = []
        problems: list[str] = []
        for upload in uploads:
            try:
                found.append(safe_file(upload))
            except DomainError as refusal:
                problems.append(str(refusal))
        if problems:
            raise ValidationError(problems)
        return found
