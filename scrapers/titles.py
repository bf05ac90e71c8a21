"""What a title says by itself: fiscal year in any script, 预算 or 决算, scope (words: ``data/title_words.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc
from pydantic import BaseModel, ConfigDict

from domain.agencies import find_agency
from domain.declared import from_yaml
from domain.records import ReportType, Scope
from domain.text import squeeze, with_arabic_years

FIRST_YEAR, LAST_YEAR = 2005, 2049
_DATA = Path(__file__).parent / "data" / "title_words.yaml"
#: A day: its year is the day's, not the report's.
_DAY = re.compile(r"20\d{2}年\d{1,2}月(?:\d{1,2}日?)?|20\d{2}[-./]\d{1,2}[-./]\d{1,2}|(?<!\d)20\d{6}(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)(?:年度|年|度)?")
#: The year of posting beside the report's own: 2023年公开2022年度部门决算.
_POSTED_IN = re.compile(r"\d{2,4}年?度?(?:公开|公布|公示|发布|上传|挂网)")
#: A number printed as a year: 2052年, 20225年度, 二〇五二年.
_PRINTED_YEAR = re.compile(r"(?<!\d)(\d{4,5}|[〇○零一二三四五六七八九]{4})年")
_SHORT_YEAR = re.compile(r"(?<![\d第])(\d{2})(?=年(?!代|级|内|限|以))")
_TYPE = re.compile(
    r"预[(\[]决[)\]]算|决[(\[]预[)\]]算|预[、和及与]?决算|预算[、和及与/]?决算|决算[、和及与/]?预算|决算|预算"
)
_TAIL = re.compile(r"\s+[-–—_|]\s+|_|\s*\|\s*")
_SITE = re.compile(r"(?:网|网站|门户|平台|政府|首页|公开)$")
#: …部门预算-新宁县信访局-新宁县政府门户网站, …部门预算-部门预算-海宁市人民政府
_SITE_TAIL = re.compile(r"(?<=[\u4e00-\u9fff])[-–—]+[\u4e00-\u9fff]{2,20}(?:网|网站|门户|平台|(?P<place>人民政府))$")
#: A list that cuts its titles.
_CUT = re.compile(r"(?:\.{2,}|…+)$")
_EXTENSION = re.compile(r"\.(?:pdf|docx?|xlsx?|ofd|wps|et|rtf|ceb|zip|rar)(?:\(?(?:点击)?下载\)?)?$", re.IGNORECASE)
#: Subordinate units stay: they say what the figures cover.
_BRACKETED_ADDITION = re.compile(r"[(（](?:含|附|包括|内附)(?!下属|所属)[^()（）]*[)）]")


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    reason: str
    pattern: re.Pattern[str]
    ours_unclear: bool = False


class _Reason(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    zh: str
    en: str


class TitleWords(BaseModel):
    """The vocabulary as loaded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Misprints of the words that decide (patterns) -> the words, of the same length.
    spellings: dict[re.Pattern[str], str]
    #: What may be a misprint of 预算 or 决算 that is not declared.
    near_type: re.Pattern[str]
    #: An office of petition work that is no bureau by its name.
    petition_office: re.Pattern[str]
    #: The office of another body for the petitions it gets itself: 公安局信访办公室.
    foreign_office: re.Pattern[str]
    #: The same, printed in brackets behind the body: 教育局(信访办).
    foreign_bracket: re.Pattern[str]
    #: Where the name of a petition body may have been cut: 中共昆山市委昆山市人民政府信….
    cut_name: re.Pattern[str]
    #: A link text that is no title: 点击查看.
    no_title: re.Pattern[str]
    #: The petition desk of a town, a street, a company of the Corps.
    below_county: re.Pattern[str]
    not_a_type: tuple[re.Pattern[str], ...]
    #: Parts of a report that are posted by themselves, under titles that name neither 预算 nor 决算 of the body.
    part_alone: re.Pattern[str]
    weak_type: tuple[re.Pattern[str], ...]
    #: What a bureau calls a posting of its finances that may hold either: 财政信息公开, 财务公开.
    finances: re.Pattern[str]
    leave: tuple[_Rule, ...]
    county_total: tuple[re.Pattern[str], ...]
    #: A page that gathers the reports of many departments.
    gathered: tuple[re.Pattern[str], ...]
    zone: tuple[re.Pattern[str], ...]
    unclear: tuple[_Rule, ...]
    other_body: tuple[re.Pattern[str], ...]
    noise: tuple[re.Pattern[str], ...]
    #: Names of columns behind a title.
    tail: re.Pattern[str]
    #: A notice that is nothing but the posting of the report: 关于公开2021年度部门决算的通知.
    announced: re.Pattern[str]
    #: Two bodies in one printed name: 县政府办公室、信访局.
    joined_body: re.Pattern[str]
    #: What petition bureaus are also called, in brackets behind their own name.
    second_name: re.Pattern[str]
    #: What makes more of a bracket than a remark on the posting.
    no_remark: re.Pattern[str]
    known_words: tuple[re.Pattern[str], ...]
    section_words: tuple[re.Pattern[str], ...]
    scope: dict[Scope, re.Pattern[str]]
    reasons: dict[str, _Reason]


