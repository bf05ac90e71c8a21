"""Articles that a page carries only inside a script, and draws from there (Guangdong's disclosure platform)."""

from __future__ import annotations

import json
import re

#: ``window._CONFIG = {… DETAIL: {"content": "<p>…</p>"}}``; the keys around it may be written without quotes.
_DETAIL = re.compile(r"\b_CONFIG\b.{0,200000}?[\"']?\bDETAIL[\"']?\s*:\s*(?=\{)", re.DOTALL)
#: The field that holds the article as HTML.
_CONTENT = "content"


def scripted_article(page: str) -> str | None:
    """The article's own HTML out of the page's script; ``None`` where the page has none."""
    start = _DETAIL.search(page)
    if start is None:
        return None
    try:
        detail, _ = json.JSONDecoder().raw_decode(page, start.end())
    except ValueError:
        return None
    content = detail.get(_CONTENT) if isinstance(detail, dict) else None
    return content if isinstance(content, str) and content.strip() else None
