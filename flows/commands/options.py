"""Arguments, options and exit codes that several commands share."""

from __future__ import annotations

import os
from typing import Annotated, NoReturn

import typer
from rich.console import Console

#: Something failed that a person should look at; the sentence on stderr and the run's summary say what.
FAILED = 1
#: The command was not understood, or something it names does not exist; nothing was done.
WRONG_USE = 2
#: Part of ``xinfang --help`` and of docs/operations.md.
EXIT_CODES = (
    "退出码 Exit codes: 0 全部正常 all is well（只读到一部分的门户下次继续 a portal read in part goes on next time）; "
    "1 有失败，需要人看：门户无法采集、读取程序出错、发布被拒、核对不符、有告警 "
    "something failed that a person should look at; "
    "2 用法或名称有误，什么也没做 wrong use, nothing was done."
)

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
PortalsArgument = Annotated[list[str] | None, typer.Argument(help="门户 id；不写则全部。 Portal ids; all if none.")]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        max=64,
        help="同时访问的门户数（默认 4，或 XINFANG_PORTAL_WORKERS），同一主机始终只有一个连接。 "
        "Portals at a time (4, or XINFANG_PORTAL_WORKERS); a host never twice.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。 JSON on stdout for machines.")]
DeclarationsOption = Annotated[
    list[str] | None,
    typer.Option("--declarations", help="门户声明的文件夹或文件。 Folders or files of portal declarations."),
]


def _usable_egress(address: str | None) -> str | None:
    from scrapers.usable import egress

    try:
        return egress(address) if address else address
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from None


EgressOption = Annotated[
    str | None,
    typer.Option(
        "--egress",
        envvar="XINFANG_EGRESS",
        callback=_usable_egress,
        help="访问门户所用的代理。 Proxy for portal traffic: http://host:port, or direct.",
    ),
]
EngineOption = Annotated[
    bool,
    typer.Option("--engine/--no-engine", help="是否在 Prefect 下运行。 Run under Prefect, or as plain functions."),
]
PublishOption = Annotated[
    bool | None,
    typer.Option(
        "--publish/--no-publish",
        help="采集后是否发布；否则留给发布者的身份。 Publish afterwards, or leave it to the publisher's identity.",
    ),
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
