"""Pictures of the pages of one report are read as one document, and what each prints stays with it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from PIL import Image

from domain.records import DocumentState, Fact, Method
from parsers.evidence import locate, show
from parsers.evidence.picture import MARK
from parsers.examine import ReadDocument
from parsers.isolation import ReaderPool
from parsers.model import NOTHING_KNOWN, Limits, ReportContext, UnreadableDocument
from parsers.parse import ParseResult, Source, parse_report
from parsers.pictures import Interrupted, read_all
from parsers.readers.ocr import scans as recognising
from parsers.readers.ocr.limits import Deadline
from parsers.workbench import InProcess, Workbench
from tests.parsers.readers.archive_maker import plain_zip
from tests.parsers.readers.ocr import played, scans

pytestmark = pytest.mark.ocr
CONTEXT = ReportContext(fiscal_year=2023, report_type="final_accounts", agency="示例县信访局", province="山西省")
READ, NO_FIGURES, EMPTY, DAMAGED = (
    DocumentState.READ,
    DocumentState.NO_FIGURES,
    DocumentState.EMPTY,
    DocumentState.DAMAGED,
)


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> None:
    played.play(monkeypatch.setattr)


def sources(*pages: str | bytes) -> list[Source]:
    return [Source(page if isinstance(page, bytes) else played.picture(page), f"{at}.png")
            for at, page in enumerate(pages, start=1)]  # fmt: skip


def parse(
    given: Sequence[Source],
    context: ReportContext = CONTEXT,
    *,
    workbench: Workbench | None = None,
    identified: bool = True,
    keep_models: bool = False,
) -> ParseResult:
    return parse_report(
        given, context, report_id="r", workbench=workbench, identified=identified, keep_models=keep_models
    )


def states(result: ParseResult) -> list[DocumentState]:
    return [document.state for document in result.documents]


def figures(facts: Sequence[Fact]) -> set[tuple[str, str]]:
    return {(fact.item, fact.printed) for fact in facts}


def printed_in(result: ParseResult, at: int) -> list[Fact]:
    return [fact for fact in result.facts if fact.document_id == result.documents[at].document_id]


def failed(result: ParseResult) -> list[str]:
    return [check.message_zh for check in result.checks if check.verdict.failed]


def is_together(*documents: ReadDocument) -> bool:
    return {document.series for document in documents} == {documents[0].document_id}


@pytest.mark.usefixtures("play")
def test_a_table_that_goes_on_in_the_next_picture_is_one_and_each_row_names_its_picture() -> None:
    whole, both = parse(sources("table")), parse(sources("begins", "goes on"))
    assert states(both) == [READ, READ]
    assert is_together(*both.documents)
    assert len(both.facts) > 15
    begun, rest = printed_in(both, 0), printed_in(both, 1)
    assert len(begun) + len(rest) == len(both.facts)
    assert {fact.page for fact in both.facts} == {1}
    assert {fact.code for fact in rest} == {"208", "20805", "2080505"}
    assert {(fact.table_no, fact.row_no) for fact in rest} == {(1, 6), (1, 7), (1, 8)}
    assert {fact.row_no for fact in begun} == {2, 3, 4, 5}
    assert min(fact.bbox[1] for fact in begun if fact.bbox) > 700
    assert max(fact.bbox[3] for fact in rest if fact.bbox) < 120
    assert whole.facts == ()  # nothing says what it is: no title and no unit


@pytest.mark.usefixtures("play")
def test_the_identities_of_a_table_over_two_pictures_see_all_of_it() -> None:
    result = parse(sources("begins", "goes on"))
    sums = [check for check in result.checks if check.rule == "I05" and len(check.fact_ids) == 3]
    assert sums
    pictures = {fact.fact_id: fact.document_id for fact in result.facts}
    assert any(len({pictures[name] for name in check.fact_ids}) == 2 for check in sums)
    assert failed(result) == []


@pytest.mark.usefixtures("play")
def test_title_and_unit_on_one_picture_hold_for_the_table_on_the_next() -> None:
    result = parse(sources("title", "table"))
    assert states(result) == [NO_FIGURES, READ]
    assert {fact.document_id for fact in result.facts} == {result.documents[1].document_id}
    assert {fact.printed_unit for fact in result.facts} == {"万元"}
    assert figures(result.facts) == figures(parse(sources("begins", "goes on")).facts)


@pytest.mark.usefixtures("play")
def test_a_figure_in_a_sentence_over_two_pictures_is_that_of_the_picture_that_prints_it() -> None:
    result = parse(sources("sentence begins", "sentence ends"))
    assert [fact.printed for fact in printed_in(result, 0)] == ["216.00"]
    rest = printed_in(result, 1)
    assert [fact.printed for fact in rest] == ["16.00", "8.00"]
    assert all(fact.bbox and fact.bbox[3] < 100 for fact in rest)
    assert {fact.item for fact in rest} == {fact.item for fact in printed_in(result, 0)}
    alone = [parse(sources(name)) for name in ("sentence begins", "sentence ends")]
    assert [len(one.facts) for one in alone] == [1, 0]


@pytest.mark.usefixtures("play")
@pytest.mark.parametrize("between", [played.grey(255), played.code(), played.grey(130, (800, 40))])
def test_a_blank_page_a_code_or_a_line_between_two_pages_parts_nothing(between: bytes) -> None:
    result = parse(sources("begins", between, "goes on"))
    assert states(result) == [READ, EMPTY, READ]
    assert is_together(result.documents[0], result.documents[2])
    assert result.documents[1].series is None
    assert figures(result.facts) == figures(parse(sources("begins", "goes on")).facts)


@pytest.mark.usefixtures("play")
def test_behind_a_picture_that_cannot_be_read_nothing_goes_on() -> None:
    broken = played.picture("begins")[:100]
    for between, state in ((broken, DAMAGED), (played.illegible(), EMPTY)):
        result = parse(sources("begins", between, "others"))
        assert states(result) == [READ, state, NO_FIGURES]
        assert figures(result.facts) == figures(parse(sources("begins")).facts)
        assert [table.document_id for table in result.unrecognised] == [result.documents[2].document_id]
        assert {document.series for document in result.documents} == {None}


@pytest.mark.usefixtures("play")
def test_what_stands_before_and_behind_a_broken_picture_is_read_together_on_each_side() -> None:
    result = parse(sources("begins", "goes on", b"\x89PNG\r\n\x1a\n broken", "sentence begins", "sentence ends"))
    assert states(result) == [READ, READ, DAMAGED, READ, READ]
    first, second, _, third, fourth = result.documents
    assert is_together(first, second)
    assert is_together(third, fourth)


@pytest.mark.usefixtures("play")
def test_pages_whose_printed_numbers_do_not_follow_are_not_joined() -> None:
    assert len(parse(sources("begins, page 1", "goes on, page 2")).facts) == 21
    apart = parse(sources("begins, page 1", "goes on, page 3"))
    assert figures(apart.facts) == figures(parse(sources("begins")).facts)
    assert len(apart.unrecognised) == 1


@pytest.mark.usefixtures("play")
def test_behind_a_file_that_could_not_be_had_nothing_goes_on() -> None:
    before, behind = sources("begins", "goes on")
    result = parse([before, replace(behind, after_gap=True)])
    assert figures(result.facts) == figures(parse(sources("begins")).facts)


@pytest.mark.usefixtures("play")
def test_a_logo_between_two_pages_is_read_aside_and_a_page_of_words_ends_the_table() -> None:
    both = parse(sources("begins", "goes on"))
    result = parse(sources("begins", played.picture("logo", (200, 200)), "goes on"))
    assert states(result) == [READ, NO_FIGURES, READ]
    assert is_together(result.documents[0], result.documents[2])
    assert (result.documents[1].series, figures(result.facts)) == (None, figures(both.facts))
    parted = parse(sources("begins", "logo", "goes on"))
    assert is_together(*parted.documents)
    assert figures(parted.facts) == figures(parse(sources("begins")).facts)


@pytest.mark.usefixtures("play")
def test_pages_of_one_file_count_within_it() -> None:
    result = parse(sources(played.tiff("logo", "begins"), "goes on"))
    first, second = result.documents
    assert (first.pages, second.pages) == (2, 1)
    assert {fact.page for fact in printed_in(result, 0)} == {2}
    assert {fact.page for fact in printed_in(result, 1)} == {1}
    assert len(result.facts) == 21
    assert first.notes[0] == "read by text recognition: page 1-2"


@pytest.mark.usefixtures("play")
def test_each_picture_is_a_document_of_its_own_that_says_with_which_others_it_was_read() -> None:
    result = parse(sources("begins", "goes on"), keep_models=True)
    first, second = result.documents
    assert "picture 1 of 2" in first.notes[-1]
    assert "picture 2 of 2" in second.notes[-1]
    assert first.text_sha256 != second.text_sha256
    assert [document.media_type for document in result.documents] == ["image/png"] * 2
    assert {fact.method for fact in result.facts} == {Method.OCR}
    models = {document.document_id: document.model for document in result.documents}
    for fact in result.facts:
        model = models[fact.document_id]
        assert model is not None
        place = locate(model, fact)
        assert (place.page, place.bbox) == (fact.page, fact.bbox)


@pytest.mark.usefixtures("play")
def test_evidence_marks_the_figure_on_the_picture_that_prints_it() -> None:
    given = sources("begins", "goes on")
    fact = next(fact for fact in parse(given).facts if fact.code == "2080505")
    assert fact.document_id == given[1].document_id
    shown = show(given[1], fact)
    image = Image.open(io.BytesIO(shown.data)).convert("RGB")
    red = [y for y in range(image.height) for x in range(0, image.width, 7) if image.getpixel((x, y)) == MARK]
    assert shown.page == 1
    assert red
    assert image.height - min(red) > 0.8 * 842  # at the top of the page, below the caption


@pytest.mark.usefixtures("play")
def test_what_is_known_of_a_report_by_one_picture_holds_for_the_next() -> None:
    result = parse(sources("sentence begins", "title", "table"), NOTHING_KNOWN, identified=False)
    assert (result.context.fiscal_year, result.context.report_type) == (2023, "final_accounts")
    assert len({document.context for document in result.documents}) == 1


@pytest.mark.usefixtures("play")
def test_members_of_an_archive_come_in_the_order_of_the_numbers_in_their_names() -> None:
    pages = {f"决算公开/第{number}页.png": played.picture(name)
             for number, name in ((10, "goes on"), (2, "logo"), (9, "begins"))}  # fmt: skip
    result = parse([Source(plain_zip(pages), "决算.zip")])
    names = [document.source.file_name for document in result.documents[1:]]
    assert names == ["决算公开/第2页.png", "决算公开/第9页.png", "决算公开/第10页.png"]
    assert len(result.facts) == 21
    assert result.documents[1].series is None  # pages 3 to 8 are missing


@pytest.mark.usefixtures("play")
@pytest.mark.parametrize(
    "names",
    [
        ("正文.png", "附表.png"),
        ("1.png", "3.png"),
        ("1-1.png", "2-2.png"),
        ("1.png", "01.png"),
        ("2023年.png", "2024年.png"),
    ],
)
def test_members_whose_order_their_names_do_not_tell_are_read_one_by_one(names: tuple[str, str]) -> None:
    pages = dict(zip(names, (played.picture("begins"), played.picture("goes on")), strict=True))
    result = parse([Source(plain_zip(pages), "决算.zip")])
    assert figures(result.facts) == figures(parse(sources("begins")).facts)
    assert {document.series for document in result.documents} == {None}


@pytest.mark.usefixtures("play")
def test_pictures_of_a_page_whose_names_contradict_their_order_are_not_joined() -> None:
    before, behind = sources("begins", "goes on")
    keys = [replace(before, file_name="P020240301123.png"), replace(behind, file_name="P020240301987.png")]
    assert len(parse(keys).facts) == 21
    for names in (("1.png", "3.png"), ("2.png", "1.png"), ("2022年.png", "2023年.png")):
        named = [replace(one, file_name=name) for one, name in zip((before, behind), names, strict=True)]
        assert figures(parse(named).facts) == figures(parse([before]).facts)


@pytest.mark.usefixtures("play")
@pytest.mark.parametrize("limits", [Limits(pages=1), Limits(bytes=len(played.picture("begins")) + 10)])
def test_a_series_beyond_the_limits_of_one_document_is_read_one_by_one(limits: Limits) -> None:
    result = parse(sources("begins", "goes on"), workbench=InProcess(limits))
    assert states(result) == [READ, NO_FIGURES]
    assert {document.series for document in result.documents} == {None}


@pytest.mark.usefixtures("no_recognition")
def test_without_the_extra_every_picture_is_scanned() -> None:
    assert states(parse(sources("begins", "goes on"))) == [DocumentState.SCANNED] * 2


@pytest.mark.usefixtures("play")
def test_a_reader_process_says_the_same_and_a_picture_that_ends_it_costs_only_itself() -> None:
    with ReaderPool(module="tests.parsers.readers.ocr.played") as pool:
        sound = sources("begins", "goes on")
        assert parse(sound, workbench=pool, keep_models=True) == parse(sound, keep_models=True)
        result = parse(sources("begins", "goes on", played.grey(played.DEADLY), "others"), workbench=pool)
    assert states(result) == [READ, READ, DAMAGED, NO_FIGURES]
    assert is_together(*result.documents[:2])
    assert "made its reader crash" in str(result.documents[2].message)
    assert result.facts == parse(sound).facts


@pytest.mark.parametrize(
    ("at", "told"),
    [(None, ["a", "b", "c"]), (3, ["a", "b", "c"]), (0, ["a", "bc"]), (1, ["a", "b", "c"]), (2, ["ab", "c"])],
)
def test_what_is_read_anew_where_reading_a_series_was_ended(at: int | None, told: list[str]) -> None:
    read: list[str] = []

    def answer(pictures: Sequence[Source]) -> list[ReadDocument]:
        read.append("".join(picture.data.decode() for picture in pictures))
        return [ReadDocument(picture.document_id, "image/png", NO_FIGURES) for picture in pictures]

    def some(pictures: Sequence[Source], _: ReportContext) -> list[ReadDocument]:
        if len(pictures) == 3:
            raise Interrupted(DocumentState.TIMEOUT, "", at)
        return answer(pictures)

    given = [Source(name.encode()) for name in "abc"]
    found = read_all(given, CONTEXT, some=some, one=lambda one, _: answer([one])[0], limits=Limits())
    assert [document.document_id for document in found] == [source.document_id for source in given]
    assert read == told


@pytest.mark.usefixtures("play")
def test_when_the_time_of_one_document_is_up_the_other_pictures_have_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    class Short(Deadline):
        def begin(self, page: int) -> None:
            if page > 2:
                raise UnreadableDocument(DocumentState.TIMEOUT, "the time is up")
            super().begin(page)

    monkeypatch.setattr(recognising, "Deadline", Short)
    result = parse(sources("begins", "goes on", "sentence begins", "sentence ends"))
    assert states(result) == [READ] * 4
    assert is_together(*result.documents[:2])
    assert is_together(*result.documents[2:])


def test_two_real_pictures_of_a_page_say_together_what_the_page_says(xiangyuan: bytes) -> None:
    image = scans.clean_image(xiangyuan, 9)
    cut = 1160  # below a row of the table
    above, below = image.copy(), image.copy()
    above[cut + 2 :] = 255
    below[:] = 255
    below[200 : 200 + 700] = image[cut - 3 : cut + 697]
    halves = [scans.jpeg(scans.scanned(half, skew=turn, noise=2.0)) for half, turn in ((above, 0.3), (below, -0.3))]
    context = replace(CONTEXT, agency="襄垣县信访局")
    with ReaderPool() as pool:
        result = parse([Source(half, f"{at}.jpg") for at, half in enumerate(halves)], context, workbench=pool)
    assert states(result) == [READ, READ]
    read = parse([Source(scans.pages_of(xiangyuan, [9]), "a.pdf")], context)
    assert figures(result.facts) == figures(read.facts)
    assert min(len(printed_in(result, at)) for at in (0, 1)) > 20
    assert failed(result) == failed(read)
