"""Who may do what with the bucket: policy documents that Terraform and any other S3 service get from the same files.

``bucket-policy.json`` is what every service enforces; ``conditional-writes.json`` is what only Amazon S3 can express.
In both ``${bucket}``, ``${root}`` (a prefix with its slash, or nothing) and the three identities are filled in.
"""

from __future__ import annotations

import json
from importlib import resources
from string import Template
from typing import Any

IDENTITIES = ("harvester", "publisher", "reader")


def bucket_policy(
    bucket: str, root: str, principals: dict[str, str], *, conditional: bool = False, gate: str = ""
) -> dict[str, Any]:
    """The policy of ``bucket`` for a store below ``root`` (``""`` or ``"prefix/"``).

    ``principals``: the ARN of each of :data:`IDENTITIES`. ``conditional`` adds that immutable objects may only be
    created, for services that know the condition (Amazon S3 does, Ceph RGW and MinIO do not: they would refuse every
    write). ``gate``: writers come from this address only, ``10.0.0.4`` or ``10.0.0.0/28`` (``infra.access.gate``).
    """
    if set(principals) != set(IDENTITIES):
        raise ValueError(f"identities are {', '.join(IDENTITIES)}")
    names = ["bucket-policy.json"]
    names += ["conditional-writes.json"] if conditional else []
    names += ["gate/only-through-the-gate.json"] if gate else []
    policy: dict[str, Any] = {"Version": "2012-10-17", "Statement": []}
    for name in names:
        text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
        filled = json.loads(Template(text).substitute(principals, bucket=bucket, root=root, gate=gate))
        policy["Statement"] += filled["Statement"]
    return policy


def published() -> list[str]:
    """Patterns of what the world may read, relative to the store."""
    (public,) = (
        one
        for one in bucket_policy("b", "", dict.fromkeys(IDENTITIES, "x"))["Statement"]
        if one["Sid"] == "PublishedIsPublic"
    )
    return [resource.removeprefix("arn:aws:s3:::b/") for resource in public["Resource"]]
