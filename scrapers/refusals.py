"""Everything that can stand between us and a page, by name. A wall is recorded and respected, never worked around.

``state`` is the word that portal states, summaries and the coverage map show.
"""

from __future__ import annotations

from typing import ClassVar

#: Characters of an address in a sentence for people.
_SHOWN = 300


class FetchError(Exception):
    """A request that gave no usable answer. ``message_zh`` and ``message_en`` are for people."""

    #: Named state of the document or portal.
    state: ClassVar[str] = "unreachable"
    #: True when nothing more should be asked of this portal in this run.
    ends_run: ClassVar[bool] = False

    def __init__(self, url: str, message_zh: str, message_en: str) -> None:
        super().__init__(f"{message_zh} {message_en} ({url})")
        self.url = url
        self.message_zh = message_zh
        self.message_en = message_en

    @property
    def message(self) -> str:
        """Both languages, without the address."""
        return f"{self.message_zh} {self.message_en}"


class NotAllowed(FetchError):
    """An address outside the portal's list of hosts, or one that is no public web address."""

    state = "not_allowed"


class PrivateAddress(NotAllowed):
    """A host name that leads into a private, loopback or link-local network."""

    state = "private_address"


class Moved(FetchError):
    """A redirect to a host that is not on the list: a person decides whether the portal moved."""

    state = "moved"

    def __init__(self, url: str, target: str) -> None:
        shown = target if len(target) <= _SHOWN else f"{target[:_SHOWN]}…"
        super().__init__(url, *self._sentences(shown))
        self.target = target

    @staticmethod
    def _sentences(target: str) -> tuple[str, str]:
        return f"重定向到名单外的主机：{target}", f"redirects to a host that is not on the list: {target}"


class MovedNotice(Moved):
    """A page that says, or whose script or refresh shows, that what was asked for is on another host now."""

    @staticmethod
    def _sentences(target: str) -> tuple[str, str]:
        return (
            f"页面称已迁移到名单外的地址：{target}",
            f"the page says that it moved to a host not on the list: {target}",
        )


class RedirectLoop(FetchError):
    state = "redirect_loop"


class RobotsDenied(FetchError):
    """robots.txt forbids the address, or could not be read in a way that allows it."""

    state = "robots_denied"


class Wall(FetchError):
    """A challenge, a captcha or a block page. ``kind`` says which: ``412``, ``521``, ``403``, ``captcha`` …"""

    state = "wall"

    def __init__(self, url: str, kind: str, *, challenge: bool, zh: str = "", en: str = "") -> None:
        named_zh, named_en = f"{kind}：{zh}" if zh else kind, f"{kind}: {en}" if en else kind
        super().__init__(url, f"遇到访问限制（{named_zh}），已停止", f"met a wall ({named_en}); stopped there")
        self.kind = kind
        #: True for script challenges and captchas, which concern the whole portal.
        self.challenge = challenge


class RateLimited(FetchError):
    """The portal says we are too fast, and said so again after waiting; ``wait_s``: what it asks us to wait."""

    state = "rate_limited"
    ends_run = True

    def __init__(self, url: str, message_zh: str, message_en: str, wait_s: float | None = None) -> None:
        super().__init__(url, message_zh, message_en)
        self.wait_s = wait_s


class LedToFrontPage(FetchError):
    """A list whose address leads to the portal's front page: the rows there are not its rows."""

    state = "front_page"

    def __init__(self, url: str) -> None:
        super().__init__(url, "栏目被带到首页，列表不在了", "the column leads to the front page: its list is gone")


class BudgetSpent(FetchError):
    """The declared number of requests of one visit is used up."""

    state = "budget_spent"
    ends_run = True


class Unreachable(FetchError):
    """No connection, a broken one, or a server error that did not heal."""

    state = "unreachable"


class Closed(Unreachable):
    """The portal says that it is closed outside certain hours."""

    state = "closed_now"


class Maintenance(FetchError):
    """A page that says the portal is being worked on; what it lists otherwise is not there to be read."""

    state = "maintenance"


class NotServed(Unreachable):
    """The provider's notice in place of the site: not registered, expired, stopped."""

    state = "not_served"


class ServerFault(Unreachable):
    """An error report of the server that comes with status 200."""

    state = "server_error"


class DefaultPage(FetchError):
    """What a fresh server shows, or the listing of a folder: whatever was published here is not there now."""

    state = "default_page"


class ShutDown(FetchError):
    """A page that says that the site was shut down for good."""

    state = "shut_down"


class CertificateRefused(Unreachable):
    """The certificate does not hold; checking is never switched off."""

    state = "certificate"


class HandshakeRefused(Unreachable):
    """The TLS handshake failed; another named profile may be declared by a person."""

    state = "tls"


class NotFound(FetchError):
    """404 or 410."""

    state = "not_found"


class SoftNotFound(NotFound):
    """A page that says with status 200 that it does not exist."""

    state = "soft_not_found"


class FilesUnread(FetchError):
    """A page whose files a call lists that its script does not state whole, or answers by other means."""

    state = "files_unread"


class UnexpectedStatus(FetchError):
    state = "unexpected_status"


class UnreadablePage(FetchError):
    """A page that no reader gets to the end of."""

    state = "unreadable_page"


class TooLarge(FetchError):
    """More decoded bytes than declared for this kind of answer."""

    state = "too_large"


class TooSlow(FetchError):
    """The answer as a whole took longer than declared."""

    state = "timeout"


class WrongBytes(FetchError):
    """The bytes are not what the address or name promised, e.g. an HTML error page named .pdf."""

    state = "wrong_type"


class EmptyBody(FetchError):
    state = "empty"
