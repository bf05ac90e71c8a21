"""An S3 bucket as a store: conditional writes of Amazon S3, Ceph RGW and the like.

``put_new`` is ``If-None-Match: *``, ``swap`` is ``If-Match`` with the ETag the store gave (some stores want it quoted,
Ceph RGW wants it bare: probed when the store is opened). An answer of 5xx, or none at all, to a conditional write means
"unknown": the object is read again and decides. A store that ignores the conditions is refused.
"""

from __future__ import annotations

import base64
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    IncompleteReadError,
)
from botocore.exceptions import ConnectionError as NoConnection

# The library hands on as it is what breaks in the middle of an error's body.
from urllib3.exceptions import HTTPError as BrokenAnswer

from domain.ports import ObjectExists, StoredObject, StoreError, SwapConflict
from publish.store.keys import checked, content_type_of

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_T = TypeVar("_T")

#: A gateway that starts again is away for some ten seconds; a wrong address should be told sooner.
_TRIES = 13
_TRIES_AT_FIRST = 6
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 4.0
_ABSENT = frozenset({"NoSuchKey", "404", "NotFound"})
_IMMUTABLE = "public, max-age=31536000, immutable"
_MUTABLE = "no-cache"
#: Metadata by which a writer knows its own write again.
_MARK = "write"
_PROBES = "state/probes/"
#: What everybody may read of a store that has a version.
_FIRST_READ = "datapackage.json"
_WRONG_TAG = '"00000000000000000000000000000000"'


@dataclass(frozen=True, slots=True)
class _Headers:
    content_type: str
    cache: str
    mark: str


class _NotTheirs(Exception):
    """The condition of a write does not hold."""


class _Denied(StoreError):
    """The credentials may not write."""


def s3_client(
    *, endpoint_url: str | None = None, region: str | None = None, verify: str | bool | None = None
) -> S3Client:
    """A client that also works with stores of the older kind.

    By default newer boto3 sends uploads over TLS in chunks with a trailing checksum, which Ceph RGW 16 refuses. The
    library's own retries are off: it would report its own first, unanswered write as somebody else's.
    """
    config = Config(
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"total_max_attempts": 1, "mode": "standard"},
        connect_timeout=20,
        read_timeout=60,
        # An own server is mostly reached by an address that has no name for each bucket.
        s3={"addressing_style": "path"} if endpoint_url else {},
    )
    region = region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    # A session of its own: the shared one keeps the first credentials it met, and is not made for several threads.
    return boto3.Session().client("s3", endpoint_url=endpoint_url, region_name=region, verify=verify, config=config)


