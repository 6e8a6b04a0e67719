"""The documents that offices hand round: the 五定 sheet, the 通报, the 责任书, the score sheet, agenda and minutes.

Official documents are in Chinese whatever language their reader works in, and laid out after GB/T 9704-2012: A4,
margins of 37/35/28/26 mm, titles in 小标宋, text in 仿宋 of size three. No people are named but contact persons.
"""

from __future__ import annotations
