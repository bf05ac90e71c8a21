"""Every log line of ours says which portal and which report it is about: ``[sample-quyang 130634-2020-…] reading …``.

The context travels with the thread of a task; lines of other libraries are left alone. Ids only: no title, no text of a
document, so no personal data reaches a log.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_about: ContextVar[tuple[str, str]] = ContextVar("xinfang_log_about", default=("", ""))
_plain_factory = logging.getLogRecordFactory()


@contextmanager
def log_about(*, portal: str, report: str = "") -> Iterator[None]:
    """Lines logged by ``xinfang.*`` in this block begin with the portal's id, and the report's."""
    token = _about.set((portal, report))
    try:
        yield
    finally:
        _about.reset(token)


def _record(*args: object, **kwargs: object) -> logging.LogRecord:
    record = _plain_factory(*args, **kwargs)
    if record.name.startswith("xinfang"):
        portal, report = _about.get()
        # Fields for structured handlers, a prefix for everybody else.
        record.portal_id, record.report_id = portal, report
        about = f"{portal} {report}".strip()
        if about:
            record.msg = f"[{about}] {record.msg}"
    return record


def install() -> None:
    """Make the standard library's logging use it; doing it twice changes nothing."""
    logging.setLogRecordFactory(_record)
