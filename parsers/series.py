"""Which files of a report are pictures of pages that follow each other: they are read as one document.

A portal shows pictures in the order of their pages; the order of an archive's members says nothing, so there only
numbers in the names do. A number left out is a page that is missing, and where names do not tell the order the pictures
are read one by one: what may not follow each other is never joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from domain.text import normalise
from parsers.examine import ReadDocument, Source
from parsers.readers import media, sniff

#: Numbers from here on count no pages of a portal's page: dates, times and keys.
_MOST_PAGES = 1000
#: What differs in one of these is another report.
_YEARS = range(1990, 2100)
#: Strangers choose the names: a longer number is read as several, and int() refuses very long ones.
_DIGITS = re.compile(r"(\d{1,18})")

#: A name without its numbers, and they.
_Name = tuple[tuple[str, ...], tuple[int, ...]]


def in_series(sources: Iterable[Source | ReadDocument]) -> list[tuple[Source, ...] | ReadDocument]:
    """The sources, pictures of successive pages together, everything else by itself; in the order given, but that
    members of an archive whose names count them come in the order of their numbers.
    """
    given = list(sources)
    counted = _counted([one for one in given if isinstance(one, Source) and one.archive and _is_picture(one)])
    found: list[tuple[Source, ...] | ReadDocument] = []
    open_run: list[Source] = []
    placed: set[str] = set()
    for one in given:
        if isinstance(one, Source) and not one.archive and _is_picture(one):
            if open_run and (one.after_gap or not _may_follow(open_run[-1], one)):
                found.append(tuple(open_run))
                open_run = []
            open_run.append(one)
            continue
        if open_run:
            found.append(tuple(open_run))
            open_run = []
        if isinstance(one, ReadDocument):
            found.append(one)
        elif one.document_id not in counted:
            found.append((one,))
        elif one.document_id not in placed:
            runs = counted[one.document_id]
            found += runs
            placed |= {source.document_id for run in runs for source in run}
    return [*found, tuple(open_run)] if open_run else found


def _is_picture(source: Source) -> bool:
    return sniff(source.data) in media.IMAGES


def _counted(members: Sequence[Source]) -> dict[str, list[tuple[Source, ...]]]:
    """``document_id`` → all runs of the pictures that its name counts, for each of them."""
    groups: dict[tuple[object, ...], list[tuple[Source, tuple[int, ...]]]] = {}
    for source in members:
        words, numbers = _name(source)
        groups.setdefault((source.archive, words), []).append((source, numbers))
    found: dict[str, list[tuple[Source, ...]]] = {}
    for group in groups.values():
        place = _varying([numbers for _, numbers in group])
        if place is None:
            continue
        runs: list[list[Source]] = []
        last = None
        for source, numbers in sorted(group, key=lambda one: one[1][place]):
            if last is None or numbers[place] != last + 1:
                runs.append([])
            runs[-1].append(source)
            last = numbers[place]
        whole = [tuple(run) for run in runs]
        found |= {source.document_id: whole for source, _ in group}
    return found


def _name(source: Source) -> _Name:
    """The name without its ending: 预算公开_2.jpg → (预算公开_, ""), (2,)."""
    path = PurePosixPath(normalise(source.file_name or ""))
    parts = _DIGITS.split(str(path.with_suffix("")) if path.name else "")
    return tuple(parts[::2]), tuple(int(digits) for digits in parts[1::2])


def _varying(names: Sequence[tuple[int, ...]]) -> int | None:
    """The one number in which names of the same words differ, each from all others."""
    columns = [(place, set(numbers)) for place, numbers in enumerate(zip(*names, strict=True))]
    differing = [(place, numbers) for place, numbers in columns if len(numbers) > 1]
    if len(differing) != 1:
        return None
    place, numbers = differing[0]
    return place if len(numbers) == len(names) and not numbers.intersection(_YEARS) else None


def _may_follow(before: Source, source: Source) -> bool:
    """False where the names of two pictures say that they are not neighbours: 1.jpg, 3.jpg; 2023年.jpg, 2024年.jpg."""
    (words, one), (other_words, two) = _name(before), _name(source)
    if words != other_words:
        return True
    differing = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
    if any(a in _YEARS and b in _YEARS for a, b in differing):
        return False
    if len(differing) != 1 or max(differing[0]) >= _MOST_PAGES:
        return True
    return differing[0][1] == differing[0][0] + 1


def wholes(documents: Iterable[ReadDocument]) -> Mapping[str, str]:
    """``document_id`` → that of the series it was read with, for the documents of a series."""
    return {document.document_id: document.series for document in documents if document.series is not None}
