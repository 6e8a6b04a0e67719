"""The face every room shares: page shells, components, formats, lists, error pages, navigation.

README.md shows each component with its parameters; /_ui/ (debug and tests only) shows them in all states.
Rooms call the template library `ui`, `nav.register`, `listing.build`, `htmx.is_fragment`; nothing here knows a room.
"""

from __future__ import annotations
