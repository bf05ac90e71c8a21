"""``bench.discovery`` counts what it says, and the labelled set stays large and well decided."""

from __future__ import annotations

from bench.discovery import backfill, nightly
from bench.discovery.titles import KNOWN, TITLES, Case, labelled, measure, recorded
from domain.divisions import load_divisions
from domain.records import ReportType

DIVISIONS = load_divisions()
FINAL = ReportType.FINAL_ACCOUNTS


def test_wrong_identities_and_missed_reports_count_against_precision_and_recall() -> None:
    score = measure(
        [
            Case("襄垣县信访局2022年度部门决算", "140423", "take", 2022, FINAL),
            Case("襄垣县信访局2021年度部门决算", "140423", "take", 2020, FINAL),  # another year: taken, not right
            Case("襄垣县信访局2020年度部门决算", "140423", "leave"),  # taken although it should be left
            Case("襄垣县教育局2020年度部门决算", "140423", "take", 2020, FINAL),  # left although it should be taken
            Case("襄垣县信访局预决算公开", "140423", "unsure"),
        ],
        DIVISIONS,
    )
    assert (score.titles, score.reports, score.taken, score.right) == (5, 3, 3, 1)
    assert (round(score.precision, 3), round(score.recall, 3), score.met) == (0.333, 0.333, False)
    assert [title for title, _, _ in score.wrong] == [
        "襄垣县信访局2021年度部门决算",
        "襄垣县信访局2020年度部门决算",
        "襄垣县教育局2020年度部门决算",
    ]
    assert score.undecided == 0


def test_the_labelled_sets_are_large_and_without_repeats() -> None:
    """That they are decided as labelled is looked at set by set: ``test_classify``."""
    sets = [[(case.title, case.division) for case in labelled(path)] for path in TITLES]
    assert sum(map(len, sets)) >= 5000
    assert [titles for titles in sets if len(set(titles)) < len(titles)] == []


def test_recorded_pages_meet_the_goals() -> None:
    assert measure(recorded(KNOWN, DIVISIONS), DIVISIONS).met


def test_a_quiet_portal_of_any_family_costs_at_most_two_requests_and_no_page() -> None:
    night = nightly.quiet_night(60, 0.0, 4)
    assert (night.portals, night.unlike) == (60, 0)
    assert night.requests <= nightly.REQUESTS_GOAL * 60
    assert night.bytes < 2000 * 60  # robots.txt, and the answers to posted forms


def test_a_killed_first_reading_fetches_no_archived_item_again() -> None:
    resumed = backfill.run(1)
    assert (resumed.reports, resumed.found, resumed.repeated, resumed.met) == (24, 24, 0, True)
