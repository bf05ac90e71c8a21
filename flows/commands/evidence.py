"""``evidence``: the page of a fact with its cell or sentence marked."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import WRONG_USE, EndpointOption, JsonOption, StoreOption, err, fail
from flows.defaults import DEFAULT_STORE

if TYPE_CHECKING:
    from domain.ports import Store
    from domain.records import Fact
    from flows.lookup import FoundFact
    from parsers.evidence import Evidence
    from parsers.isolation import ReaderPool
    from parsers.parse import Source

_STDOUT = "-"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is to be shown: a fact, its file, and lines that stand above it."""

    fact: Fact
    source: Source
    heading: tuple[str, ...]
    url: str | None = None


def evidence(
    fact: Annotated[
        str | None,
        typer.Argument(metavar="FACT", help="数据编号（可只写开头）或 parse 的序号。 Id, or number shown by parse."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option(help="直接用本地文件，不用数据仓库。 A local file instead of the store.")
    ] = None,
    member: Annotated[
        str | None, typer.Option(help="压缩包中的文件。 Path of the file inside an archive given by --file.")
    ] = None,
    selector: Annotated[
        str | None, typer.Option("--fact", help="按含义选：statement/item/measure。 The fact by its meaning.")
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="写到此文件，- 为标准输出。 Where to write; - is stdout.")
    ] = None,
    html: Annotated[bool, typer.Option("--html", help="网页，而非图片。 A page for a browser, not a picture.")] = False,
    open_it: Annotated[
        bool, typer.Option("--open/--no-open", help="有屏幕的终端上打开查看。 Open it on a terminal with a display.")
    ] = True,
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    as_json: JsonOption = False,
) -> None:
    """把一条数据所在页面画成图片并标出位置；页面上的个人信息一律遮盖。 Show a fact's page with its place marked.

    PDF and image files show the page, all other formats the table or paragraph drawn anew. Personal data is covered.

    Examples: `xinfang evidence f-0123456789abcdef`, `xinfang evidence 12 --file 决算.pdf`,
    `xinfang evidence --file 决算.docx --fact summary/收入总计/amount -o 收入总计.png`
    """
    from parsers.evidence import NotThere
    from parsers.isolation import ReaderPool, WorkFailed
    from parsers.model import UnreadableDocument

    if (fact is None) == (selector is None):
        fail("请给出一条数据。 Name one fact: an id, a number, or --fact statement/item/measure.", WRONG_USE)
    wanted = fact or selector or ""
    with ReaderPool() as pool:
        shown = _of_file(pool, file, wanted, member) if file is not None else _of_store(store, endpoint_url, wanted)
        try:
            made = pool.evidence(shown.source, shown.fact, kind="html" if html else "png", heading=shown.heading)
        except UnreadableDocument as problem:
            fail(f"{problem.state.value}: {problem.message}")
        except (NotThere, WorkFailed) as problem:
            fail(f"无法显示 cannot be shown: {problem}")
    path = _write(made, output, shown.fact)
    if as_json:
        target = sys.stderr if path is None else sys.stdout
        print(json.dumps(_record(shown, made, path), ensure_ascii=False, indent=1), file=target)
    elif path is not None:
        err.print(f"{path} ({made.media_type})", markup=False, highlight=False, soft_wrap=True)
        for note in _notes(made):
            err.print(note, style="yellow", markup=False, highlight=False)
    if open_it and not as_json and path is not None and _has_display():
        typer.launch(str(path))


def _of_file(pool: ReaderPool, path: Path, wanted: str, member: str | None) -> _Shown:
    from flows.local_files import FactChoice, choose_fact, read_local

    if not path.is_file():
        fail(f"没有这个文件 no such file: {path}", WRONG_USE)
    files = [one for one in read_local(path, pool) if member is None or one.name == f"{path.name}/{member}"]
    if len(files) != 1:
        fail(f"请用 --member 指明压缩包中的文件。 Name a member of the archive with --member: {path}", WRONG_USE)
    (read,) = files
    if read.document.reading is None:
        fail(f"{read.name}: {read.document.state.value}: {read.document.message}")
    try:
        return _Shown(choose_fact(read.result.facts, wanted), read.source, (read.name,))
    except FactChoice as problem:
        fail(str(problem), WRONG_USE)


