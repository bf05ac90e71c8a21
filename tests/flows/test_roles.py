"""The roles of infra/terraform/policies.tf are enough for the work of each and for no more: at a store that enforces
policies (moto) a share is watched with the harvester's key, a version published with the publisher's, and verified with
the reader's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import boto3
import hcl2
import pytest
from moto.core.authorization import enable_iam_authentication

from domain.ports import StoreError
from flows.dispatch import share_plainly
from flows.oversee import oversee_plainly
from flows.publication import publish_plainly
from flows.summary import PublishOutcome
from publish.store import open_store
from publish.verify import verify_version
from tests.publish.conftest import new_bucket

POLICIES = Path(__file__).parents[2] / "infra" / "terraform" / "policies.tf"
ROLES = ("harvester", "publisher", "reader")


def prefixes(role: str, right: str) -> list[str]:
    """What a role may read or write, as the file declares it."""
    (declared,) = hcl2.loads(POLICIES.read_text(encoding="utf-8"))["locals"]
    plain = json.loads(json.dumps(declared).replace('"\\"', '"').replace('\\""', '"'))

    def resolved(expression: object) -> list[str]:
        if isinstance(expression, list):
            return [str(one) for one in expression]
        found: list[str] = []
        for name, literal in re.findall(r'local\.(\w+)|"([^"]+)"', str(expression)):
            found += resolved(plain[name]) if name else [literal]
        return found

    return resolved(plain["principals"][role][right])


def policy(role: str, bucket: str) -> dict[str, object]:
    """The statements of ``aws_iam_policy_document.role`` for one role."""
    arn = f"arn:aws:s3:::{bucket}"
    statements: list[dict[str, object]] = [
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": arn},
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": [f"{arn}/{one}" for one in prefixes(role, "reads")]},
    ]
    writes = prefixes(role, "writes")
    if writes:
        put = ["s3:PutObject", "s3:AbortMultipartUpload"]
        statements += [
            {"Effect": "Allow", "Action": put, "Resource": [f"{arn}/{one}" for one in writes]},
            {"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": f"{arn}/state/probes/*"},
        ]
    return {"Version": "2012-10-17", "Statement": statements}


@pytest.fixture
def keys(moto_endpoint: str) -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    """A bucket, and an access key for each role; from now on the store asks who somebody is."""
    bucket = new_bucket(moto_endpoint)
    iam = boto3.client("iam", endpoint_url=moto_endpoint, region_name="us-east-1")
    made = {}
    for role in ROLES:
        name = f"{role}-{uuid4().hex[:8]}"
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="store", PolicyDocument=json.dumps(policy(role, bucket)))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        made[role] = (key["AccessKeyId"], key["SecretAccessKey"])
    with enable_iam_authentication():
        yield bucket, made


def test_each_role_can_do_its_work_and_no_other(keys, moto_endpoint, portals, settings_for, monkeypatch):
    bucket, made = keys
    settings = settings_for(f"s3://{bucket}", endpoint_url=moto_endpoint)

    def become(role: str) -> None:
        key, secret = made[role]
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", secret)

    def refused(key: str, *, write: bool = True) -> bool:
        store = open_store(f"s3://{bucket}", endpoint_url=moto_endpoint)
        try:
            store.put_new(key, b"x") if write else store.get(key)
        except StoreError:
            return True
        return False

    become("harvester")
    watched = share_plainly("night-s000", ["sample-quyang"], settings)
    assert [run.outcome for run in watched.portals] == ["ok"]
    assert all(map(refused, ("data/aa/x.csv", "versions/9/x", "v9.datapackage.json", "corrections/x.yaml")))

    become("publisher")
    published = publish_plainly(settings).publish
    assert (published.outcome, published.reports) == (PublishOutcome.PUBLISHED, 1)
    status, _, _ = oversee_plainly(settings, send=None)
    assert status.version is not None
    assert all(map(refused, ("raw/sha256/aa/x", "reports/x/y.json", "corrections/x.yaml")))

    become("reader")
    assert verify_version(open_store(f"s3://{bucket}", endpoint_url=moto_endpoint)).ok
    archived = watched.portals[0].files_fetched
    assert archived > 0
    assert all(map(refused, ("raw/sha256/aa/x", "state/x", "data/aa/x", "index.html")))
    private = ("raw/sha256/aa/x", "state/portals/sample-quyang.json", "runs/night-s000.json", "corrections/x.yaml")
    assert all(refused(key, write=False) for key in private)
