"""Which section of the disclosure a passage stands in, by its headings.

Headings are numbered in any style (第二部分, 一、, （一）, 1., (1), ①) and may run into the text they head. A heading
closes all open headings of its own and of finer styles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parsers.statements.narrative.declarations import compared, headings, sections

_CHINESE = "一二三四五六七八九十百"
#: Styles from coarse to fine; a heading's style is the first that matches.
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"^第[{_CHINESE}\d]+(?:部分|章|篇)[、.:：]?")),
    ("section", re.compile(rf"^[{_CHINESE}]{{1,3}}[、.．，,]")),
    ("subsection", re.compile(rf"^[(（][{_CHINESE}]{{1,3}}[)）][、.．]?")),
    ("point", re.compile(r"^\d{1,2}(?:[、．]|[.](?!\d)|[.](?=[“\"]?\d{5,7}[\u4e00-\u9fff]))")),
    ("subpoint", re.compile(r"^[(（]\d{1,2}[)）][、.．]?")),
    ("circled", re.compile(r"^[①-⑳]|^\d{1,2}[)）]")),
)
_RANK = {style: rank for rank, (style, _) in enumerate(_STYLES)}
_DASH = re.compile(r"^[-—•·]+\s*")
_LONGEST_HEADING = 46
_SHORT_TITLE = 20
#: Figures, commas, names of the classification and what is the same as last year are text, not title.
_NO_TITLE = re.compile(
    r"\d(?:[\d,.]*)\s*(?:[亿万元%]|辆|批|人次|名|人|个)|[,;，；]|[(（][类款项][)）]"
    r"|[与较比同].{2,16}(?:持平|不变|相同|[无没]有?(?:增减)?变化|未发生变化|无增减)$"
)
#: （单位：万元） at the end of a title.
_UNIT_NOTE = re.compile(r"\s*[(（](?:金额)?单位\s*[:：]\s*[^()（）]{1,6}[)）]$")
#: How a title without a number ends; those of one project each are counted (项目经费情况说明（二）).
_PLAIN_TITLE = re.compile(
    rf"(?:情况|说明|概况|解释|附件|目录|表|报告)$|(?:情况|说明)\([{_CHINESE}\d]{{1,3}}\)$"
    r"|(?:局|办公室|信访办|部门|单位|中心|^)(?:主要职[能责]|机构设置)$"  # 上海: 某办公室机构设置
)
_LEADERS = re.compile(r"[.…·]{3,}\d*$|\t\d+$")


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number a paragraph begins with: its style and how many characters it takes."""

    style: str
    length: int