def _of_store(store: str, endpoint_url: str | None, wanted: str) -> _Shown:
    from flows.lookup import FactNotFound, find_fact
    from parsers.parse import Source
    from publish.store import open_existing

    if not wanted.startswith("f-"):
        fail(
            "数据仓库中请用数据编号（f-…）。 In a store name the fact by its id (f-…), see the facts table.",
            WRONG_USE,
        )
    opened = open_existing(store, endpoint_url=endpoint_url)
    try:
        found = find_fact(opened, wanted)
    except FactNotFound as problem:
        fail(str(problem), WRONG_USE)
    stored = opened.get(found.document.archive_key)
    if stored is None:
        fail(f"归档文件缺失 the archive lacks {found.document.archive_key}")
    data = _bytes_of(stored.data, found.document.document_id)
    if data is None:
        fail(f"归档文件已损坏 the archived file is not the one that was read: {found.document.archive_key}")
    report = found.parsed.report
    heading = (
        f"{report.agency} {report.fiscal_year} {report.report_type.zh}",
        found.document.url,
        *_corrections(opened, found),
    )
    return _Shown(found.fact, Source(data, found.document.file_name), heading, found.document.url)


def _bytes_of(stored: bytes, document_id: str) -> bytes | None:
    """The bytes of a document: what was stored, or a member of the archive that it is; ``None`` if it is neither."""
    from domain.identifiers import sha256_hex
    from parsers.isolation import members_isolated
    from parsers.model import UnreadableDocument

    if sha256_hex(stored) == document_id:
        return stored
    try:
        found = members_isolated(stored)
    except UnreadableDocument:
        return None
    return next((member.data for member in found if sha256_hex(member.data) == document_id), None)


def _corrections(store: Store, found: FoundFact) -> list[str]:
    """A line for each correction in force of this fact."""
    from domain.corrections import CorrectionState, judge
    from flows.corrections import InvalidCorrection, load_corrections

    try:
        corrections = load_corrections(store)
    except InvalidCorrection as problem:
        err.print(str(problem), style="yellow", markup=False, highlight=False)
        return []
    own = [one for one in corrections if one.report_id == found.fact.report_id]
    return [
        f"更正 correction {one.correction.correction_id}: {one.correction.value or '?'} · {one.correction.reason}"
        for one in (judge(correction, found.parsed) for correction in own)
        if one.state is CorrectionState.APPLIED and found.fact.fact_id in one.fact_ids
    ]


def _write(made: Evidence, output: str | None, fact: Fact) -> Path | None:
    """Write the result; ``None`` when it went to standard output."""
    if output == _STDOUT:
        sys.stdout.buffer.write(made.data)
        return None
    ending = ".html" if made.media_type == "text/html" else ".png"
    path = Path(output) if output is not None else Path(f"{fact.fact_id}{ending}")
    if path.suffix.lower() in (".png", ".html") and path.suffix.lower() != ending:
        path = path.with_suffix(ending)  # a page under a picture's name would not open
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data)
    except OSError as problem:
        fail(f"无法写入 cannot write {path}: {problem.strerror}")
    return path


def _notes(made: Evidence) -> tuple[str, ...]:
    if not made.covered:
        return made.notes
    return (*made.notes, f"遮盖了 {made.covered} 处个人信息 / {made.covered} places of personal data are covered")


def _record(shown: _Shown, made: Evidence, path: Path | None) -> dict[str, object]:
    return {
        "file": str(path) if path is not None else None,
        "media_type": made.media_type,
        "page": made.page,
        "covered": made.covered,
        "notes": list(made.notes),
        "document_id": shown.source.document_id,
        "url": shown.url,
        "fact": shown.fact.model_dump(mode="json"),
    }


def _has_display() -> bool:
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
