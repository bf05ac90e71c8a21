"""Words that say no more of a report than its year and kind: 2025年, 部门决算, 2025年预算公开, 查看."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scrapers.filenames import says_nothing

_WORDS = re.compile(
    r"^(?:(?P<year>20\d{2})年?度?)?(?P<kind>(?:[省市县区州盟旗]?本?级)?(?:部门|单位)?(?:收支)?(?:预算|决算))?"
    r"(?:公开|信息|情况|报表|报告|说明|表|文本|[及和]?[“\"]?三公[”\"]?经费)*(?:公开)?(?:\.(?:pdf|docx?|xlsx?|ofd|wps|zip|rar))?$",
    re.IGNORECASE,
)
_EDGES = " \t\r\n\u3000\u00a0:：|·•●▪■◆>»-—[]【】()（）《》、,，;；/"
#: What stands among links and says nothing of any: counts, days, both kinds at once.
_NO_MORE = re.compile(
    r"^(?:(?:部门|单位)?(?:预、?决算|预算[、和及与]?决算)(?:公开|信息)*|附件|查看|下载|更多|点击|展开|收起|详细|详情|全文|"
    r"(?:发布|公开|更新)(?:日期|时间)|new|hot|共|条|个|项|份|页|"
    r"20\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?|[^\u4e00-\u9fffA-Za-z\d]|(?<!\d)\d{1,3}(?!\d))*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """The year and the kind that are printed; ``""`` for what is not."""

    year: str
    kind: str

    @property
    def is_whole(self) -> bool:
        return bool(self.year and self.kind)

    @property
    def title(self) -> str:
        """The title that both make: 2025年部门决算."""
        return f"{self.year}年{self.kind}" if self.is_whole else ""


#: What a button says.
NOTHING = Said("", "")


def words_of(text: str) -> Said | None:
    """What ``text`` says of a report, where it says nothing else; buttons say nothing. ``None`` for any other text."""
    bare = "".join(text.split()).strip(_EDGES)
    found = _WORDS.match(bare) if bare else None
    if found is not None and (found["year"] or found["kind"]):
        return Said(found["year"] or "", found["kind"] or "")
    return (
        Said("", "") if text.strip() and says_nothing(text) and not re.search(r"[一二三四五六七八九十]", text) else None
    )


def says_no_more(text: str) -> bool:
    """True for what stands among links and says nothing of any of them."""
    return _NO_MORE.match(text) is not None
