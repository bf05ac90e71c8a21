"""``python -m tests.unseen [ID …]``: writes the files and golden records (needs LibreOffice and CJK fonts)."""

from __future__ import annotations

import sys

from tests.unseen.build import build
from tests.unseen.design import names

if __name__ == "__main__":
    for name in sys.argv[1:] or names():
        build(name)
        print(name)
