"""Model fields for sealed values and their blind indexes. Both hold bytes; opening is a call, never an accident.

resident_id = pii.SealedField(label="resident-id")
resident_id_index = pii.BlindIndexField(label="resident-id", unique=True)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db import models

from sangyu.kernel.pii.sealed_columns import register_column

_Set_contra = TypeVar("_Set_contra", contravariant=True)
_Get_co = TypeVar("_Get_co", covariant=True)

if TYPE_CHECKING:
    Binary = models.BinaryField
else:

    class Binary(models.BinaryField):
        """Django's field is generic for the type checker only."""

        def __class_getitem__(cls, _types: object) -> type:
            return cls


class SealedField(Binary[_Set_contra, _Get_co]):
    """A value made by `pii.seal` under `label`. Declaring it enters the column in the key rotation."""

    _pyi_private_set_type: bytes  # for the type checker: with null=True, bytes | None
    _pyi_private_get_type: bytes

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        self.label = label
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"label": self.label}

    def contribute_to_class(
        self,
        cls: type[models.Model],
        name: str,
        private_only: bool = False,  # noqa: FBT001, FBT002  # Django's
    ) -> None:
        super().contribute_to_class(cls, name, private_only)
        if cls._meta.apps is apps and not cls._meta.abstract:  # not a migration's historical model
            register_column(cls._meta.label_lower, name, self.label)


class BlindIndexField(Binary[_Set_contra, _Get_co]):
    """A value made by `pii.blind_index` under `label`; indexed, for exact search."""

    _pyi_private_set_type: bytes  # for the type checker: with null=True, bytes | None
    _pyi_private_get_type: bytes

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        self.label = label
        super().__init__(*args, **{"max_length": 32, "db_index": True} | kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"label": self.label}
