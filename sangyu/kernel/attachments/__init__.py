"""Files that prove something: taken in by one safe door, kept private, given out only to who sees what they prove.

Rooms above attach files to an object of theirs (a duty, an elder) and declare who sees that object; nothing else opens
a file. A file goes out as a download, never as a page of this site.
"""

from __future__ import annotations
