"""``open_store``: from what a person writes (a folder, ``s3://bucket/prefix``) to a store that is known to work."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

from domain.ports import Store, StoreError
from publish.store.format import check_format
from publish.store.local import LocalStore

_S3 = "s3://"
#: ``s3:/bucket``, ``S3://bucket``, ``s3//bucket``: otherwise a folder of that name would be made.
_MISTYPED_S3 = re.compile(r"(?i)s3(:/*|//+)")


class NoSuchStore(StoreError):
    """What was given is no address of a store, or of one that is not there."""


def open_existing(location: str, *, endpoint_url: str | None = None) -> Store:
    """:func:`open_store` for who only looks: a folder that is not there is a mistake, and is not made.

    Raises :class:`domain.ports.StoreError` with the folders beside it that are stores or have a like name.
    """
    folder = Path(location)
    if "://" not in location and not _MISTYPED_S3.match(location) and not folder.is_dir():
        raise NoSuchStore(f"没有这个仓库 / there is no such store: {location}{_beside(folder)}")
    return open_store(location, endpoint_url=endpoint_url)


def _beside(folder: Path) -> str:
    parent = next((one for one in folder.parents if one.is_dir()), None)
    if parent is None:
        return ""
    names = sorted(one.name for one in parent.iterdir() if one.is_dir() and not one.name.startswith("."))
    missing = folder.relative_to(parent).parts[0]
    near = get_close_matches(missing, names, n=3, cutoff=0.5)
    stores = [name for name in names if (parent / name / "datapackage.json").is_file() and name not in near]
    found = [str(parent / name) for name in [*near, *stores[:3]]]
    return f"（是否指 / did you mean {', '.join(found)} ?）" if found else ""


def open_store(
    location: str,
    *,
    endpoint_url: str | None = None,
    region: str | None = None,
    verify: str | bool | None = None,
) -> Store:
    """The store at ``location``: a folder (made if missing) or ``s3://bucket[/prefix]``.

    A bucket is probed once: a store without conditional writes is refused. Credentials come from the usual places of
    the AWS libraries (environment, shared files, instance role). ``verify`` is a certificate bundle or ``False``, as in
    boto3. Raises :class:`domain.ports.StoreError` with what is wrong and how to mend it.
    """
    if not location.startswith(_S3):
        if meant := _MISTYPED_S3.match(location):
            raise NoSuchStore(
                f"不是存储地址 / not an address of a store: {location}"
                f"（是否指 / did you mean s3://{location[meant.end() :]} ?）"
            )
        if "://" in location:
            raise NoSuchStore(
                f"不支持的存储地址 / unknown kind of store: {location}"
                "（请用文件夹或 s3://bucket/prefix / use a folder or s3://bucket/prefix）"
            )
        return _of_our_form(LocalStore(location))
    bucket, _, prefix = location.removeprefix(_S3).partition("/")
    if not bucket:
        raise StoreError(f"缺少存储桶名 / no bucket in the address: {location}")
    # The AWS library takes a while to load; a folder does not need it.
    from publish.store.s3 import S3Store, s3_client  # noqa: PLC0415  # heavy import, only for buckets

    client = s3_client(endpoint_url=endpoint_url, region=region, verify=verify)
    return _of_our_form(S3Store(bucket, prefix.strip("/"), client))


def _of_our_form(store: Store) -> Store:
    check_format(store)
    return store
