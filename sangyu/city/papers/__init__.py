"""文件: the city's papers, read into tasks that people confirm and duties that they keep.

Owns papers, their texts, the tasks read from them and the confirmation. `reading/` is pure: bytes in, tasks and
problems out, each tied to the exact characters. Called by the accountability wing and by `sangyu papers tasks FILE`.
"""

from __future__ import annotations
