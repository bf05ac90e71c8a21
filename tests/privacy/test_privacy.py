"""No made-up person of the labelled set leaves the archive, whatever the format, and what is public stays."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from domain.redaction import redact
from tests.privacy.measure import Harvested, leaks, left_behind, of_lines
from tests.privacy.planted import KEEP, half_width, lines, normalised, prints
from tests.privacy.run import harvested
from tests.privacy.search import published_texts, texts

#: What one run of the tests harvests; ``python -m bench.privacy`` does it with all lines, all formats and recognition.
FORMATS = ("html", "docx", "xlsx", "pdf")
SHARE = 3
LINES = lines()


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Harvested:
    """What a harvest and its version leave outside ``raw/``."""
    folder = tmp_path_factory.mktemp("privacy")
    harvested(folder, LINES[::SHARE], FORMATS)
    return left_behind(folder, FORMATS)


def test_the_set_is_as_large_as_it_has_to_be() -> None:
    count = Counter("keep" if item.kind == KEEP else "personal" for line in LINES for item in line.items)
    assert count["personal"] >= 250
    assert count["keep"] >= 150


def test_every_value_of_every_line_goes_and_everything_public_stays() -> None:
    score = of_lines(LINES)
    assert score.wrong == []
    assert (score.recall, score.precision) == (1, 1)


@pytest.mark.parametrize("line", [line for line in LINES if line.text], ids=lambda line: line.printed[:40])
def test_figures_beside_persons_are_left_as_printed(line) -> None:
    figures = [item.value for item in line.items if item.kind == KEEP and item.value[0].isdigit()]
    shown = half_width(redact(line.printed))
    assert [figure for figure in figures if not prints(figure, shown)] == []


def test_nobody_is_found_in_tables_site_feeds_summaries_logs_or_state(left: Harvested) -> None:
    assert leaks(LINES, left) == []


def test_what_was_searched_is_what_a_harvest_leaves(left: Harvested) -> None:
    kinds = {key.partition("/")[0] for key in left.everything}
    assert {"reports", "data", "versions", "state", "runs", "feed.atom", "feed.json", "said"} <= kinds
    assert any(key.endswith(".parquet") for key in left.everything)
    assert all(len(text) > 2000 for text in left.by_format.values())


def test_public_words_are_published_in_every_format(left: Harvested) -> None:
    public = {item.value for line in LINES[::SHARE] for item in line.items if item.kind == KEEP}
    for kind, text in left.by_format.items():
        assert len([word for word in public if prints(word, half_width(text))]) >= 20, kind
        assert "〔信访人〕" in text, kind


SECRET = "张示例"


def _package() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/sharedStrings.xml", f"<t>{SECRET}</t>")
    return stream.getvalue()


def _parquet() -> bytes:
    stream = io.BytesIO()
    parquet.write_table(pa.table({"quote": [SECRET]}), stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        f"名称：{SECRET}".encode(),
        "张 示　例".encode(),
        b'{"quote": "\\u5f20\\u793a\\u4f8b"}',
        b"&#24352;&#31034;&#20363;",
        b"filename*=UTF-8''%E5%BC%A0%E7%A4%BA%E4%BE%8B.pdf",
        gzip.compress(SECRET.encode(), mtime=0),
        _package(),
        _parquet(),
    ],
)
def test_a_name_is_found_however_it_is_stored(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.json").write_bytes(data)
    assert normalised(SECRET) in normalised("\n".join(texts(data)))
    assert [key for key, text in published_texts(tmp_path) if SECRET in normalised(text)] == ["reports/one.json"]


def test_the_archive_is_not_searched(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "page").write_text(SECRET, encoding="utf-8")
    assert dict(published_texts(tmp_path)) == {}
