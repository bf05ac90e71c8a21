"""What a page carries only inside a script: articles drawn from there (Guangdong's disclosure platform), figures."""

from __future__ import annotations

import json
import re

from lxml import etree

#: ``window._CONFIG = {… DETAIL: {"content": "<p>…</p>"}}``; the keys around it may be written without quotes.
_DETAIL = re.compile(r"\b_CONFIG\b.{0,200000}?[\"']?\bDETAIL[\"']?\s*:\s*(?=\{)", re.DOTALL)
#: The field that holds the article as HTML.
_CONTENT = "content"

#: Amounts, and rows that only the tables of a report have.
_AMOUNT = re.compile(r"(?<![\d.])\d{1,9}\.\d{2}(?![\d.])")
_ROW = re.compile(r"(?:收入|支出)(?:总计|合计)|一般公共服务支出|一般公共预算(?:财政)?拨款")
_FEWEST = 6


def amounts_in_scripts(root: etree._Element) -> int:
    """How many amounts stand in scripts of the page beside the rows of a report's tables; 0 if hardly any."""
    scripts = ("".join(map(str, script.itertext())) for script in root.iter("script"))
    amounts = sum(len(_AMOUNT.findall(text)) for text in scripts if _ROW.search(text))
    return amounts if amounts >= _FEWEST else 0


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
