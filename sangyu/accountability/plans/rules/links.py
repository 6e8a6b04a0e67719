"""Pure: the order that dependences put tasks into, and the circle that must not be."""

from __future__ import annotations

from collections.abc import Iterable

Edge = tuple[int, int]
"""(a task, the task it needs)."""


def circle(edges: Iterable[Edge], new: Edge) -> list[int]:
    """The tasks on the circle that a new dependence would close, beginning with the needed one; [] if none."""
    needs: dict[int, list[int]] = {}
    for task, needed in edges:
        needs.setdefault(task, []).append(needed)
    task, needed = new
    paths, seen = [[needed]], {needed}
    while paths:
        path = paths.pop()
        if path[-1] == task:
            return path
        for after in needs.get(path[-1], ()):
            if after not in seen:
                seen.add(after)
                paths.append([*path, after])
    return []