@cache
def title_words() -> TitleWords:
    return TitleWords.model_validate(from_yaml(_DATA.read_text(encoding="utf-8")))


_DECIDING = re.compile("预算|决算|信访")


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def respelled(text: str) -> str:
    """``text`` with the declared misprints mended and, where that shows a deciding word, in simplified characters.

    Character for character, so that positions stay; 乾县 and other simplified names that hold a traditional character
    are not touched unless the text is in traditional characters.
    """
    for misprint, meant in title_words().spellings.items():
        text = misprint.sub(meant, text)
    simple: str = _to_simplified().convert(text)
    if len(simple) != len(text) or len(_DECIDING.findall(simple)) == len(_DECIDING.findall(text)):
        return text
    return simple


@dataclass(frozen=True, slots=True)
class TitleReading:
    """``text`` is the title as it is compared: squeezed, years in digits, without site names and file extension.

    ``fiscal_year`` and ``report_type`` are ``None`` where none or more than one is printed (``years``, ``types``).
    """

    text: str
    years: tuple[int, ...]
    fiscal_year: int | None
    types: tuple[ReportType, ...]
    report_type: ReportType | None
    scope: Scope
    #: What is printed as a year where no year of a report is: a misprint (2052年) that no other source may mend.
    misprinted: tuple[str, ...] = ()

    @property
    def is_about_budgets(self) -> bool:
        return bool(self.types)

    @property
    def two_reports(self) -> bool:
        """The title names a 预算 and a 决算, each with its own year."""
        return len(self.types) > 1 and len(self.years) > 1


def read_title(title: str) -> TitleReading:
    """Read a title; nothing is guessed from what it does not print."""
    text = clean_title(title)
    reduced = _blanked(text, title_words().not_a_type)
    strong = _blanked(reduced, title_words().weak_type)
    reduced = strong if _types(strong) else reduced
    types = _types(reduced)
    years = _years(text)
    return TitleReading(
        text=text,
        years=tuple(dict.fromkeys(year for year, _ in years)),
        fiscal_year=_fiscal_year(years, text),
        types=types,
        report_type=types[0] if len(types) == 1 else None,
        scope=next((scope for scope, pattern in title_words().scope.items() if pattern.search(text)), Scope.UNKNOWN),
        misprinted=() if years else tuple(_PRINTED_YEAR.findall(_DAY.sub("□", text))),
    )


def clean_title(title: str) -> str:
    """The title without site names behind it, extension, spaces; Chinese and mixed year digits as Arabic ones."""
    text = without_noise(titled_part(title))
    text = _without_site(_EXTENSION.sub("", squeeze(text)))
    return with_arabic_years(text)


def cut_beginning(title: str) -> str | None:
    """What is left of a title that its list cuts (思南县信访局2025年度部门决算及…); ``None`` for a whole one."""
    text = clean_title(title)
    return _CUT.sub("", text) if _CUT.search(text) else None


def whole_title(title: str, page_title: str | None) -> str:
    """``title``, or the page's own where the list cut it and the page begins the same way."""
    beginning = cut_beginning(title)
    if beginning is not None and page_title and clean_title(page_title).startswith(beginning):
        return page_title
    return title


