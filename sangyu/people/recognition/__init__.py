"""评估结果互认: the report of an assessment as a document that other departments can check (requirement J5, 003-一·3).

Owns the issued reports with their verification codes, and the checks of codes. The public page tells whoever holds the
document whether its result is valid, and its level; nothing about the person. Called by officers and by the public.
"""

from __future__ import annotations
