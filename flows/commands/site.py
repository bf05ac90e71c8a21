"""``site``: the catalogue of a store in the browser."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from flows.commands.options import EndpointOption, StoreOption, err, fail
from flows.defaults import DEFAULT_STORE

_PORT = 8017


def site(
    version: Annotated[
        int | None, typer.Option(help="第几版；默认最新一版。 Number of the version; default: the newest.")
    ] = None,
    port: Annotated[int, typer.Option(help="端口，0 为任一空闲端口。 Port; 0 takes a free one.")] = _PORT,
    archive: Annotated[
        bool, typer.Option("--archive/--no-archive", help="是否可看存档的原件。 Whether the originals can be seen.")
    ] = True,
    open_it: Annotated[bool, typer.Option("--open/--no-open", help="打开浏览器。 Open a browser.")] = True,
    store: StoreOption = DEFAULT_STORE,
    endpoint_url: EndpointOption = None,
) -> None:
    """在本机浏览数据目录：检索、各县数字、出处、核对、下载。 The catalogue on this machine.

    Only this machine can reach it. `--no-archive` shows what readers of a public mirror see.

    Examples: `xinfang site`, `xinfang site --version 3 --port 8080`, `xinfang site --store s3://bucket/prefix`
    """
    from flows.site_server import site_server
    from publish.store import open_existing
    from publish.versions import read_head, read_version

    opened = open_existing(store, endpoint_url=endpoint_url)
    shown = read_version(opened, version) if version is not None else read_head(opened)
    if shown is None:
        fail(f"没有这个版本 there is no such version: {version or '-'} ({opened.location})")
    page = f"versions/{shown.number}/site/index.html"
    if opened.get(page) is None:
        fail(
            f"第 {shown.number} 版没有目录网站：发布时网站程序未生成（make site）。\n"
            f"Version {shown.number} has no catalogue: its program was not built when it was published (make site)."
        )
    try:
        server = site_server(opened, port=port, archive=archive)
    except OSError as problem:
        fail(f"端口 {port} 不可用，请换 --port。 Port {port} cannot be used, choose another: {problem.strerror}")
    address = f"http://127.0.0.1:{server.server_address[1]}/{page}"
    err.print(f"{address}    Ctrl-C 结束 to end", markup=False, highlight=False, soft_wrap=True)
    if open_it and _has_display():
        typer.launch(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        err.print("已结束 ended", style="dim")
    finally:
        server.server_close()


def _has_display() -> bool:
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
