"""A gate before an S3 service whose policies know no conditions (Ceph RGW): nginx lets an object be created, and only
the few keys that change be replaced.

Which keys change is what the policy documents say: those that an identity may write, without those that
``conditional-writes.json`` says are only created. ``bucket_policy(gate=…)`` adds ``only-through-the-gate.json``, so
that the gate cannot be walked around with the same key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from string import Template
from typing import Any

from infra.access import IDENTITIES, bucket_policy

#: Keys that a writer removes again.
PROBES = "state/probes/*"
#: What ``*`` of a policy stands for in the address of an object that may be replaced: nothing that is written in
#: more than one way.
_PLAIN = "[A-Za-z0-9._~/-]+"


@dataclass(frozen=True)
class Place:
    """Where the gate stands."""

    #: Name and port by which clients know it: what they sign.
    host: str
    #: Where nginx listens: a port or address:port.
    listen: str
    #: host:port of the S3 service.
    upstream: str
    #: The address from which the gate asks the service; the policy knows it by that.
    address: str
    certificate: str
    key: str
    #: The certificate that vouches for the service.
    authority: str


def replaced() -> list[str]:
    """Patterns of the keys that change, relative to the store."""
    return sorted(_writable() - _only_created() - {PROBES})


def gate_conf(bucket: str, root: str, place: Place) -> str:
    """What nginx includes in its ``http`` block, for a store below ``root`` (``""`` or ``"prefix/"``)."""
    text = resources.files(__package__).joinpath("gate.conf").read_text(encoding="utf-8")
    return Template(text).substitute(
        bucket=re.escape(bucket),
        probes=_pattern(root, PROBES),
        replaced="|".join(_pattern(root, key) for key in replaced()),
        name=place.host.partition(":")[0],
        host=place.host,
        listen=place.listen,
        upstream=place.upstream,
        upstream_name=place.upstream.partition(":")[0],
        address=place.address,
        certificate=place.certificate,
        key=place.key,
        authority=place.authority,
    )


def _pattern(root: str, key: str) -> str:
    return _PLAIN.join(re.escape(part) for part in (root + key).split("*"))


def _policy(*, conditional: bool) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = bucket_policy("b", "", dict.fromkeys(IDENTITIES, "x"), conditional=conditional)[
        "Statement"
    ]
    return [one for one in statements if "s3:PutObject" in one["Action"]]


def _keys(statements: list[dict[str, Any]]) -> set[str]:
    return {resource.removeprefix("arn:aws:s3:::b/") for one in statements for resource in one["Resource"]}


def _writable() -> set[str]:
    return _keys([one for one in _policy(conditional=False) if one["Effect"] == "Allow"])


def _only_created() -> set[str]:
    return _keys([one for one in _policy(conditional=True) if "s3:if-none-match" in str(one.get("Condition"))])
