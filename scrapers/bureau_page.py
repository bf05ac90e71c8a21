"""Pages of the petition bureau: its own site, and its place in the catalogue of a government (目录 > 县信访局)."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from bs4 import BeautifulSoup, Tag

from domain.agencies import find_agency
from domain.declared import from_yaml
from scrapers.adapters.crumbs import crumbs_of
from scrapers.adapters.tabs import SHOWN
from scrapers.columns import COLUMN_LABELS
from scrapers.html import attribute, meta, text_of
from scrapers.titles import read_title

#: What stands between the parts of a page's title.
_BETWEEN = re.compile(r"\s*[_|—–\-]+\s*")
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: The name of a department is no longer, and no tree marks more of its nodes.
_LONGEST, _MOST = 20, 40


def names_a_column(soup: BeautifulSoup) -> bool:
    """True for a page that says which column it is, by its tags, its path or its title, and is no article."""
    return meta(soup, "ArticleTitle") is None and bool(meta(soup, "ColumnName") or crumbs_of(soup) or _titled(soup))


def is_bureaus(soup: BeautifulSoup) -> bool:
    """True for a page of the bureau's own site, or one that is called after it or marks it among the departments."""
    if find_agency(meta(soup, "SiteName") or "") is not None:
        return True
    names = (meta(soup, "ColumnName") or "", *crumbs_of(soup), *_titled(soup))
    return any(_is_bureau(name) for name in names) or _is_marked(soup)


def _is_bureau(name: str) -> bool:
    """True for the bureau's name, which is no title of a report: 县信访局, 市信访局信息公开目录."""
    return len(name) <= _LONGEST and find_agency(name) is not None and read_title(name).fiscal_year is None


def _titled(soup: BeautifulSoup) -> list[str]:
    """The parts of a title that calls the page a part of a catalogue: 县信访局_政府信息公开目录_某县人民政府."""
    parts = _BETWEEN.split(text_of(soup.title)) if soup.title else []
    return parts if any(_catalogue().search(one) for one in parts) else []


def _is_marked(soup: BeautifulSoup) -> bool:
    """True where the bureau is the department that a list of links shows as chosen."""
    marked = (one for one in soup.find_all(["a", "li", "dd", "span"], class_=True) if SHOWN.search(_classes(one)))
    return any(_is_bureau(text_of(one)) for one in islice(marked, _MOST))


def _classes(node: Tag) -> str:
    """Its classes with their words apart: ``curSelectedNode`` → ``cur-Selected-Node``."""
    return _WORDS.sub("-", attribute(node, "class"))


@cache
def _catalogue() -> re.Pattern[str]:
    return re.compile(from_yaml(COLUMN_LABELS.read_text(encoding="utf-8"))["catalogue"])
