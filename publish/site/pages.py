"""The two HTML pages: the catalogue of a version, and the entry at the root that leads to the newest one."""

from __future__ import annotations

import re
from html import escape

from publish.site.bundle import FRONTEND

#: From ``versions/{n}/site/`` to the root of the store. Links are relative, so that any folder or bucket will do.
ROOT = "../../../"
ENTRY = "index.html"

_NUMBER = re.compile(rb'<meta name="xinfang-version" content="(\d+)">')


def version_page(app_folder: str) -> bytes:
    """``versions/{n}/site/index.html``: an empty page that loads the program."""
    page = (FRONTEND / "src" / "index.html").read_text(encoding="utf-8")
    return page.replace("{app}", escape(f"{ROOT}{app_folder}")).replace("{root}", ROOT).encode()


def entry_page(number: int, name: str) -> bytes:
    """``index.html`` at the root: leads to the catalogue of version ``number`` without any script."""
    page = (FRONTEND / "src" / "entry.html").read_text(encoding="utf-8")
    return page.replace("{number}", str(number)).replace("{name}", escape(name)).encode()


def entry_number(page: bytes) -> int | None:
    """The version an entry page leads to; ``None`` for a page that is none of ours."""
    found = _NUMBER.search(page)
    return int(found.group(1)) if found else None
