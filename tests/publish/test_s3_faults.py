"""Stores that answer badly, and stores that must not be used at all: a real client with its answers tampered with."""

from __future__ import annotations

import random
import threading
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from domain.ports import ObjectExists, StoreError, SwapConflict
from publish.store import open_store
from publish.store.s3 import S3Store, s3_client
from tests.publish.conftest import new_bucket


class Tampered:
    """A client whose ``put_object`` goes through ``tamper``; everything else is the real client's."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def put_object(self, **request: Any) -> Any:
        return self._client.put_object(**request)


class IgnoresConditions(Tampered):
    def put_object(self, **request: Any) -> Any:
        return super().put_object(**{name: value for name, value in request.items() if not name.startswith("If")})


class IgnoresIfMatch(Tampered):
    def put_object(self, **request: Any) -> Any:
        request.pop("IfMatch", None)
        return super().put_object(**request)


class KnowsNoConditions(Tampered):
    def put_object(self, **request: Any) -> Any:
        raise _error("NotImplemented", 501)


class MayOnlyRead(Tampered):
    def put_object(self, **request: Any) -> Any:
        raise _error("AccessDenied", 403)


class WantsBareTags(Tampered):
    """As Ceph RGW: a quoted ETag never matches."""

    def put_object(self, **request: Any) -> Any:
        tag = request.get("IfMatch")
        if tag is not None:
            request["IfMatch"] = f"wrong-{tag}" if tag.startswith('"') else f'"{tag}"'
        return super().put_object(**request)


class LosesAnswers(Tampered):
    """Some writes are made and the answer is lost, some are lost on the way, some end as 500 without being made."""

    def __init__(self, client: Any, seed: int) -> None:
        super().__init__(client)
        self._chance = random.Random(seed)
        self.lost = 0

    def put_object(self, **request: Any) -> Any:
        fate = self._chance.random()
        if fate < 0.15:
            self.lost += 1
            raise ReadTimeoutError(endpoint_url="http://localhost")
        if fate < 0.3:
            self.lost += 1
            raise _error("InternalError", 500)
        answer = super().put_object(**request)
        if fate < 0.5:
            self.lost += 1
            raise ReadTimeoutError(endpoint_url="http://localhost")
        return answer


def store_over(bucket: str, client: Any) -> S3Store:
    return S3Store(bucket, "", client)


def _error(code: str, status: int) -> ClientError:
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "PutObject")


@pytest.fixture
def bucket(moto_endpoint: str) -> str:
    return new_bucket(moto_endpoint)


@pytest.fixture
def client(moto_endpoint: str) -> Any:
    return s3_client(endpoint_url=moto_endpoint)


@pytest.mark.parametrize("kind", [IgnoresConditions, IgnoresIfMatch, KnowsNoConditions])
def test_a_store_without_conditional_writes_is_refused_in_both_languages(
    kind: type[Tampered], bucket: str, client: Any
) -> None:
    with pytest.raises(StoreError, match=r"发布者相争时会丢失版本.*Racing publishers would lose versions"):
        store_over(bucket, kind(client))


def test_probing_leaves_nothing_behind(bucket: str, client: Any) -> None:
    assert list(S3Store(bucket, "", client).list()) == []


def test_a_store_that_wants_bare_tags_is_served(bucket: str, client: Any) -> None:
    store = store_over(bucket, WantsBareTags(client))
    tag = store.swap("a", b"1", tag=None)
    tag = store.swap("a", b"2", tag=tag)
    with pytest.raises(SwapConflict):
        store.swap("a", b"3", tag='"0"')
    found = store.get("a")
    assert found is not None
    assert (found.data, found.tag) == (b"2", tag)


def test_with_credentials_that_may_only_read_a_version_can_be_read_but_not_written(bucket: str, client: Any) -> None:
    S3Store(bucket, "", client).put_new("datapackage.json", b"{}")
    reader = store_over(bucket, MayOnlyRead(client))
    found = reader.get("datapackage.json")
    assert found is not None
    assert found.data == b"{}"
    with pytest.raises(StoreError, match="the credentials do not allow it"):
        reader.put_new("x", b"")


def test_a_bucket_that_is_not_there_is_named(moto_endpoint: str) -> None:
    with pytest.raises(StoreError, match="there is no such bucket: nowhere-at-all"):
        open_store("s3://nowhere-at-all", endpoint_url=moto_endpoint)


def test_an_address_where_nobody_listens_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.store.s3._FIRST_PAUSE", 0.001)
    with pytest.raises(StoreError, match=r"127\.0\.0\.1:9"):
        open_store("s3://bucket", endpoint_url="http://127.0.0.1:9")


def test_lost_answers_make_no_doubt_who_wrote(bucket: str, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every create succeeds once, although a third of the answers never arrive; a second one is refused."""
    monkeypatch.setattr("publish.store.s3._FIRST_PAUSE", 0.001)
    monkeypatch.setattr("publish.store.s3._TRIES", 40)
    monkeypatch.setattr("publish.store.s3._TRIES_AT_FIRST", 40)
    monkeypatch.setattr("publish.store.s3._LONGEST_PAUSE", 0.01)
    S3Store(bucket, "", client)
    flaky = LosesAnswers(client, seed=4)
    store = store_over(bucket, flaky)
    for number in range(40):
        store.put_new(f"data/{number}", b"same")
        with pytest.raises(ObjectExists):
            store.put_new(f"data/{number}", b"same")
    assert flaky.lost > 20


def test_racing_counters_over_lost_answers_lose_no_step(
    bucket: str, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two writers that happen to write the same bytes must not take each other's write for their own.

    A step may be counted twice (written, answer lost, replaced by another writer before it could be looked at).
    """
    monkeypatch.setattr("publish.store.s3._FIRST_PAUSE", 0.001)
    monkeypatch.setattr("publish.store.s3._TRIES", 40)
    monkeypatch.setattr("publish.store.s3._TRIES_AT_FIRST", 40)
    monkeypatch.setattr("publish.store.s3._LONGEST_PAUSE", 0.01)
    stores = [store_over(bucket, LosesAnswers(client, seed)) for seed in range(3)]

    def count(store: S3Store) -> None:
        done = 0
        while done < 6:
            present = store.get("n")
            number = int(present.data) if present else 0
            try:
                store.swap("n", str(number + 1).encode(), tag=present.tag if present else None)
            except SwapConflict:
                continue
            done += 1

    threads = [threading.Thread(target=count, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = stores[0].get("n")
    assert found is not None
    assert int(found.data) >= 18


def test_a_store_that_never_answers_ends_in_an_error_and_not_in_a_guess(
    bucket: str, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.store.s3._FIRST_PAUSE", 0.001)
    monkeypatch.setattr("publish.store.s3._LONGEST_PAUSE", 0.01)
    store = S3Store(bucket, "", client)

    def never(**request: Any) -> Any:
        raise EndpointConnectionError(endpoint_url="http://localhost")

    monkeypatch.setattr(client, "put_object", never)
    with pytest.raises(StoreError, match="after several tries"):
        store.put_new("a", b"1")
    assert store.get("a") is None
