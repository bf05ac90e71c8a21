"""The same run on a folder and on a bucket leaves the same objects: Ceph RGW over TLS, and moto where it is missing."""

from __future__ import annotations

import shutil

import boto3
import pytest

from flows.harvest import harvest_plainly
from flows.summary import PublishOutcome
from flows.tools import store_of
from publish.store import LocalStore
from publish.versions import read_head, verify_version

#: Keys that carry a run's id or moment in their name.
_OF_A_RUN = ("runs/", "raw/requests/", "state/")


@pytest.fixture
def bucket(request, monkeypatch):
    """(location, endpoint) of an empty bucket; credentials and certificates go through the environment, as in life."""
    if shutil.which("radosgw") is None:
        endpoint = request.getfixturevalue("moto_endpoint")
        boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket="harvested")
        return "s3://harvested/data", endpoint
    gateway = request.getfixturevalue("gateway")
    name = gateway.new_bucket()
    for variable, value in gateway.environment.items():
        monkeypatch.setenv(variable, value)
    return f"s3://{name}/data", gateway.endpoint


def test_a_bucket_holds_what_a_folder_holds(harvested, settings_for, bucket):
    """The folder's harvest is the one that all tests share, and both judges have seen it."""
    location, endpoint = bucket
    on_bucket = settings_for(location, endpoint_url=endpoint)
    summary = harvest_plainly([], on_bucket)
    assert summary.publish.outcome is PublishOutcome.PUBLISHED
    again = harvest_plainly([], on_bucket)
    assert (again.publish.outcome, again.publish.version) == (PublishOutcome.NOTHING_NEW, 1)
    folder, objects = LocalStore(harvested), store_of(on_bucket)
    assert verify_version(objects).ok
    assert _rows(folder) == _rows(objects)
    assert _archived(folder) == _archived(objects)


def _rows(store):
    head = read_head(store)
    assert head is not None
    return {name: count for name, count in head.rows.items() if name != "changes"}


def _archived(store):
    return {key for key in store.list("raw/sha256/") if not key.startswith(_OF_A_RUN)}
