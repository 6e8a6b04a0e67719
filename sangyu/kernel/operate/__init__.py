"""Running the house: the embedded database, the site, backup and restore.

Called from the command line only. A backup is one file: a PostgreSQL dump and the uploaded files, with a manifest of
digests. Keys are never in it: a backup without its keys must stay unreadable.
"""

from __future__ import annotations