class S3Store:
    """``bucket`` below ``prefix``; the tag of an object is its ETag as the store sent it.

    The store is probed at once: raises :class:`StoreError` if it cannot be reached or does not honour conditions. With
    credentials that may only read, reading works and writing raises; those that may neither read nor list are refused.
    """

    def __init__(self, bucket: str, prefix: str, client: S3Client) -> None:
        self._bucket = bucket
        self._prefix = f"{checked(prefix)}/" if prefix else ""
        self._client = client
        self.location = f"s3://{bucket}/{prefix}" if prefix else f"s3://{bucket}"
        self._bare_tags = False
        self._proved = False
        #: The credentials may only read, and perhaps not list: then an absent object is answered like a hidden one.
        self._only_reads = False
        self._probe()
        self._proved = True

    def get(self, key: str) -> StoredObject | None:
        found = self._read(key)
        return found[0] if found else None

    def _read(self, key: str) -> tuple[StoredObject, str | None] | None:
        """The object and the mark of the write that made it."""
        name = self._name(key)

        def read() -> tuple[StoredObject, str | None] | None:
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=name)
                return StoredObject(key, answer["Body"].read(), answer["ETag"]), answer["Metadata"].get(_MARK)
            except ClientError as error:
                if _code(error) in _ABSENT or (self._only_reads and _code(error) == "AccessDenied"):
                    return None
                raise

        return self._patiently(read, "无法读取 / cannot read", key)

    def put_new(self, key: str, data: bytes, *, content_type: str = "application/octet-stream") -> None:
        try:
            self._write(key, data, content_type, tag=None)
        except _NotTheirs:
            raise ObjectExists(key) from None

    def swap(self, key: str, data: bytes, *, tag: str | None, content_type: str = "application/json") -> str:
        try:
            return self._write(key, data, content_type, tag=tag, cache=_MUTABLE)
        except _NotTheirs:
            raise SwapConflict(key) from None

    def list(self, prefix: str = "") -> Iterator[str]:
        return (key for key, _ in self.stamps(prefix))

    def stamps(self, prefix: str = "") -> Iterator[tuple[str, str]]:
        pages = self._client.get_paginator("list_objects_v2")

        def read() -> list[tuple[str, str]]:
            found = pages.paginate(Bucket=self._bucket, Prefix=self._prefix + prefix)
            return [
                (entry["Key"].removeprefix(self._prefix), f"{entry['ETag']} {entry['LastModified'].isoformat()}")
                for page in found
                for entry in page.get("Contents", [])
            ]

        yield from sorted(self._patiently(read, "无法列出 / cannot list", prefix))

    def _name(self, key: str) -> str:
        return self._prefix + checked(key)

    def _write(self, key: str, data: bytes, content_type: str, *, tag: str | None, cache: str = _IMMUTABLE) -> str:
        """The new tag; raises :class:`_NotTheirs` if the condition does not hold.

        A write without a clear answer is looked at again: the object carries our mark (done), is somebody else's
        (refused), or is as it was (once more). The bytes alone would not tell: two writers may write the same. A swap
        whose answer was lost and that another writer has replaced since counts as refused: swaps must bear repeating.
        """
        mark = uuid4().hex
        unclear: Exception | None = None
        for pause in self._pauses():
            try:
                return self._put(key, data, _Headers(content_type, cache, mark), tag)
            except ClientError as error:
                if _is_refusal(error, tag):
                    if unclear is None:
                        raise _NotTheirs from error
                elif not _is_unclear(error):
                    raise self._failed("无法写入 / cannot write", key, error) from error
                unclear = error
            except (BotoCoreError, BrokenAnswer) as error:
                if not _is_cut(error):
                    raise self._failed("无法写入 / cannot write", key, error) from error
                unclear = error
            time.sleep(pause)
            present, made_by = self._read(key) or (None, None)
            if present is not None and made_by == mark:
                return present.tag
            if (present.tag if present else None) != tag:
                raise _NotTheirs from unclear
        raise self._failed("多次尝试后仍无法写入 / cannot write, after several tries", key, unclear) from unclear

    def _put(self, key: str, data: bytes, headers: _Headers, tag: str | None) -> str:
        given = headers.content_type
        shared: dict[str, Any] = {
            "Bucket": self._bucket,
            "Key": self._name(key),
            "Body": data,
            "ContentType": content_type_of(key) if given == "application/octet-stream" else given,
            "CacheControl": headers.cache,
            "ContentMD5": base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode(),
            "Metadata": {_MARK: headers.mark},
        }
        if tag is None:
            return self._client.put_object(**shared, IfNoneMatch="*")["ETag"]
        return self._client.put_object(**shared, IfMatch=tag.strip('"') if self._bare_tags else tag)["ETag"]

    def _pauses(self) -> tuple[float, ...]:
        """How long to wait after each try: twice as long each time, up to a limit."""
        tries = _TRIES if self._proved else _TRIES_AT_FIRST
        return tuple(min(_FIRST_PAUSE * 2**number, _LONGEST_PAUSE) for number in range(tries))

    def _patiently(self, read: Callable[[], _T], what: str, key: str) -> _T:
        """Reading, repeated while the store gives no clear answer."""
        last: Exception | None = None
        for pause in self._pauses():
            try:
                return read()
            except ClientError as error:
                if not _is_unclear(error):
                    raise self._failed(what, key, error) from error
                last = error
            except (BotoCoreError, BrokenAnswer) as error:
                if not _is_cut(error):
                    raise self._failed(what, key, error) from error
                last = error
            time.sleep(pause)
        raise self._failed(what, key, last) from last

    def _probe(self) -> None:
        """Prove create-if-absent and compare-and-swap on an object of our own, and learn the form of the tags."""
        key = f"{_PROBES}{uuid4().hex}"
        try:
            tag = self._write(key, b"1", "text/plain", tag=None)
        except _Denied as denied:
            self._only_reads = True
            if self._read(_FIRST_READ) is None and not self._may_list():
                raise denied
            return
        try:
            if self._accepts(key, None):
                raise self._unfit("不支持“仅当不存在时创建” / has no create-if-absent (If-None-Match: *)")
            if self._accepts(key, _WRONG_TAG):
                raise self._unfit("不支持“比较并替换” / has no compare-and-swap (If-Match)")
            for self._bare_tags in (False, True):
                if self._accepts(key, tag):
                    return
            raise self._unfit("“比较并替换”总被拒绝 / refuses every compare-and-swap (If-Match)")
        finally:
            # Only tidiness: a probe that stays behind harms nobody.
            self._remove(self._name(key))

    def _may_list(self) -> bool:
        try:
            self._client.list_objects_v2(Bucket=self._bucket, Prefix=self._prefix, MaxKeys=1)
        except ClientError:
            return False
        return True

    def _accepts(self, key: str, tag: str | None) -> bool:
        try:
            self._write(key, uuid4().hex.encode(), "text/plain", tag=tag)
        except _NotTheirs:
            return False
        return True

    def _remove(self, name: str) -> None:
        try:
            self._client.delete_object(Bucket=self._bucket, Key=name)
        except (ClientError, BotoCoreError):
            return

    def _unfit(self, lack: str) -> StoreError:
        return StoreError(
            f"{self.location}: 该存储{lack}；发布者相争时会丢失版本，故不使用。"
            "请换用 Amazon S3、Ceph RGW、MinIO 等，或本地文件夹。 / "
            "Racing publishers would lose versions, so it is refused: "
            "use Amazon S3, Ceph RGW, MinIO or another store with conditional writes, or a folder."
        )

    def _failed(self, what: str, key: str, error: Exception | None) -> StoreError:
        if isinstance(error, ClientError):
            code = _code(error)
            if code in ("NotImplemented", "501") or _status(error) == 501:
                return self._unfit("不支持条件写入 / has no conditional writes (501 Not Implemented)")
            if code == "NoSuchBucket":
                return StoreError(f"没有该存储桶 / there is no such bucket: {self._bucket} ({self.location})")
            if code in ("AccessDenied", "403", "InvalidAccessKeyId", "SignatureDoesNotMatch"):
                return _Denied(f"{what}: {key}: 凭证无权 / the credentials do not allow it ({code}, {self.location})")
        if _is_distrusted(error):
            return StoreError(
                f"{what}: {self.location}: 证书不受信任，可用 AWS_CA_BUNDLE 指定根证书 / "
                f"the certificate is not trusted; name its authority in AWS_CA_BUNDLE: {error}"
            )
        return StoreError(f"{what}: {key} ({self.location}): {error}")


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _is_refusal(error: ClientError, tag: str | None) -> bool:
    """The condition does not hold: 412, or 404 for a swap of an object that is gone."""
    return _status(error) == 412 or (tag is not None and _code(error) in _ABSENT)


def _is_unclear(error: ClientError) -> bool:
    """Errors after which the write may have been made, or may be made if it is tried again."""
    status = _status(error)
    return status in (408, 409, 429) or (status >= 500 and status != 501)


def _is_cut(error: BotoCoreError | BrokenAnswer) -> bool:
    """The connection ended early or never was, in the middle of a TLS handshake too: a gateway that starts again."""
    cut = (HTTPClientError, NoConnection, IncompleteReadError, BrokenAnswer)
    return isinstance(error, cut) and not _is_distrusted(error)


def _is_distrusted(error: Exception | None) -> bool:
    return "CERTIFICATE_VERIFY_FAILED" in str(error)
