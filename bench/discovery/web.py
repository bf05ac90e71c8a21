"""A simulated web of quiet portals in a process of its own: a forward proxy that answers after 20 ms.

Families are mixed as the portal notes estimate (section 12.4). Every host has robots.txt, one list of 15 rows of other
departments and ETags; nothing new ever appears.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Self

#: Share of each family in thousandths, and the path of its list.
MIX: tuple[tuple[str, int, str], ...] = (
    ("trs", 340, "/zwgk/czyjs/index.html"),
    ("ucap", 180, "/site/czyjs/list.shtml"),
    ("vsb", 100, "/zfxxgk/czyjs.htm"),
    ("hanweb_jpage", 70, "/col/col30421/index.html"),
    ("hanweb_jpaas", 30, "/col/col1229847292/index.html"),
    ("gkmlpt", 40, "/gkmlpt/index"),
    ("lonsun", 35, "/content/column/6791573"),
    ("hunan_numeric", 40, "/24733/24767/index.htm"),
    ("numbered", 30, "/czxx/1.html"),
    ("epoint", 20, "/govxxgk/001001/category/014/govlist.html"),
    ("static", 115, "/channels/4861.html"),
)
_ROBOTS = b"User-agent: *\nAllow: /\n"


@dataclass(frozen=True, slots=True)
class SimulatedPortal:
    """One host of the web and how it would be declared."""

    host: str
    family: str
    path: str

    @property
    def declaration(self) -> dict[str, Any]:
        entry: dict[str, Any] = {"url": f"http://{self.host}{self.path}"}
        if self.family == "epoint":
            entry["parameters"] = {
                "project": "EpointWebBuilder",
                "categorynum": "014",
                "siteGuid": "g",
                "deptcode": "1",
            }
        return {
            "id": self.host.split(".")[0],
            "division": "140423",
            "family": self.family,
            "entry": [entry],
            "hosts": [self.host],
        }


def simulated(count: int) -> list[SimulatedPortal]:
    """``count`` portals, families spread evenly through them."""
    wheel = [(family, path) for family, share, path in MIX for _ in range(share // 5)]
    step = 79  # prime to the length of the wheel: neighbours are of different families
    return [SimulatedPortal(f"p{n:05d}.test", *wheel[n * step % len(wheel)]) for n in range(count)]


class SimulatedWeb:
    """Context manager; ``proxy_url`` serves every host."""

    def __init__(self, *, latency_s: float = 0.02) -> None:
        self._ours, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=_serve, args=(theirs, latency_s), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        port: int = self._ours.recv()
        self.proxy_url = f"http://127.0.0.1:{port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()


def _serve(parent: Connection, latency_s: float) -> None:
    asyncio.run(_run(parent, latency_s))


async def _run(parent: Connection, latency_s: float) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await _head(reader):
                await asyncio.sleep(latency_s)
                writer.write(_answer(head))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
    parent.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


async def _head(reader: asyncio.StreamReader) -> bytes:
    """The head of one request; its body is read and dropped."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            await reader.readexactly(int(line.split(b":")[1]))
    return head


def _answer(request: bytes) -> bytes:
    target = request.split(b" ", 2)[1].decode()
    body, kind = _page(target)
    etag = hashlib.sha256(body).hexdigest()[:16]
    if etag.encode() in request:
        return f'HTTP/1.1 304 Not Modified\r\nETag: "{etag}"\r\n\r\n'.encode()
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {kind}", f'ETag: "{etag}"', f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def _page(target: str) -> tuple[bytes, str]:
    html = "text/html; charset=utf-8"
    if target.endswith("/robots.txt"):
        return _ROBOTS, "text/plain"
    if "/gkmlpt/index" in target:
        tree = json.dumps([{"id": 6114, "name": "预算/决算", "children": []}])
        return f"<html><script>window._CONFIG = {{SID: '755999', TREE: {tree}}};</script></html>".encode(), html
    if "/gkmlpt/api/" in target or "getgovinfolist" in target:
        return _json(target), "application/json"
    rows = "".join(_row(n) for n in range(15))
    if "/col/col30421" in target:
        records = "".join(f"<record><![CDATA[{_row(n)}]]></record>" for n in range(15))
        store = f"<datastore><totalrecord>15</totalrecord><recordset>{records}</recordset></datastore>"
        return f'<html><body><script type="text/xml">{store}</script></body></html>'.encode(), html
    filler = "<p>导航 政务公开 互动交流 办事服务</p>" * 60
    head = "<head><title>部门预决算</title></head>"
    return f"<html>{head}<body>{filler}<ul class='list'>{rows}</ul></body></html>".encode(), html


def _row(n: int) -> str:
    title = f"某县第{n}局2025年度部门决算"
    return f"<li><a href='/d/{n}.html' title='{title}'>{title}</a><span>2026-09-{n + 1:02d}</span></li>"


def _json(target: str) -> bytes:
    base = target.split("/", 3)[2]
    items = [
        {
            "title": f"某县第{n}局2025年度部门决算",
            "realtitle": f"某县第{n}局2025年度部门决算",
            "url": f"http://{base}/d/{n}.html",
            "infourl": f"/d/{n}.html",
            "infodate": "2026-09-18",
            "create_time": 1789000000,
        }
        for n in range(15)
    ]
    return json.dumps({"total": 15, "offset": 0, "articles": items, "custom": {"total": 15, "data": items}}).encode()
