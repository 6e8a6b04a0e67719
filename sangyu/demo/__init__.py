"""演示: the synthetic city. The only place where randomness is allowed, and every draw comes from one seed.

Nobody in it exists: ID numbers begin with 99 (a prefix no province has), phone numbers with 1400 (not issued to
people), and every page says that it shows demonstration data.
"""

from __future__ import annotations
