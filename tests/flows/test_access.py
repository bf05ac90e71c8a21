"""Three identities on a real S3 server that enforces the policy documents of ``infra/access``: Ceph RGW over TLS.

What is tried is every identity on every kind of key, with the bare client and not with ours, which would be polite.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError
from typer.testing import CliRunner

from domain.ports import StoreError
from flows.cli import app
from flows.demo import SAMPLE_DECLARATIONS
from infra.access import IDENTITIES
from publish.store.s3 import S3Store
from publish.versions import read_head, verify_version
from tests.flows.guarded import NGINX, ROOT, Guarded, new_guarded, users
from tests.publish.rgw import RadosGateway

__all__ = ["new_guarded", "users"]

pytestmark = pytest.mark.rgw

PUBLISHED = ("data/aa/x.csv", "versions/1/SHA256SUMS", "versions/1/site/index.html", "v1.datapackage.json")
POINTERS = ("datapackage.json", "versions.json", "feed.json", "feed.atom", "index.html", "status.json")
ARCHIVE = ("raw/sha256/aa/aa", "raw/requests/2026/11/28/r.json", "reports/r/1.json")
STATE = ("state/portals/p.json", "state/hosts/h.json")
SHARED = ("runs/r.json", "state/runs/r/plan.json", "state/alarms.json", "state/digests/07.json")
OTHERS = ("corrections/c.yaml", "elsewhere.txt")
EVERYTHING = (*PUBLISHED, *POINTERS, *ARCHIVE, *STATE, *SHARED, *OTHERS)


@pytest.fixture(scope="module")
def filled(new_guarded: Callable[..., Guarded]) -> Guarded:
    """One object of every kind, put there by the owner."""
    guarded = new_guarded()
    for key in EVERYTHING:
        assert guarded.put(None, key)
    return guarded


def allowed(identity: str, call: Callable[[str, str], bool]) -> set[str]:
    return {key for key in EVERYTHING if call(identity, key)}


def test_a_reader_reads_what_is_published_and_nothing_else(filled: Guarded) -> None:
    assert allowed("reader", filled.gets) == {*PUBLISHED, *POINTERS}
    assert allowed("reader", filled.put) == set()
    assert allowed("reader", filled.deletes) == set()
    assert [prefix for prefix in ("data/", "versions/", "v") if not filled.lists("reader", prefix)] == []
    assert [
        prefix for prefix in ("", "raw/", "raw/sha256/", "state/", "r", "s") if filled.lists("reader", prefix)
    ] == []


def test_a_stranger_reads_what_is_published_over_tls_lists_nothing_and_writes_nothing(filled: Guarded) -> None:
    trusted = ssl.create_default_context(cafile=str(filled.gateway.ca))
    with httpx.Client(verify=trusted, trust_env=False) as client:
        place = f"{filled.gateway.endpoint}/{filled.bucket}"
        read = {key for key in EVERYTHING if client.get(f"{place}/{ROOT}{key}").status_code == 200}
        assert read == {*PUBLISHED, *POINTERS}
        for query in ("list-type=2", f"list-type=2&prefix={ROOT}data/", "versions", "uploads", "policy"):
            assert client.get(f"{place}?{query}").status_code == 403, query
        assert client.put(f"{place}/{ROOT}data/aa/new.csv", content=b"x").status_code == 403
        assert client.delete(f"{place}/{ROOT}v1.datapackage.json").status_code == 403
        plain = f"{filled.gateway.plain_endpoint}/{filled.bucket}/{ROOT}v1.datapackage.json"
        assert client.get(plain).status_code == 403


def test_a_harvester_writes_archive_and_state_and_cannot_touch_versions(filled: Guarded) -> None:
    own = {*ARCHIVE, *STATE, *SHARED}
    assert allowed("harvester", filled.put) == own
    assert allowed("harvester", filled.deletes) == set()
    assert allowed("harvester", filled.gets) == {*own, *PUBLISHED, *POINTERS}


def test_a_publisher_creates_versions_deletes_none_and_does_not_see_the_archive(filled: Guarded) -> None:
    written = {*PUBLISHED, *POINTERS, *SHARED}
    assert allowed("publisher", filled.put) == written
    assert allowed("publisher", filled.deletes) == set()
    hidden = set(EVERYTHING) - allowed("publisher", filled.gets)
    assert hidden == {*(key for key in ARCHIVE if key.startswith("raw/")), "elsewhere.txt"}


def test_a_publisher_that_creates_as_ours_does_overwrites_nothing(filled: Guarded) -> None:
    assert filled.put("publisher", "v7.datapackage.json", b"seven", IfNoneMatch="*")
    assert not filled.put("publisher", "v7.datapackage.json", b"other", IfNoneMatch="*")
    kept = filled.clients[None].get_object(Bucket=filled.bucket, Key=f"{ROOT}v7.datapackage.json")
    assert kept["Body"].read() == b"seven"


def test_nobody_of_ours_changes_the_policy_or_the_locks(filled: Guarded) -> None:
    for name in IDENTITIES:
        for call, more in (
            ("delete_bucket_policy", {}),
            ("get_bucket_policy", {}),
            ("put_bucket_versioning", {"VersioningConfiguration": {"Status": "Suspended"}}),
            ("delete_bucket", {}),
        ):
            with pytest.raises(ClientError, match="AccessDenied"):
                getattr(filled.clients[name], call)(Bucket=filled.bucket, **more)


def test_under_an_object_lock_what_a_stolen_key_overwrites_is_kept_and_cannot_be_removed(
    new_guarded: Callable[..., Guarded],
) -> None:
    """The language of policies cannot ask for a condition here: this is what stops a publisher's key instead."""
    guarded = new_guarded(locked=True)
    owner = guarded.clients[None]
    key = "v1.datapackage.json"
    assert guarded.put("publisher", key, b"as published")
    assert guarded.put("publisher", key, b"as forged")
    newest, first = owner.list_object_versions(Bucket=guarded.bucket, Prefix=ROOT + key)["Versions"]
    assert (newest["IsLatest"], first["IsLatest"]) == (True, False)
    for name in (*IDENTITIES, None):
        assert not guarded.may(name, "delete_object", key, VersionId=first["VersionId"]), name
    # Its owner changes the policy for as long as it takes to read what was there and to put it back.
    policy = json.loads(owner.get_bucket_policy(Bucket=guarded.bucket)["Policy"])
    policy["Statement"].append(
        {
            "Effect": "Allow",
            "Principal": {"AWS": ["arn:aws:iam:::user/tester"]},
            "Action": ["s3:GetObjectVersion"],
            "Resource": [f"arn:aws:s3:::{guarded.bucket}/*"],
        }
    )
    owner.put_bucket_policy(Bucket=guarded.bucket, Policy=json.dumps(policy))
    kept = owner.get_object(Bucket=guarded.bucket, Key=ROOT + key, VersionId=first["VersionId"])
    assert kept["Body"].read() == b"as published"