def printed_title(title: str, page_title: str | None) -> str:
    """What a report is called: the list's title, or the page's own where the list prints no more than whose it is."""
    whole = whole_title(title, page_title) or page_title or ""
    named = find_agency(whole)
    if page_title is None or named is None or (named.start, named.end) != (0, len(whole)):
        return whole
    page = read_title(page_title)
    is_whole = page.fiscal_year is not None and page.report_type is not None and find_agency(page.text) is not None
    return page_title if is_whole else whole


def without_extension(title: str) -> str:
    """``title`` as it stands, but for the extension of a file at its end: a report is not called after its file."""
    return _EXTENSION.sub("", title.rstrip()).rstrip() or title


def without_noise(text: str) -> str:
    """``text`` without what lists print around a title: days of posting, counters, index numbers."""
    for noise in reversed(title_words().noise):  # what stands last is taken off first
        text = noise.sub("", text)
    return text


def titled_part(title: str) -> str:
    """The title without the site and column names that pages set behind it, spaces kept.

    靖江市信访局 - 2021年部门预算: the part before, which names whose it is, stays.
    """
    parts = [part.strip() for part in _TAIL.split(title) if part.strip()]
    place = next((place for place, part in enumerate(parts) if "预算" in part or "决算" in part), None)
    if place is None:
        return title
    chosen = parts[place]
    if find_agency(chosen) is not None:
        return chosen
    before = [part for part in parts[:place] if not _SITE.search(part)]
    behind = [] if before else [part for part in parts[place + 1 :] if find_agency(part) and not _SITE.search(part)]
    return " ".join([*before, chosen, *behind[:1]])


def _without_site(text: str) -> str:
    """``text`` without a site's name hyphenated behind it, and without what else is only repeated between the two.

    Behind a title that names a body and its report, parts that are only names of columns go as well.
    """
    head, *tails = re.split(r"[-–—]+", text)
    if tails and _TYPE.search(head) and find_agency(head) is not None:
        while tails and title_words().tail.fullmatch(tails[-1]):
            text = text[: text.rindex(tails.pop())].rstrip("-–—")
    site = _SITE_TAIL.search(text)
    if site is None or (site["place"] and find_agency(text[: site.start()]) is None):
        return text  # 2021年部门预算-海宁市人民政府: there it is the body
    head, *tails = [part for part in re.split(r"[-–—]+", text[: site.start()]) if part]
    return "-".join([head, *(tail for tail in tails if tail not in head)])


def without_additions(text: str) -> str:
    """``text`` without brackets that only say what else is inside: ``(含绩效目标表)``."""
    return _BRACKETED_ADDITION.sub("", text)


def _blanked(text: str, phrases: tuple[re.Pattern[str], ...]) -> str:
    """``text`` with the phrases blanked out, so that positions stay."""
    for phrase in phrases:
        text = phrase.sub(lambda found: "□" * len(found.group()), text)
    return text


def _types(reduced: str) -> tuple[ReportType, ...]:
    found: dict[ReportType, None] = {}
    for word in _TYPE.findall(reduced):
        if word == "预算":
            found[ReportType.BUDGET] = None
        elif word == "决算":
            found[ReportType.FINAL_ACCOUNTS] = None
        else:
            found[ReportType.BUDGET] = found[ReportType.FINAL_ACCOUNTS] = None
    return tuple(sorted(found, key=lambda one: one.value))


def _years(text: str) -> list[tuple[int, int]]:
    """(year, position) of every year that is no day; two-digit years (23年) only where no full year stands."""
    undated = _DAY.sub(lambda found: "□" * len(found.group()), text)
    years = [(int(found.group(1)), found.start()) for found in _YEAR.finditer(undated)]
    if not years:
        years = [(2000 + int(found.group(1)), found.start()) for found in _SHORT_YEAR.finditer(undated)]
    return [(year, position) for year, position in years if FIRST_YEAR <= year <= LAST_YEAR]


def _fiscal_year(years: list[tuple[int, int]], text: str) -> int | None:
    """The one year, or the one besides that of posting (``2023年公开2022年度部门决算`` is of 2022)."""
    distinct = {year for year, _ in years}
    if len(distinct) > 1:
        distinct = {year for year, position in years if not _POSTED_IN.match(text, position)}
    return distinct.pop() if len(distinct) == 1 else None
