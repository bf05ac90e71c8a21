"""The line to an S3 server goes bad in the middle of a run: below the client, where HTTP is spoken."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ConnectionClosedError, ConnectTimeoutError, HTTPClientError, ReadTimeoutError
from urllib3.exceptions import ProtocolError

_ERROR = "<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>made up</Message></Error>"

#: ``lost_answer`` is made and then not heard of; all others happen in place of the request.
FAULTS = (
    "slow_down",
    "internal_error",
    "reset",
    "no_connection",
    "lost_answer",
    "lost_request",
    "cut_answer",
    "stale_reads",
    "permission_lost",
    "kill_before",
    "kill_after",
)


@dataclass
class BadLine:
    """An HTTP session of botocore; from request ``first`` on, ``count`` requests meet ``fault``."""

    session: Any
    fault: str
    first: int
    count: int
    requests: int = 0
    _earlier: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)

    def send(self, request: Any) -> Any:
        self.requests += 1
        now = self.first <= self.requests < self.first + self.count
        if now and self.fault == "stale_reads":
            return self._stale(request)
        if not now:
            return self._sent(request)
        return getattr(self, f"_{self.fault}")(request)

    def close(self) -> None:
        self.session.close()

    def _sent(self, request: Any) -> Any:
        answer = self.session.send(request)
        if request.method == "GET" and request.url not in self._earlier:
            self._earlier[request.url] = (answer.status_code, dict(answer.headers), answer.content)
            return _answer(request, *self._earlier[request.url])
        return answer

    def _stale(self, request: Any) -> Any:
        """Reads are answered as they were the first time; writes are made."""
        if request.method == "GET" and request.url in self._earlier:
            return _answer(request, *self._earlier[request.url])
        return self._sent(request)

    def _slow_down(self, request: Any) -> Any:
        return _answer(request, 503, {"Retry-After": "1"}, _ERROR.format(code="SlowDown").encode())

    def _internal_error(self, request: Any) -> Any:
        return _answer(request, 500, {}, _ERROR.format(code="InternalError").encode())

    def _permission_lost(self, request: Any) -> Any:
        return _answer(request, 403, {}, _ERROR.format(code="AccessDenied").encode())

    def _reset(self, request: Any) -> Any:
        raise ConnectionClosedError(endpoint_url=request.url)

    def _no_connection(self, request: Any) -> Any:
        raise ConnectTimeoutError(endpoint_url=request.url)

    def _lost_request(self, request: Any) -> Any:
        raise ReadTimeoutError(endpoint_url=request.url)

    def _lost_answer(self, request: Any) -> Any:
        self.session.send(request).content  # noqa: B018 - the answer is read, so that the server is done
        raise ReadTimeoutError(endpoint_url=request.url)

    def _cut_answer(self, request: Any) -> Any:
        answer = self.session.send(request)
        if not request.stream_output:
            raise HTTPClientError(error=ProtocolError("connection broken: incomplete read"))
        return AWSResponse(request.url, answer.status_code, answer.headers, _Cut(answer.content))

    def _kill_before(self, _request: Any) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)

    def _kill_after(self, request: Any) -> Any:
        self.session.send(request).content  # noqa: B018 - as above
        os.kill(os.getpid(), signal.SIGKILL)


class _Raw(io.BytesIO):
    """The body of an answer, as urllib3 would hand it over."""

    def stream(self, amount: int = 65536, **_more: Any) -> Any:
        while piece := self.read(amount):
            yield piece


class _Cut(_Raw):
    """Half of it, then the connection is gone."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content[: len(content) // 2])

    def read(self, *arguments: Any, **more: Any) -> bytes:
        piece = super().read(*arguments, **more)
        if not piece:
            raise ProtocolError("connection broken: incomplete read")
        return piece


def _answer(request: Any, status: int, headers: dict[str, str], body: bytes) -> AWSResponse:
    told = HTTPHeaders()
    for name, value in headers.items():
        told[name] = value
    return AWSResponse(request.url, status, told, _Raw(body))


def on_a_bad_line(opened: Callable[..., Any], fault: str, first: int, count: int) -> Callable[..., Any]:
    """``s3_client`` whose clients speak over a bad line."""

    def open_client(**options: Any) -> Any:
        client = opened(**options)
        endpoint = client._endpoint
        endpoint.http_session = BadLine(endpoint.http_session, fault, first, count)
        return client

    return open_client
