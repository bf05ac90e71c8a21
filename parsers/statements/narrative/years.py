"""The year of a sentence: 2022年度采购支出100万元，机关运行经费88万元 speaks of 2022 until another year is named."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.statements.narrative.leads import Lead
from parsers.statements.narrative.subjects import Context

ANOTHER_YEAR = "a figure of another year"
#: A year that is neither this one nor the last: its figures are not read.
_DOUBTFUL = -1
_THIS_YEAR = ("今年", "本年", "当年", "本期")


@dataclass(slots=True)
class SentenceYear:
    """``year`` is another than the report's, with which the sentence began; ``told``: a figure stood in it before.

    A year that is named behind a figure of this year (…100万元，2022年为90万元) is that of its own clause only.
    """

    year: int | None = None
    told: bool = False
    #: The year was said in figures.
    stated: bool = False

    def date(self, lead: Lead, context: Context, *, figure: bool) -> None:
        """Take the year that the words name, or give them the one before; words that cannot have it are refused."""
        places = {context.place_of(year) for year in lead.years}
        if "present" in places:
            self.year = None
        elif places or lead.prior:
            self._begin(lead, figure=figure)
        elif self.year is not None:
            self._go_on(lead, figure=figure)

    def _begin(self, lead: Lead, *, figure: bool) -> None:
        if self.told and self.year is None:
            return
        if figure or (lead.years and not lead.names and not lead.unknown and lead.reason is None):
            sure = bool(lead.years) and not lead.unknown and lead.refusal is None
            self.year = lead.years[-1] if sure else _DOUBTFUL
            self.stated = bool(lead.years)
        if self.told:
            _refuse_comparison(lead)

    def _go_on(self, lead: Lead, *, figure: bool) -> None:
        if lead.arrived:
            self.year = None  # 从2022年的100万元增加到120万元
            return
        this_year = [token.text for token in lead.tokens if token.text.startswith(_THIS_YEAR)]
        if this_year and (not self.stated or "今年" in "".join(this_year)):
            self.year = None
            return
        if figure and lead.base is None and (lead.names or lead.aspects):
            lead.years.append(_DOUBTFUL if this_year or self.year is None else self.year)
        _refuse_comparison(lead)


def _refuse_comparison(lead: Lead) -> None:
    """A change, share or rate of another year is no figure of this one."""
    if lead.direction is not None or lead.completion or lead.share or lead.deviation_rate or lead.no_change:
        lead.refusal = lead.refusal or ANOTHER_YEAR
