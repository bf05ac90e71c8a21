"""A sentence as a row of known words, figures and unknown rests.

Of all ways to cut the text into declared words the one with the least unknown text, then the fewest words, is taken:
``一般公共预算财政拨款支出`` is one name and not a filler with a neutral word behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from domain.classification import class_of_name
from parsers.statements.narrative.declarations import longest_first, words
from parsers.statements.narrative.figures import Figure, find_figures
from parsers.statements.narrative.lexicon import Entry, Subject, lexicon

_WORD_COST = 400
_NAME_COST = 300
_UNKNOWN_COST = 1000
_PUNCTUATION = ",;。:、!?()"
#: The year alone where 年初预算 or 年末结转 follows.
_YEAR = re.compile(
    r"(?<!\d)(?:19|20)\d{2}(?:(?=年[初末](?:结转|财政|一般|政府|国有|预算))|(?:年度|财年|年)(?:末|底|初)?)"
)
_DATE = re.compile(r"(?:(?<!\d)(?:19|20)\d{2}年)?\d{1,2}月(?:\d{1,2}日|底|末|份)?(?:\d{1,2}日)?")
_CODE = re.compile(
    r"(?<!\d)(?:\d{5,7}|(?<!\.)\d{3})(?:[-—](?=[\u4e00-\u9fff])|(?=[\u4e00-\u9fff]))(?!\s*(?:年|月|日|人|个|件|批|辆|次|元|万|亿|户|名|份|家|期|台|套|项|条|分|平))"
)
_ORDINAL = re.compile(
    r"(?:^|(?<=[。;:,]))([一二三四五六七八九十]{1,3}[、.]|\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)[、.]?|\d{1,2}(?:[、)]|[.](?!\d)|[.](?=\d{5,7}[\u4e00-\u9fff]|20\d{2}年))|[①-⑳]|-(?!\d))"
)
_LEVEL_MARK = re.compile(r"\((\d{0,7})(类|款|项)\)|\((类|款|项)(\d{0,7})\)")
_LEVELS = ("类", "款", "项")
_PATH_OPENING = re.compile(
    r"(?:[、)]|(?:其中|主要用于|用于|包括|主要包括|具体为|主要是|主要为|分别为|年度|年)(?=[\u4e00-\u9fff]))*"
)


@dataclass(frozen=True, slots=True)
class Token:
    """``parts`` are the parts of speech the word can play; see :mod:`lexicon`."""

    start: int
    end: int
    text: str
    parts: frozenset[str]
    entry: Entry | None = None
    figure: Figure | None = None
    #: year and date tokens: the year; base tokens: the year they compare with.
    year: int | None = None
    base: str | None = None
    #: Of a base, what it compares with: 决算, 预算, 执行 or None.
    what: str | None = None
    subject: Subject | None = None

    def plays(self, part: str) -> bool:
        return part in self.parts

    @property
    def subjects(self) -> tuple[Subject, ...]:
        if self.subject is not None:
            return (self.subject,)
        return tuple(self.entry.subjects) if self.entry else ()


def tokenise(text: str, agency: str = "") -> tuple[Token, ...]:
    """Tokens that cover ``text`` without a gap. ``agency`` (compared form) is known and carries no meaning."""
    fixed = _fixed_tokens(text, agency)
    tokens: list[Token] = []
    position = 0
    for token in fixed:
        tokens.extend(_words(text, position, token.start))
        tokens.append(token)
        position = token.end
    tokens.extend(_words(text, position, len(text)))
    return tuple(tokens)


def _fixed_tokens(text: str, agency: str) -> list[Token]:
    """Figures, dates, comparisons, function paths and codes: found by form, not by dictionary."""
    found: list[Token] = _bases(text)
    if agency:
        named = re.finditer(re.escape(agency), text)
        found.extend(Token(match.start(), match.end(), agency, frozenset({"filler", "agency"})) for match in named)
    for figure in find_figures(text):
        if figure.doubt == "threshold or rate" and _equipment_around(text, figure) is not None:
            continue
        found.append(
            Token(figure.start, figure.end, text[figure.start : figure.end], frozenset({"figure"}), figure=figure)
        )
    found.extend(
        Token(match.start(1), match.end(1), match[1], frozenset({"ordinal"})) for match in _ORDINAL.finditer(text)
    )
    for pattern, part in ((_DATE, "date"), (_YEAR, "year")):
        for match in pattern.finditer(text):
            year = re.match(r"(?:19|20)\d{2}", match.group())
            found.append(
                Token(
                    match.start(),
                    match.end(),
                    match.group(),
                    frozenset({part}),
                    year=int(year.group()) if year else None,
                )
            )
    found.extend(
        Token(match.start(), match.end(), match.group(), frozenset({"code"})) for match in _CODE.finditer(text)
    )
    found.extend(_equipment(text))
    found.extend(_paths(text, [token.end for token in found if not token.plays("code")]))
    chosen: list[Token] = []
    end = 0
    for token in sorted(found, key=lambda token: (token.start, -(token.end - token.start))):
        if token.start >= end:
            chosen.append(token)
            end = token.end
    return chosen


_EQUIPMENT = re.compile(
    r"(?:单位|单台|单件|单)?(?:价值?|台\(套\)价值?)?在?(?<![\d.])\d{1,6}(?:\.\d+)?万元(?:\(含\)|\(含\d+万元\))?及?以[上下](?:\(含\))?的?[\u4e00-\u9fff、]{0,10}?(?:设备|资产|车辆)(?:\(不含车辆\))?"
)


def _equipment(text: str) -> list[Token]:
    return [
        Token(match.start(), match.end(), match.group(), frozenset({"equipment"}))
        for match in _EQUIPMENT.finditer(text)
    ]


#: How far the words of a threshold reach from its figure.
_NEAR = 40


def _equipment_around(text: str, figure: Figure) -> re.Match[str] | None:
    around = max(0, figure.start - _NEAR), figure.end + _NEAR
    for match in _EQUIPMENT.finditer(text, *around):
        if match.start() <= figure.start and figure.end <= match.end():
            return match
    return None


@cache
def _base_patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (rule.kind, re.compile(rule.regex), re.compile(rule.needs) if rule.needs else None) for rule in words().bases
    )


def _bases(text: str) -> list[Token]:
    found = []
    for kind, pattern, needs in _base_patterns():
        for match in pattern.finditer(text):
            if not match.group() or (needs and not needs.search(match.group())):
                continue
            groups = match.groupdict()
            found.append(
                Token(
                    match.start(),
                    match.end(),
                    match.group(),
                    frozenset({"base"}),
                    year=int(groups["year"]) if groups.get("year") else None,
                    base=kind,
                    what=groups.get("what"),
                )
            )
    return found


def _paths(text: str, ends: list[int]) -> list[Token]:
    """一般公共服务（类）政府办公厅（室）及相关机构事务（款）行政运行（项), whole or in part, with codes or without."""
    found: list[Token] = []
    ends = sorted(ends)
    marks = list(_LEVEL_MARK.finditer(text))
    index = 0
    while index < len(marks):
        group = [marks[index]]
        before = marks[index].start()
        passed = bisect_right(ends, before)
        start = _path_start(text, before, ends[passed - 1] if passed else 0)
        while index + 1 < len(marks) and _continues(text, group[-1], marks[index + 1]):
            index += 1
            group.append(marks[index])
        index += 1
        token = _path_token(text, start, group)
        if token is not None:
            found.append(token)
    found.extend(_dashed(text))
    found.extend(_coded(text))
    return found


#: 一般公共服务支出-政府办公厅（室）及相关机构事务-信访事务: class, 款 and 项 joined by dashes.
_DASHED = re.compile(
    r"(?P<class>[\u4e00-\u9fff]{2,16})[-—–→>/]+(?P<group>[\u4e00-\u9fff()、]{2,30})[-—–→>/]+(?P<item>[\u4e00-\u9fff()]{2,24}?)(?=[:,。]|支出决算|年初预算|\d|$)"
)


def _dashed(text: str) -> list[Token]:
    found = []
    for match in _DASHED.finditer(text):
        known = next((at for at in range(match.start(), match.end("class") - 1) if _is_class(text, at, match)), None)
        if known is not None:
            subject = Subject("function", match["item"], level="项")
            words_of_path = text[known : match.end()]
            found.append(Token(known, match.end(), words_of_path, frozenset({"name", "path"}), subject=subject))
    return found


#: 一般公共服务支出（201）政府办公厅（室）及相关机构事务（03）信访事务（08）: each level with its own digits.
_CODED = re.compile(
    r"(?P<class>[\u4e00-\u9fff]{2,16})\((?P<first>\d{3})\)[\u4e00-\u9fff()、]{2,30}?\((?P<second>\d{2})\)"
    r"(?P<item>[\u4e00-\u9fff()、]{2,24}?)\((?P<third>\d{2})\)"
)


def _coded(text: str) -> list[Token]:
    found = []
    for match in _CODED.finditer(text):
        known = next((at for at in range(match.start(), match.end("class") - 1) if _is_class(text, at, match)), None)
        if known is not None:
            code = match["first"] + match["second"] + match["third"]
            subject = Subject("function", match["item"], level="项", code=code)
            words_of_path = text[known : match.end()]
            found.append(Token(known, match.end(), words_of_path, frozenset({"name", "path"}), subject=subject))
    return found


def _is_class(text: str, start: int, match: re.Match[str]) -> bool:
    return class_of_name(text[start : match.end("class")], None) is not None


def _level(mark: re.Match[str]) -> str:
    return mark[2] or mark[3]


def _continues(text: str, mark: re.Match[str], following: re.Match[str]) -> bool:
    between = text[mark.end() : following.start()]
    return (
        _LEVELS.index(_level(following)) > _LEVELS.index(_level(mark))
        and 0 < len(between) <= 44
        and not re.search(r"[,;。:\d]", between)
    )


_LONGEST_PATH = 60


def _path_start(text: str, mark: int, floor: int) -> int:
    start = mark
    floor = max(floor, mark - _LONGEST_PATH)
    while start > floor and re.match(r"[\u4e00-\u9fff()、]", text[start - 1]):
        start -= 1
    opening = _PATH_OPENING.match(text[start:mark])
    start += opening.end() if opening else 0
    # Words in front of a class that the reference knows are not part of its name.
    for first in range(start, mark - 1):
        if class_of_name(text[first:mark], None) is not None:
            return first
    return start


def _path_token(text: str, start: int, group: list[re.Match[str]]) -> Token | None:
    names: list[str] = []
    digits = ""
    position = start
    for mark in group:
        names.append(re.sub(r"^(?:支出)?[\-—>→/、]*", "", text[position : mark.start()]))
        piece = mark[1] or mark[4] or ""
        digits = piece if len(piece) in (5, 7) else digits + piece
        position = mark.end()
    name = names[-1]
    if not name:
        return None
    code = digits if len(digits) in (3, 5, 7) else None
    subject = Subject("function", name, level=_level(group[-1]), code=code)
    end = group[-1].end()
    return Token(start, end, text[start:end], frozenset({"name", "path"}), subject=subject)


def _words(text: str, start: int, end: int) -> list[Token]:
    """The cheapest way to cut ``text[start:end]`` into declared words and unknown rests."""
    if start >= end:
        return []
    table = lexicon()
    best: list[tuple[int, int, Entry | None]] = [(0, 0, None)]
    best.extend((10**9, 0, None) for _ in range(end - start))
    for offset in range(end - start):
        cost = best[offset][0]
        at = start + offset
        character = text[at]
        step = _WORD_COST if character in _PUNCTUATION else _UNKNOWN_COST
        if cost + step < best[offset + 1][0]:
            best[offset + 1] = (cost + step, offset, None)
        for width, entries in table.get(character, ()):
            entry = entries.get(text[at : at + width]) if at + width <= end else None
            if entry is not None:
                # Between two cuts of as many words the one with the longer name.
                price = cost + (_NAME_COST - width if "name" in entry.parts else _WORD_COST)
                if price < best[offset + width][0]:
                    best[offset + width] = (price, offset, entry)
    return _cut(text, start, end, best)


def _cut(text: str, start: int, end: int, best: list[tuple[int, int, Entry | None]]) -> list[Token]:
    pieces: list[tuple[int, int, Entry | None]] = []
    offset = end - start
    while offset > 0:
        _, before, entry = best[offset]
        pieces.append((start + before, start + offset, entry))
        offset = before
    tokens: list[Token] = []
    unknown: tuple[int, int] | None = None
    for left, right, entry in reversed(pieces):
        surface = text[left:right]
        if entry is not None:
            tokens.append(Token(left, right, surface, frozenset(entry.parts), entry=entry))
        elif surface in _PUNCTUATION:
            tokens.append(Token(left, right, surface, frozenset({"punctuation"})))
        else:
            unknown = (unknown[0] if unknown else left), right
            continue
        if unknown:
            tokens.insert(-1, _unknown(text, *unknown))
            unknown = None
    return [*tokens, _unknown(text, *unknown)] if unknown else tokens


def _unknown(text: str, start: int, end: int) -> Token:
    return Token(start, end, text[start:end], frozenset({"unknown"}))


@cache
def agency_ending() -> re.Pattern[str]:
    """Matches a text that names an agency to its end."""
    rules = words()
    return re.compile(rf"(?:{longest_first(rules.agency_endings)})(?:\([^()]*\))?$")