def test_a_versioned_bucket_of_a_service_that_then_forgets_conditions_is_refused(
    new_guarded: Callable[..., Guarded],
) -> None:
    """Ceph 16 does not look at If-None-Match where a bucket keeps versions: racing publishers would lose one."""
    guarded = new_guarded(locked=True)
    with pytest.raises(StoreError, match="create-if-absent"):
        S3Store(guarded.bucket, "data", guarded.clients[None])


def test_harvest_publish_and_reading_work_with_the_rights_of_their_identities_alone(
    new_guarded: Callable[..., Guarded], portals, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the gate of ``infra/access/gate`` where nginx is there."""
    guarded = new_guarded(gate=NGINX is not None)
    where = ("--store", f"s3://{guarded.bucket}/data", "--endpoint-url", guarded.endpoint)
    from_portals = ("--declarations", str(SAMPLE_DECLARATIONS), "--egress", portals.proxy_url)

    def run(identity: str, *arguments: str) -> Any:
        for variable, value in guarded.gateway.environment_of(guarded.users[identity]).items():
            monkeypatch.setenv(variable, value)
        return CliRunner().invoke(app, arguments)

    harvest = ("harvest", "sample-quyang", "--no-engine", *where, *from_portals)
    harvested = run("harvester", *harvest, "--no-publish", "--json")
    assert harvested.exit_code == 0, harvested.output
    assert json.loads(harvested.stdout)["publish"]["outcome"] == "skipped"
    alone = run("harvester", "publish", *where, *from_portals[:2])
    assert (alone.exit_code, "凭证无权" in alone.stderr) == (1, True), alone.output
    published = run("publisher", "publish", *where, *from_portals[:2], "--json")
    assert published.exit_code == 0, published.output
    assert (json.loads(published.stdout)["outcome"], json.loads(published.stdout)["reports"]) == ("published", 1)
    overseen = run("publisher", "status", *where, "--json")
    assert (overseen.exit_code, json.loads(overseen.stdout)["version"]["number"]) == (0, 1), overseen.output
    asked = len(portals.requests)
    refused = run("publisher", *harvest, "--no-publish", "--json")
    assert (refused.exit_code, portals.requests[asked:]) == (1, []), "it cannot say whose turn it is, so it asks nobody"
    verified = run("reader", "verify", *where)
    assert verified.exit_code == 0, verified.output
    reader = guarded.gateway.open(guarded.bucket, guarded.users["reader"])
    head = read_head(reader)
    assert head is not None
    assert (head.number, verify_version(reader).ok, reader.get("raw/sha256/aa/none")) == (1, True, None)
    with pytest.raises(StoreError, match="凭证无权"):
        reader.put_new("v2.datapackage.json", b"{}")


def test_a_stranger_with_keys_of_another_bucket_is_told_so_and_not_shown_an_empty_store(
    new_guarded: Callable[..., Guarded], gateway: RadosGateway
) -> None:
    guarded = new_guarded()
    with pytest.raises(StoreError, match="凭证无权"):
        gateway.open(guarded.bucket, gateway.new_user("stranger"))
