"""The gate of ``infra/access/gate`` (nginx) before Ceph RGW, whose policies know no conditions: a publisher's key
creates what is published and replaces nothing, whatever client holds it.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

import httpx
import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from infra.access.gate import replaced
from tests.flows.guarded import NGINX, ROOT, Guarded, new_guarded, users

__all__ = ["new_guarded", "users"]

pytestmark = [pytest.mark.rgw, pytest.mark.skipif(NGINX is None, reason="nginx is not installed")]

KEY = "v1.datapackage.json"
POINTER = "datapackage.json"
PUBLISHED = b"as published"


@pytest.fixture(scope="module")
def gated(new_guarded: Callable[..., Guarded]) -> Guarded:
    """A bucket with one version, published through the gate."""
    guarded = new_guarded(gate=True)
    for key in (KEY, POINTER, "data/aa/x.csv", "runs/r.json"):
        assert guarded.put("publisher", key, PUBLISHED, IfNoneMatch="*"), key
    return guarded


def stored(gated: Guarded, key: str) -> bytes:
    found: bytes = gated.clients[None].get_object(Bucket=gated.bucket, Key=ROOT + key)["Body"].read()
    return found


def refused(gated: Guarded, call: str, **arguments: Any) -> str:
    """The code with which a call of the publisher is refused; ``""`` when it is not."""
    try:
        getattr(gated.clients["publisher"], call)(Bucket=gated.bucket, **arguments)
    except ClientError as refusal:
        return str(refusal.response["Error"]["Code"])
    return ""


def asked(gated: Guarded, method: str, path: str, headers: list[tuple[str, str]], body: bytes = b"forged") -> int:
    """The status of a signed request with ``path`` and ``headers`` as they stand, which no library would send."""
    user = gated.users["publisher"]
    host, port = gated.endpoint.removeprefix("https://").split(":")
    # What is signed is the usual spelling of a key, however it is sent.
    signed = f"{gated.endpoint}{quote(unquote(path), safe='/?=&-_.~')}"
    request = AWSRequest(method, signed, data=body, headers={"Content-Length": str(len(body))})
    signer = S3SigV4Auth(Credentials(user.key, user.secret), "s3", "us-east-1")
    signer.add_auth(request)
    lines = [f"{name}: {value}" for name, value in [("Host", f"{host}:{port}"), *request.headers.items(), *headers]]
    sent = "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "Connection: close", "", ""]).encode() + body
    trusted = ssl.create_default_context(cafile=str(gated.gateway.ca))
    with (
        socket.create_connection((host, int(port)), timeout=30) as plain,
        trusted.wrap_socket(plain, server_hostname=host) as line,
    ):
        line.sendall(sent)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert b"SignatureDoesNotMatch" not in answer, "refused for another reason than it should be"
    return int(answer.split(b" ", 2)[1])


def test_what_changes_is_what_the_policies_say() -> None:
    assert set(replaced()) == {
        *("index.html", POINTER, "versions.json", "feed.json", "feed.atom", "status.json"),
        *("runs/*", "state/*", "state/alarms.json", "state/digests/*", "state/format.json", "state/runs/*"),
    }


def test_a_publishers_key_replaces_nothing_that_is_published(gated: Guarded) -> None:
    tag = gated.clients["publisher"].head_object(Bucket=gated.bucket, Key=ROOT + KEY)["ETag"]
    name = {"Key": ROOT + KEY}
    attempts = {
        "without a condition": refused(gated, "put_object", **name, Body=b"forged"),
        "knowing what is there": refused(gated, "put_object", **name, Body=b"forged", IfMatch=tag),
        "the tag as Ceph wants it": refused(gated, "put_object", **name, Body=b"forged", IfMatch=tag.strip('"')),
        "another condition": refused(gated, "put_object", **name, Body=b"forged", IfNoneMatch='"other"'),
        "as ours does": refused(gated, "put_object", **name, Body=b"forged", IfNoneMatch="*"),
        "a copy": refused(gated, "copy_object", **name, CopySource=f"{gated.bucket}/{ROOT}runs/r.json"),
        "in parts": refused(gated, "create_multipart_upload", **name),
        "the end of parts": refused(gated, "complete_multipart_upload", **name, UploadId="u", IfNoneMatch="*"),
        "removed": refused(gated, "delete_object", **name),
        "removed in a list": refused(gated, "delete_objects", Delete={"Objects": [name]}),
    }
    assert attempts == dict.fromkeys(attempts, "AccessDenied") | {"as ours does": "PreconditionFailed"}
    assert stored(gated, KEY) == PUBLISHED


def test_no_second_spelling_of_a_key_or_a_header_gets_through(gated: Guarded) -> None:
    path = f"/{gated.bucket}/{ROOT}"
    star = [("If-None-Match", "*")]
    source = f"/{gated.bucket}/{ROOT}runs/r.json"
    attempts = {
        "signed as ours": asked(gated, "PUT", f"{path}data/aa/new.csv", star),
        "a key in percents": asked(gated, "PUT", f"{path}%761.datapackage.json", []),
        "a key in percents, created": asked(gated, "PUT", f"{path}%761.datapackage.json", star),
        "up from what changes": asked(gated, "PUT", f"{path}state/runs/../../{KEY}", []),
        "up in percents": asked(gated, "PUT", f"{path}state/runs/%2e%2e/%2e%2e/{KEY}", []),
        "two conditions": asked(gated, "PUT", path + KEY, [*star, ("If-None-Match", '"other"')]),
        "two the other way round": asked(gated, "PUT", path + KEY, [("If-None-Match", '"other"'), *star]),
        "two names of a header": asked(gated, "PUT", path + KEY, [*star, ("If_None_Match", '"other"')]),
        "a copy": asked(gated, "PUT", path + KEY, [*star, ("x-amz-copy-source", source)], b""),
        "a copy behind nothing": asked(
            gated, "PUT", path + KEY, [*star, ("x-amz-copy-source", ""), ("x-amz-copy-source", source)], b""
        ),
        "a part": asked(gated, "PUT", f"{path}{KEY}?partNumber=1&uploadId=u", star),
        "rights of an object": asked(gated, "PUT", f"{path}{KEY}?acl", star),
        "a form": asked(gated, "POST", f"/{gated.bucket}", []),
        "outside the bucket": asked(gated, "PUT", "/another/key", star),
    }
    assert attempts == {
        "signed as ours": 200,
        "a key in percents": 403,
        "a key in percents, created": 412,
        "up from what changes": 403,
        "up in percents": 403,
        "two conditions": 400,
        "two the other way round": 400,
        "two names of a header": 412,
        "a copy": 412,
        "a copy behind nothing": 412,
        "a part": 403,
        "rights of an object": 403,
        "a form": 403,
        "outside the bucket": 403,
    }
    assert stored(gated, KEY) == PUBLISHED


def test_a_pointer_is_replaced_only_by_who_knows_what_is_there(gated: Guarded) -> None:
    name = {"Key": ROOT + POINTER, "Body": b"next"}
    tag = gated.clients["publisher"].head_object(Bucket=gated.bucket, Key=ROOT + POINTER)["ETag"].strip('"')
    assert refused(gated, "put_object", **name) == "AccessDenied"
    assert refused(gated, "put_object", **name, IfMatch="*") == "AccessDenied"
    assert refused(gated, "put_object", **name, IfMatch="0" * 32) == "PreconditionFailed"
    assert stored(gated, POINTER) == PUBLISHED
    assert refused(gated, "put_object", **name, IfMatch=tag) == ""
    assert stored(gated, POINTER) == b"next"


def test_the_gate_cannot_be_walked_around_with_the_same_key(gated: Guarded) -> None:
    straight = gated.gateway.client(gated.users["publisher"])
    for more in ({}, {"IfNoneMatch": "*"}):
        with pytest.raises(ClientError, match="AccessDenied"):
            straight.put_object(Bucket=gated.bucket, Key=f"{ROOT}{KEY}", Body=b"forged", **more)
    with pytest.raises(ClientError, match="AccessDenied"):
        straight.put_object(Bucket=gated.bucket, Key=f"{ROOT}data/aa/other.csv", Body=b"x")
    assert stored(gated, KEY) == PUBLISHED


def test_anybody_reads_what_is_published_through_the_gate(gated: Guarded) -> None:
    trusted = ssl.create_default_context(cafile=str(gated.gateway.ca))
    with httpx.Client(verify=trusted, trust_env=False) as client:
        place = f"{gated.endpoint}/{gated.bucket}/{ROOT}"
        answer = client.get(place + KEY, headers={"If-None-Match": "other"})
        assert (answer.status_code, answer.content) == (200, PUBLISHED)
        assert client.get(place + KEY, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
        assert client.get(f"{place}raw/x").status_code == 403
