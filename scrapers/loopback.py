"""Loopback needs no proxy: what runs beside us is reached directly, while portals obey what the user set.

Prefect's client, as every client of this process and its children, reads ``HTTP_PROXY`` and ``NO_PROXY``. A proxy for
the portals must not be handed the calls to our own server. What is added for it is noted in :data:`ADDED`, so that
:func:`given_exemptions` knows the user's own list.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

#: Names under which a server of this machine is called.
LOOPBACK = ("127.0.0.1", "localhost", "::1")
#: Variable that children inherit: which of :data:`LOOPBACK` the user had not exempted.
ADDED = "XINFANG_NO_PROXY_ADDED"
_NAMES = ("no_proxy", "NO_PROXY")  # where both are set, clients go by the first


def exempt_loopback(environ: MutableMapping[str, str]) -> None:
    """Add loopback to ``NO_PROXY`` (and ``no_proxy`` where it is set). Done again it changes nothing."""
    names = [name for name in _NAMES if name in environ] or ["NO_PROXY"]
    added = set(_entries(environ.get(ADDED, "")))
    for name in names:
        given = _entries(environ.get(name, ""))
        missing = [host for host in LOOPBACK if host not in given]
        if missing and "*" not in given:
            environ[name] = ",".join([*given, *missing])
            added |= set(missing)
    environ[ADDED] = ",".join(host for host in LOOPBACK if host in added)


def given_exemptions(environ: Mapping[str, str]) -> str:
    """``NO_PROXY`` as the user set it."""
    added = _entries(environ.get(ADDED, ""))
    stated = next((environ[name] for name in _NAMES if name in environ), "")
    return ",".join(host for host in _entries(stated) if host not in added)


def _entries(stated: str) -> list[str]:
    return [one for part in stated.split(",") if (one := part.strip())]
