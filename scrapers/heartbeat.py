"""Something done again and again while a block runs: how a worker shows that it still lives."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

#: Runs a beat every so many seconds while its block runs; the beat tells whether there is to be another one.
Heart = Callable[[Callable[[], bool], float], AbstractContextManager[None]]


@contextmanager
def beating(beat: Callable[[], bool], every_s: float) -> Iterator[None]:
    """Call ``beat`` in a thread of its own every ``every_s`` seconds until the block ends or it returns ``False``.

    A block that is over before the first beat costs a thread and nothing else. When the block ends no beat is under
    way any more.
    """
    over = threading.Event()

    def run() -> None:
        while not over.wait(every_s) and beat():
            pass

    thread = threading.Thread(target=run, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
