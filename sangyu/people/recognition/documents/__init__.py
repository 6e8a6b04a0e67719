"""The report as a file, .docx or .pdf: the same blocks, drawn twice. Official documents are in Chinese, on A4."""

from __future__ import annotations
