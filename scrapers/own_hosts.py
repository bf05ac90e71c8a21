"""Which hosts are a portal's own: those of its registered domain, and no other portal's.

``searchapi.huaibin.gov.cn`` is one of ``www.huaibin.gov.cn``'s; ``huaibin.gov.cn.example.com`` and
``www.xinyang.gov.cn`` are not, and ``gov.cn`` is nobody's. The domain of a province is shared by its departments,
cities and counties: there only hosts below the portal's own name are its own.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from domain.declared import from_yaml

#: ``10.1.2.3``, ``[::1]``: no names, and so of no domain.
_ADDRESS = re.compile(r"^\[|^[\d.]+$")


def registered_domain(host: str) -> str | None:
    """``zfxxgk.lishi.gov.cn`` → ``lishi.gov.cn``; ``None`` for an address in numbers and for what is nobody's own."""
    name = _name(host)
    labels = name.split(".")
    if _ADDRESS.match(name) or "" in labels:
        return None
    length = 3 if len(labels) > 1 and _is_shared_by_all(labels[-2], labels[-1]) else 2
    return ".".join(labels[-length:]) if len(labels) >= length else None


def is_own_host(host: str, portal_host: str) -> bool:
    """True where ``host`` is the portal's at ``portal_host``."""
    domain = registered_domain(portal_host)
    if domain is None or registered_domain(host) != domain:
        return False
    own = _name(portal_host).removeprefix("www.") if _is_of_province(domain) else domain
    return f".{_name(host)}".endswith(f".{own}")


def _name(host: str) -> str:
    """The host without its port."""
    return host.lower() if host.startswith("[") else host.lower().split(":", maxsplit=1)[0]


def _is_shared_by_all(label: str, country: str) -> bool:
    below = _domains()
    return (len(country) == 2 and label in below["below_countries"]) or (country == "cn" and label in below["below_cn"])


def _is_of_province(domain: str) -> bool:
    return domain.endswith(".gov.cn") and domain.removesuffix(".gov.cn") in _domains()["provinces"]


@cache
def _domains() -> dict[str, frozenset[str]]:
    path = Path(__file__).parent / "data" / "domains.yaml"
    return {name: frozenset(labels) for name, labels in from_yaml(path.read_text(encoding="utf-8")).items()}
