"""What a row's link is titled: the fullest title that the row offers, no summary, tooltip or button in its place."""

from __future__ import annotations

import re

from bs4 import Tag

from scrapers.adapters.dates import find_date, without_date
from scrapers.adapters.departments import report_over, title_of_column
from scrapers.adapters.report_words import words_of
from scrapers.adapters.table_words import words_in_table
from scrapers.addresses import extension
from scrapers.filenames import from_url, name_extension, says_nothing, tidy
from scrapers.html import attribute, text_of
from scrapers.rules import ListRule

#: A link this long is a title; shorter ones are column names, icons and buttons.
TITLE_LENGTH = 8
#: What a report's title, or the name of its column, speaks of.
ABOUT = re.compile(r"预算|决算")
#: A template that its script never filled.
UNRENDERED = re.compile(r"\{\{|\}\}|\$\{|<%|#\{|\[\[")
_ELLIPSIS = re.compile(r"(?:\.{3,}|…+)$")
#: A tooltip that says more than the title: "标题：…\n点击数：12\n发表时间：26年09月18日".
_TOOLTIP = re.compile(
    r"^\s*(?:文章|信息)?(?:标题|题目|名称)\s*[:：]\s*(.+?)\s*(?:[\r\n]|\s[\u4e00-\u9fff ]{2,8}[:：]|$)"
)
DATE_PARTS = ("span", "em", "i", "b", "time", "font", "small", "strong")
#: Longer "titles" are texts; what decides stands at their beginning.
_MAX_TITLE = 300
_FILES = frozenset({"pdf", "doc", "docx", "xls", "xlsx", "ofd", "wps", "et", "zip", "rar", "ceb"})
HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
NAMED_TITLE = re.compile(r"(?:^|[\s_-])(?:\w*title|tit|bt|biaoti|headline|subject)(?:$|[\s_-])", re.IGNORECASE)
#: What a button says, however long it is.
_BUTTON = re.compile(
    r"^(?:点击|点此|查看|阅读|浏览|了解|进入|下载|详细|详情|更多|全文|原文|内容|信息|文章|附件|此处|这里|[\W\d_])*$"
)
#: Sentences have commas and full stops; titles of reports have none.
_PROSE = re.compile(r"[，。；！]")


def title_of(link: Tag, node: Tag, rule: ListRule) -> str:
    """The fullest title the row offers: a text that is cut with an ellipsis loses to the attribute that is not."""
    shown = ""
    for source in rule.title:
        kind, _, argument = source.partition(":")
        if kind == "attr":
            text = attribute(link, argument)
            tooltip = _TOOLTIP.match(text)
            text = tooltip.group(1) if tooltip else text
        elif kind == "css":
            found = node.select_one(argument)
            text = text_of(found) if found else ""
        else:
            text = _link_text(link)
        text = " ".join(text.split())[:_MAX_TITLE]
        if text:
            text = report_over(link) or _told_by_table(link, text)
        if text and not _ELLIPSIS.search(text):
            return text
        shown = shown or text
    return shown or _title_of_picture(link) or _title_of_file(attribute(link, "href"))


def is_titled(text: str) -> bool:
    """True for what is long enough for a title, or says the year and the kind of a report: 2025年预算."""
    said = words_of(text) if len(text) < TITLE_LENGTH else None
    return len(text) >= TITLE_LENGTH or (said is not None and said.is_whole)


def file_name_of(link: Tag) -> str | None:
    """What the link says that its file is called; ``None`` where it leads to no file that it names."""
    name = tidy(attribute(link, "download"))
    return name if name_extension(name) in _FILES else None


def rank_of(text: str) -> tuple[bool, int]:
    """How likely ``text`` is the title of an item, compared with what else the row says of it.

    A summary is longer than the title that it stands below, and often a link, too.
    """
    plainly = len(text) >= TITLE_LENGTH and not _PROSE.search(text) and not _BUTTON.match(text)
    return plainly, len(text)


def _told_by_table(link: Tag, text: str) -> str:
    """What the table says that a link of few words leads to: the head of its column, or year and kind of both heads."""
    heading = title_of_column(link) if says_nothing(text) else ""
    said, printed = words_of(text), words_of(heading)
    if ABOUT.search(heading) and (printed is None or printed.is_whole):
        return heading
    whole = words_in_table(link, said) if said is not None and not said.is_whole else None
    return (whole.title if whole is not None else "") or (heading if ABOUT.search(heading) else text)


def _link_text(link: Tag) -> str:
    dates = [tag for tag in link.find_all(DATE_PARTS) if len(text_of(tag)) <= 16 and find_date(text_of(tag))]
    inner = link.find_all("a")  # an unclosed link swallows the next one
    parts = [part for part in link.find_all(True, recursive=False) if part not in dates and text_of(part)]
    if dates and len(parts) > 1 and link.find(string=True, recursive=False) in (None, "\n"):
        return _title_of_parts(link, parts)  # the whole row is one link
    return without_date(text_of(link, without=[*dates, *inner])).lstrip("·•▪■◆●>»-* ")


def _title_of_parts(link: Tag, parts: list[Tag]) -> str:
    """The one heading of a card; else the part that is likeliest a title."""
    heads = [text_of(head) for head in link.find_all(HEADS)]
    heads = heads or [text_of(one) for one in link.find_all(True) if NAMED_TITLE.search(attribute(one, "class"))]
    told = [head for head in heads if head]
    if len(told) == 1:
        return without_date(told[0])
    return without_date(max((text_of(part) for part in parts), key=rank_of))


def _title_of_picture(link: Tag) -> str:
    image = link.find("img")
    return attribute(image, "alt").strip() if isinstance(image, Tag) else ""


def _title_of_file(href: str) -> str:
    """A bare link to a file is titled by the name its address states, when that is a name in words."""
    name = from_url(href) or ""
    return name if extension(href) in _FILES and re.search(r"[\u4e00-\u9fff]", name) else ""
