"""Where documents are read and checks are evaluated: this process, or children with limits (``parsers.isolation``)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from domain.records import Fact
from parsers.examine import ReadDocument, Reconciled, Source, evaluate, examine
from parsers.model import DEFAULT_LIMITS, Limits, ReportContext
from parsers.pictures import examine_pictures, read_all
from parsers.readers import Member, members
from parsers.readers.second_opinion import SeenCell, second_opinion


class Workbench(Protocol):
    """Where documents are read and checks are evaluated: this process or a child with limits."""

    def document(
        self, source: Source, context: ReportContext, *, identified: bool = True, keep_model: bool = False
    ) -> ReadDocument:
        """As :func:`parsers.examine.examine`; never raises for what a stranger's bytes do."""
        ...

    def pictures(
        self,
        sources: Sequence[Source],
        context: ReportContext,
        *,
        identified: bool = True,
        keep_model: bool = False,
    ) -> tuple[ReadDocument, ...]:
        """Pictures of pages in their order, read as one document in so far as they are sound; one answer for each.

        Never raises for what a stranger's bytes do.
        """
        ...

    def checks(self, facts: Sequence[Fact], context: ReportContext) -> Reconciled:
        """As :func:`parsers.examine.evaluate`. Raises :class:`UnreadableDocument` when the limits are overrun."""
        ...

    def members(self, data: bytes) -> tuple[Member, ...]:
        """Files of an archive. Raises :class:`UnreadableDocument`."""
        ...

    def second_opinion(self, data: bytes, pages: Sequence[int]) -> tuple[SeenCell, ...]:
        """Table cells of pages of a PDF as a second reader sees them. Raises :class:`UnreadableDocument`."""
        ...


class InProcess:
    """A workbench without a child process: for tests and measurements. Time and memory are not limited."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    def document(
        self, source: Source, context: ReportContext, *, identified: bool = True, keep_model: bool = False
    ) -> ReadDocument:
        return examine(source, context, limits=self._limits, identified=identified, keep_model=keep_model)

    def pictures(
        self,
        sources: Sequence[Source],
        context: ReportContext,
        *,
        identified: bool = True,
        keep_model: bool = False,
    ) -> tuple[ReadDocument, ...]:
        return read_all(
            sources,
            context,
            limits=self._limits,
            some=partial(examine_pictures, limits=self._limits, identified=identified, keep_model=keep_model),
            one=partial(self.document, identified=identified, keep_model=keep_model),
        )

    def checks(self, facts: Sequence[Fact], context: ReportContext) -> Reconciled:
        return evaluate(facts, context)

    def members(self, data: bytes) -> tuple[Member, ...]:
        return members(data, self._limits)

    def second_opinion(self, data: bytes, pages: Sequence[int]) -> tuple[SeenCell, ...]:
        return second_opinion(data, pages)
