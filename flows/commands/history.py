"""``diff``, ``rebuild``: what two versions have different, and whether a version comes out the same once more."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.machines import write_json, write_text
from flows.commands.options import EndpointOption, JsonOption, StoreOption, err, fail, out
from flows.defaults import DEFAULT_STORE


def diff(
    older: Annotated[int, typer.Argument(metavar="A", help="版本序号。 Number of a version.")],
    newer: Annotated[int, typer.Argument(metavar="B", help="另一版本的序号。 Number of another.")],
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="逐行差异，列同 changes 表。 Every row, with the columns of `changes`.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """说明两个版本有何不同：哪些报告、多少行。 What leads from version A to version B, in words or as CSV.

    Examples: `xinfang diff 3 4`, `xinfang diff 1 4 --csv > changes.csv`
    """
    from domain.ports import StoreError
    from publish.explain import explain, sentences
    from publish.package import write_rows
    from publish.reading import iter_diff, must_read
    from publish.schemas import load_schemas
    from publish.store import open_existing

    opened = open_existing(store, endpoint_url=endpoint_url)
    try:
        versions = [must_read(opened, number) for number in (older, newer)]
    except StoreError as problem:
        fail(str(problem))
    lines = iter_diff(opened, older, newer)
    if as_csv:
        columns = load_schemas()["changes"].columns
        write_text(",".join(columns))
        for line in lines:
            write_text(write_rows(columns, [line]).decode(), end="")
        return
    told = explain(lines, opened, versions[1])
    if as_json:
        write_json(told.as_dict())
        return
    out.print(f"v{older} ({versions[0].name}) → v{newer} ({versions[1].name})", highlight=False)
    for sentence in sentences(told):
        out.print(sentence, markup=False, highlight=False, soft_wrap=True)


def rebuild(
    number: Annotated[int, typer.Argument(metavar="VERSION", help="版本序号。 Number of the version.")],
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
    from_raw: Annotated[
        bool,
        typer.Option(
            "--from-raw/--from-records",
            help="重读原件，或只用当时的解析记录。 Read the archived files again, or start from the records of then.",
        ),
    ] = True,
    as_json: JsonOption = False,
) -> None:
    """由存档原件重新生成一个版本并比较，不写入任何内容。 Make a version again from `raw/` and compare; writes nothing.

    Example: `xinfang rebuild 3`
    """
    from rich.progress import Progress

    from domain.divisions import load_divisions
    from domain.ports import StoreError
    from flows.rebuild import rebuild_version
    from parsers.isolation import ReaderPool
    from publish.store import open_existing

    opened = open_existing(store, endpoint_url=endpoint_url)
    with ReaderPool() as pool, Progress(console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("读取 reading", total=None)
        try:
            rebuilt = rebuild_version(
                opened,
                number,
                divisions=load_divisions(),
                workbench=pool,
                from_raw=from_raw,
                progress=lambda done, of: bar.update(task, completed=done, total=of),
            )
        except StoreError as problem:
            fail(str(problem))
    if as_json:
        write_json(rebuilt.as_dict())
    elif rebuilt.same:
        err.print(
            f"[green]v{number}: {rebuilt.records} 份报告重读、{rebuilt.files} 个文件重新生成，全部相同 "
            "read again and made again: all the same"
        )
    else:
        for sentence in rebuilt.differing:
            err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
    if not rebuilt.same:
        if rebuilt.code_then != rebuilt.code_now and not as_json:
            err.print(
                f"该版本由代码 {rebuilt.code_then} 读取，现为 {rebuilt.code_now} "
                "the version was read by other code: check that code out to rebuild it"
            )
        fail(f"v{number}: {len(rebuilt.differing)} 处不同 differences")
