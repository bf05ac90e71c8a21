"""Where alarms go: Apprise addresses (mail, WeCom, DingTalk, Feishu, Slack, webhooks …), never from a file of ours.

``XINFANG_NOTIFY`` holds one or several addresses, divided by spaces; where it is empty, the Prefect secret block
``xinfang-notify`` is asked. Addresses hold passwords: they are not logged.
"""

from __future__ import annotations

import logging
import os

log = logging.getLogger("xinfang.notify")

VARIABLE = "XINFANG_NOTIFY"
BLOCK = "xinfang-notify"


def addresses() -> tuple[str, ...]:
    """The Apprise addresses of the environment, else of the Prefect block; empty when nobody wants to be told."""
    given = os.environ.get(VARIABLE, "").split()
    return tuple(given) if given else _from_block()


def _from_block() -> tuple[str, ...]:
    from prefect.settings import PREFECT_API_URL

    if not PREFECT_API_URL.value():
        return ()
    from prefect.blocks.system import Secret

    try:
        held = Secret.load(BLOCK)
    except ValueError:  # there is no such block
        return ()
    assert isinstance(held, Secret)
    return tuple(str(held.get()).split())


def send(title: str, text: str) -> bool:
    """Send to all addresses; True when one at least took it. Without any address the alarm is logged, and told."""
    receivers = addresses()
    if not receivers:
        log.warning("%s\n%s", title, text)
        return True
    import apprise

    took = 0
    for number, address in enumerate(receivers, start=1):
        # One by one: together they would count as failed when one is, and the others be told again at the next look.
        receiver = apprise.Apprise()
        if not receiver.add(address):
            log.warning("address %s of %s is none that Apprise knows", number, VARIABLE)
        elif receiver.notify(body=text, title=title):
            took += 1
        else:
            log.warning("address %s of %s did not take the message", number, VARIABLE)
    return took > 0
