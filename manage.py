"""The same as `python -m sangyu`, under the name Django people look for."""

from __future__ import annotations

import sys

from sangyu.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
