"""What leaves the areas room."""

from __future__ import annotations

from dataclasses import dataclass

LEVEL_BY_LENGTH = {2: "province", 4: "city", 6: "county", 9: "town", 12: "community"}


@dataclass(frozen=True)
class AreaName:
    """An area as other rooms show it: its code and its names from the county down."""

    code: str
    name: str
    path: tuple[str, ...]

    @property
    def full_name(self) -> str:
        return " ".join(self.path)


def parent_code(code: str) -> str:
    """The code one level up; "" above the province."""
    for length in (9, 6, 4, 2):
        if len(code) > length:
            return code[:length]
    return ""