def numbering(text: str) -> Numbered | None:
    """The ordinal that ``text`` begins with, or ``None``. ``2010301行政运行`` and ``2.5万元`` begin with none."""
    start = _DASH.match(text)
    offset = start.end() if start else 0
    for style, pattern in _STYLES:
        found = pattern.match(text[offset:])
        if found:
            return Numbered(style, offset + found.end())
    return None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found at the start of a passage. ``length`` is where the text behind it begins."""

    style: str
    title: str
    length: int


def find_heading(text: str) -> Heading | None:
    """The heading that ``text`` (comparing or visible form) begins with: a short title without a figure.

    It ends with the paragraph, or before the first full stop or colon. A note on the unit behind it belongs to it.
    """
    note = _UNIT_NOTE.search(text)
    if note:
        heading = find_heading(text[: note.start()])
        whole = heading is not None and heading.length >= note.start()
        return replace(heading, length=len(text)) if heading is not None and whole else None
    number = numbering(text)
    offset = number.length if number else 0
    rest = text[offset:]
    stop = re.search(r"[。:：]", rest)
    title, length = (rest[: stop.start()], offset + stop.end()) if stop else (rest, len(text))
    title = _LEADERS.sub("", title).strip()
    if not title or len(title) > _LONGEST_HEADING or _NO_TITLE.search(title) or not _balanced(title):
        return _joined_heading(text, number) if number else None
    if number is None:
        # Without a number only a line of its own that a rule knows is a heading.
        if stop or not re.search(_PLAIN_TITLE, compared(title)):
            return None
        return Heading("plain", title, length)
    if (
        stop
        and stop.group() in ":："
        and not re.search(r"(?:情况|说明|收入|支出|预算|经费|资产|采购)$", compared(title))
    ):
        return None
    return Heading(number.style, title, length)


#: A whole title in front of text; 如下 and the like go on with it.
_JOINED = re.compile(
    r"[^,，。;；:：]{4,44}?情况(?:的)?(?:总体)?说明(?=[\u4e00-\u9fff\d])(?!如下|表|书|中|的|里|及|和|与)"
)


def _joined_heading(text: str, number: Numbered) -> Heading | None:
    """三、…一般公共预算基本支出情况说明云岭县信访局2025年…: a declared title that lost the end of its line."""
    title = _JOINED.match(text[number.length :])
    if title is None or number.style not in ("section", "subsection"):
        return None
    words_of_title = title.group()
    if len(words_of_title) > _LONGEST_HEADING or _NO_TITLE.search(words_of_title) or not _balanced(words_of_title):
        return None
    if not any(rule.pattern.search(compared(words_of_title)) for rule in headings()):
        return None
    return Heading(number.style, words_of_title, number.length + title.end())


#: Up to the first figure or mark of a sentence.
_BEFORE_FIGURE = re.compile(r"[^\d,，。;；:：]{2,24}(?=\d)")


def running_heading(text: str) -> Heading | None:
    """四、“三公”经费预算1.50万元，比上年…: the words between a coarse number and the first figure, with length 0.

    Only for the words declared as ``running``: other numbered sentences are members of a list.
    """
    number = numbering(text)
    if number is None or number.style not in ("section", "subsection"):
        return None
    title = _BEFORE_FIGURE.match(_AHEAD.sub("", text[number.length :]))
    if title is None or not re.search(sections().running, compared(title.group())):
        return None
    return Heading(number.style, title.group(), 0)


#: The year in front of a title (2024年，本部门政府采购预算…).
_AHEAD = re.compile(r"^20\d\d年(?:度)?[,，]?")


def is_heading(text: str) -> bool:
    """True when the whole of ``text`` is a heading that a rule knows, or a short numbered title."""
    heading = find_heading(text)
    if heading is None or heading.length < len(text):
        return False
    return len(heading.title) <= _SHORT_TITLE or any(
        rule.pattern.search(compared(heading.title)) for rule in headings()
    )


def _balanced(title: str) -> bool:
    """False for a line that a wrap cut inside a bracket or a quotation."""
    pairs = (("(", ")"), ("（", "）"), ("“", "”"), ("《", "》"), ("「", "」"))
    return all(title.count(opening) == title.count(closing) for opening, closing in pairs)


def section_of_sentence(text: str, section: str) -> str:
    """The section that the first words of a sentence announce (按经济分类:工资福利支出…), else ``section``."""
    for rule in sections().leads:
        if section in rule.within and re.match(rule.regex, text):
            return rule.section
    return section


def by_sentence(text: str, section: str) -> list[tuple[int, str, str]]:
    """The stretches of ``text`` that its own sentences put in a section: where each begins, its text, its section.

    A sentence that announces a classification (按支出功能分类:…。按支出经济分类:…) begins a stretch; one that a lead
    declares to stand alone (截至2024年末，我局共有车辆2辆 behind purchases) is one.
    """
    starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
    alone = [_stands_alone(text[at:], section) for at in starts]
    cuts = [
        at
        for number, at in enumerate(starts)
        if at == 0 or _ANNOUNCES.match(text, at) or alone[number] or alone[number - 1]
    ]
    found: list[tuple[int, str, str]] = []
    for at, end in zip(cuts, (*cuts[1:], len(text)), strict=True):
        own = section_of_sentence(text[at:end], section)
        if found and own == found[-1][2]:
            begin, before, _ = found.pop()
            found.append((begin, before + text[at:end], own))
        else:
            found.append((at, text[at:end], own))
    return found


def _stands_alone(text: str, section: str) -> bool:
    """Whether a lead puts the sentence that begins ``text``, and no other, in a section of its own."""
    leads = (lead for lead in sections().leads if lead.alone and section in lead.within)
    return any(re.match(lead.regex, text) for lead in leads)


_SENTENCE = re.compile("。(?=.)")
_ANNOUNCES = re.compile(r"(?:支出)?(?:按|从)[^,。;:\d]{2,20}[:,]")


@dataclass(slots=True)
class SectionTracker:
    """The headings that are open at the present place."""

    _open: list[tuple[str, str, str]] = field(default_factory=list)  # (style, section, title)
    #: The heading opened last runs into its figure: it heads no more than its own numbered line.
    _running: bool = False

    @property
    def section(self) -> str:
        return self._open[-1][1] if self._open else "other"

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the open headings, coarse to fine."""
        return tuple(title for _, _, title in self._open)

    @property
    def reads(self) -> str:
        return sections().sections[self.section].reads

    def begin_line(self, text: str) -> None:
        """A line without a heading: where it has a number of its own, it ends a running heading above it."""
        running = running_heading(text)
        if running is not None:
            self.enter(running)
            self._running = True
            return
        number = numbering(text)
        if self._running and number is not None and _RANK[number.style] <= _RANK[self._open[-1][0]]:
            self._open.pop()
            self._running = False

    def enter(self, heading: Heading) -> bool:
        """Open ``heading``; true when a rule knows it, false when it only keeps the section above it."""
        rank = _RANK.get(heading.style, len(_STYLES))
        self._running = False
        while self._open and (_RANK.get(self._open[-1][0], len(_STYLES)) >= rank):
            self._open.pop()
        above = self.section
        known = None if sections().sections[above].sealed else _section_of(heading, above)
        anew = heading.style == "part" or (above == "off" and heading.style == "section")
        self._open.append((heading.style, known or ("other" if anew else above), heading.title))
        return known is not None


def _section_of(heading: Heading, above: str) -> str | None:
    title = compared(heading.title)
    for rule in headings():
        if (not rule.within or above in rule.within) and rule.pattern.search(title):
            return rule.section
    return None
