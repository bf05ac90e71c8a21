"""The cookies of one visit, within bounds: every one that is kept is sent again with each request."""

from __future__ import annotations

from http.cookiejar import Cookie, CookieJar

#: As many as the portals that need cookies at all are known to set, many times over.
_MOST = 50
_LONGEST = 4096


class BoundedJar(CookieJar):
    """Forgets cookies beyond a number and a length, and those that could not be sent as a header."""

    def set_cookie(self, cookie: Cookie) -> None:
        said = f"{cookie.name}={cookie.value or ''}; {cookie.path}; {cookie.domain}; {cookie.port or ''}"
        known = any((one.domain, one.path, one.name) == (cookie.domain, cookie.path, cookie.name) for one in self)
        if len(said) <= _LONGEST and said.isascii() and said.isprintable() and (known or len(self) < _MOST):
            super().set_cookie(cookie)
