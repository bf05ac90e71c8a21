"""Which declared table a grid is: by its title and the words of its head, or by an unambiguous head alone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from parsers.model import Ruling
from parsers.statements.labels import label_key
from parsers.statements.tables.captions import Caption, TitleReader, read_caption
from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declarations import Declaration, Layout, Library
from parsers.statements.tables.declared_parts import Role
from parsers.statements.tables.facts import FactMaker
from parsers.statements.tables.grid import Grid
from parsers.statements.tables.head_rows import SEARCHED_ROWS
from parsers.statements.tables.header import Header, find_header
from parsers.statements.tables.layouts import LAYOUTS
from parsers.statements.tables.layouts.performance import fits_performance
from parsers.statements.tables.layouts.statistics import knows_its_rows
from parsers.statements.tables.pieces import Piece
from parsers.statements.tables.split_heads import join_split_heads


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why a table was not recognised: a sentence for a person, the title and head it prints."""

    reason: str
    title: str | None
    head: tuple[str, ...]
    #: What the title says the table is, where the head contradicts it, and what stands around it.
    titled: tuple[Declaration, ...] = ()
    caption: Caption | None = None


@dataclass(frozen=True, slots=True)
class Recogniser:
    library: Library
    titles: TitleReader
    year: int | None
    final_accounts: bool

    def recognise(self, piece: Piece) -> TableCase | Unknown:
        """The case to read, or why there is none."""
        grid = piece.grid
        if grid.ruling is not Ruling.UNCERTAIN:
            return self._recognised(grid, piece)
        title = self._caption(grid, piece).title
        return Unknown(
            "the columns of these lines of text are not certain", title.printed if title else None, _head(grid)
        )

    def _recognised(self, grid: Grid, piece: Piece) -> TableCase | Unknown:
        join_split_heads(grid, self.library.common)
        titled, caption = self._titled(grid, piece)
        fits = [case for declaration in titled if (case := self._case(grid, caption, declaration)) is not None]
        if fits:
            return max(fits, key=_understood)
        weak = caption.title is not None and caption.title.weak
        if titled and not weak:
            unread = all(declaration.layout is Layout.UNREAD for declaration in titled)
            reason = "known table that is not read" if unread else "the head does not fit the title"
            printed = caption.title.printed if caption.title else None
            return Unknown(reason, printed, _head(grid), () if unread else tuple(titled), caption)
        if caption.title is not None and caption.title.known and not weak:
            return Unknown("known table that is not read", caption.title.printed, _head(grid))
        hinted = self._by_topic(grid, caption) or self._by_heading(grid, caption)
        if hinted is not None:
            return hinted
        alone = [] if self._foreign(caption) else self._alone(grid, caption)
        if len({case.declaration.table for case in alone}) == 1 and not any(case.header.unknown for case in alone):
            return max(alone, key=lambda case: len(case.header.columns))
        reason = "no declaration fits" if not alone else "the head fits more than one table and no title decides"
        return Unknown(reason, caption.title.printed if caption.title else None, _head(grid))

    def _by_topic(self, grid: Grid, caption: Caption) -> TableCase | None:
        """The one table of which an undeclared title speaks and whose head fits; ``None`` for none and for several."""
        if caption.title is None or caption.title.known:
            return None
        about = [one for one in self.library.declarations if one.about(caption.title.key)]
        fits = [case for one in about if (case := self._case(grid, caption, one)) is not None]
        if len({(case.declaration.table, case.declaration.states) for case in fits}) != 1:
            return None
        return max(fits, key=_understood)

    def _by_heading(self, grid: Grid, caption: Caption) -> TableCase | None:
        """The one table that the line above names, where there is no title and the head and nearly all rows fit."""
        if caption.title is not None:
            return None
        line = next((one for one in reversed(caption.above) if not self.titles.is_caption_line(one)), None)
        headed = self.titles.headed(line) if line is not None else []
        fits = [case for one in headed if (case := self._case(grid, caption, one)) is not None]
        return fits[0] if len(fits) == 1 and not fits[0].header.unknown and knows_its_rows(fits[0]) else None

    def _foreign(self, caption: Caption) -> bool:
        """An unknown title that speaks of other money: the head alone would mislead."""
        return caption.title is not None and bool(self.library.common.foreign.search(caption.title.key))

    def _alone(self, grid: Grid, caption: Caption) -> list[TableCase]:
        """The declared tables that the head alone may recognise and does."""
        labels = {label_key(cell.text) for row in range(grid.rows) for cell in grid.filled(row)}
        found: list[TableCase] = []
        for declaration in self.library.declarations:
            telling = declaration.telling_rows
            if declaration.header_alone and (telling is None or any(label in telling for label in labels)):
                case = self._case(grid, caption, declaration)
                if case is not None and _tells(case):
                    found.append(case)
        return found

    def _titled(self, grid: Grid, piece: Piece) -> tuple[list[Declaration], Caption]:
        """Declarations that the title names; the caption may stand inside the grid, above the head."""
        caption = self._caption(grid, piece)
        title = caption.title
        if title is None:
            return [], caption
        # What the reference list says of a title counts before the patterns.
        listed = [declaration for declaration in self.library.declarations if declaration.table in title.tables]
        named = [declaration for declaration in self.library.declarations if declaration.id in title.declarations]
        both = [declaration for declaration in listed if declaration in named]
        return [declaration for declaration in named if declaration.title_first] or both or listed or named, caption

    def _caption(self, grid: Grid, piece: Piece) -> Caption:
        return read_caption(grid, piece.above, piece.below, self.titles, self.library.common)

    def _case(self, grid: Grid, caption: Caption, declaration: Declaration) -> TableCase | None:
        year = self.year or caption.year
        header = self._header(grid, declaration, caption, year)
        if header is None:
            return None
        case = TableCase(
            grid=grid,
            header=header,
            caption=caption,
            declaration=declaration,
            common=self.library.common,
            titles=self.titles,
            maker=FactMaker(grid, self.library.common, None, Decimal(1)),
            year=year,
        )
        return case if LAYOUTS[declaration.layout].fits(case) else None

    def _header(self, grid: Grid, declaration: Declaration, caption: Caption, year: int | None) -> Header | None:
        if declaration.layout is Layout.UNREAD:
            return None
        if declaration.performance is not None:
            return Header(0, -1, (), ()) if fits_performance(grid, declaration.performance) else None
        printed = caption.title.key if caption.title is not None else ""
        final = self.final_accounts or "决算" in printed
        return find_header(grid, declaration, self.library.common, year, final_accounts=final)


def _understood(case: TableCase) -> tuple[int, bool]:
    """How much of the head a declaration explains, then whether it knows the rows; the first of equals is taken."""
    coded = bool(case.header.with_role(Role.CODE))  # then the rows are told by their codes
    listed = case.declaration.layout is Layout.STATISTICS and not coded and knows_its_rows(case)
    return len(case.header.columns) - len(case.header.unknown), listed


def _tells(case: TableCase) -> bool:
    names = {column.name for column in case.header.values}
    return not any(names.isdisjoint(group) for group in case.declaration.alone_requires)


def _head(grid: Grid) -> tuple[str, ...]:
    """The texts of the first rows, for a person to see what a table is about."""
    row = next((row for row in range(min(grid.rows, SEARCHED_ROWS)) if len(grid.filled(row)) >= 2), 0)
    return tuple(" ".join(cell.text.split())[:40] for cell in grid.filled(row))
