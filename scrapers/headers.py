"""Headers as they go out, as they are recorded, and the one of a redirect, which is ours to follow."""

from __future__ import annotations

import httpx

#: Characters of one header that a record keeps; no honest one is longer.
_LONGEST_RECORDED = 4000
_ASIDE = "location"
_PRIVATE = frozenset({"set-cookie", "cookie", "authorization", "proxy-authorization"})


def set_location_aside(response: httpx.Response) -> None:
    """Redirects are ours: the library would build the next request anyway, and fail on addresses that we can read."""
    if "location" in response.headers:
        response.extensions[_ASIDE] = response.headers.pop("location")


def put_location_back(response: httpx.Response) -> None:
    """The header that was set aside, where it stood."""
    if _ASIDE in response.extensions:
        response.headers["location"] = response.extensions[_ASIDE]


def from_page(referer: str | None) -> dict[str, str]:
    """The page a request comes from, in the form in which addresses go over the wire: without what stands behind #."""
    return (
        {"Referer": str(httpx.URL(referer).copy_with(fragment=None))}
        if referer and len(referer) <= _LONGEST_RECORDED
        else {}
    )


def public_headers(headers: httpx.Headers) -> dict[str, str]:
    """The headers of a record: without cookies and passwords, none of them endless."""
    shown = {name: value for name, value in sorted(headers.items()) if name.lower() not in _PRIVATE}
    return {name[:_LONGEST_RECORDED]: value[:_LONGEST_RECORDED] for name, value in shown.items()}
