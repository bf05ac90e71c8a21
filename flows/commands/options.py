"""Options and endings that several commands share."""

from __future__ import annotations

import os
from typing import Annotated, NoReturn

import typer
from rich.console import Console

FAILED = 1
WRONG_USE = 2

StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="XINFANG_STORE",
        help="数据仓库：文件夹或 s3://bucket/prefix。 The store: a folder or s3://bucket/prefix.",
    ),
]
EndpointOption = Annotated[
    str | None,
    typer.Option("--endpoint-url", envvar="XINFANG_ENDPOINT_URL", help="S3 兼容服务的地址。 Address of an S3 service."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。 JSON on stdout for machines.")]
DeclarationsOption = Annotated[
    list[str] | None,
    typer.Option("--declarations", help="门户声明的文件夹或文件。 Folders or files of portal declarations."),
]
EgressOption = Annotated[
    str | None,
    typer.Option("--egress", envvar="XINFANG_EGRESS", help="访问门户所用的代理。 Proxy for portal traffic."),
]
EngineOption = Annotated[
    bool,
    typer.Option("--engine/--no-engine", help="是否在 Prefect 下运行。 Run under Prefect, or as plain functions."),
]

_PIPED_WIDTH = 120


def _console(*, stderr: bool) -> Console:
    """A console as wide as the terminal or ``COLUMNS``; a file or pipe is not squeezed into 80 columns."""
    console = Console(stderr=stderr)
    if console.is_terminal or os.environ.get("COLUMNS", "").isdecimal():
        return console
    return Console(stderr=stderr, width=_PIPED_WIDTH)


#: Everything for people goes here; stdout is for data.
err = _console(stderr=True)
out = _console(stderr=False)


def fail(message: str, code: int = FAILED) -> NoReturn:
    """End with a sentence on stderr."""
    err.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(code)
