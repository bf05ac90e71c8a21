"""One request and its answer on the wire: a bound on the time of the whole, and a count of the bytes that came.

A read timeout starts anew with every byte: a server that sends one header letter at a time would never meet it. The
clock is the machine's monotonic one, so that setting the time does not move the bound.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterable

import httpcore

_HEAD_ENDS = b"\r\n\r\n"
_INTERIM = re.compile(rb"HTTP/1\.[01] 1")
#: Old servers end a body with an empty line that they do not count.
_TOLERATED = 4
#: More than the HTTP library takes as the head of an answer.
_LONGEST_HEAD = 128 * 1024


class Overdue(httpcore.ReadTimeout):
    """The exchange as a whole took longer than it may."""


class Conversation:
    """The exchange in hand. One transport serves one thread, so there is one at a time."""

    def __init__(self) -> None:
        self._until: float | None = None
        self._head = bytearray()
        self._received = 0

    def start(self, seconds: float | None) -> None:
        """A new exchange begins; ``None``: it may take as long as it likes."""
        self._until = None if seconds is None else time.monotonic() + seconds
        self.forget()

    def forget(self) -> None:
        """What came so far was the proxy's answer and not the server's."""
        self._head.clear()
        self._received = 0

    def within(self, timeout: float | None) -> float | None:
        """``timeout``, shortened to what is left; raises :class:`Overdue` when nothing is."""
        if self._until is None:
            return timeout
        left = self._until - time.monotonic()
        if left <= 0:
            raise Overdue("the whole exchange took too long")
        return left if timeout is None else min(timeout, left)

    def came(self, data: bytes) -> None:
        self._received += len(data)
        if len(self._head) < _LONGEST_HEAD and _HEAD_ENDS not in self._head:
            self._head += data

    def surplus(self, stated: int) -> int:
        """Bytes that came behind a body of ``stated`` bytes: the server counted wrong, or says more than it was asked.

        They would be taken for the beginning of the next answer of this connection.
        """
        head = self._head.find(_HEAD_ENDS)
        if head < 0 or _INTERIM.match(self._head):
            return 0  # an interim answer before it: where the body began is not known
        surplus = self._received - (head + len(_HEAD_ENDS)) - stated
        return surplus if surplus > _TOLERATED else 0


class ConversationBackend(httpcore.NetworkBackend):
    """Connections of ``backend`` whose every step ends in time and whose bytes are counted."""

    def __init__(self, backend: httpcore.NetworkBackend, conversation: Conversation) -> None:
        self._backend = backend
        self._conversation = conversation

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        left = self._conversation.within(timeout)
        stream = self._backend.connect_tcp(host, port, left, local_address, socket_options)
        return _Stream(stream, self._conversation)

    def sleep(self, seconds: float) -> None:
        self._backend.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, conversation: Conversation) -> None:
        self._stream = stream
        self._conversation = conversation

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._conversation.within(timeout)
        try:
            data = self._stream.read(max_bytes, left)
        except httpcore.ReadTimeout:
            self._conversation.within(timeout)  # says so if it was the whole that took too long
            raise
        self._conversation.came(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._conversation.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._conversation.within(timeout))
        self._conversation.forget()
        return _Stream(stream, self._conversation)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
