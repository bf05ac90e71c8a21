"""``open_store``: from what a person writes (a folder, ``s3://bucket/prefix``) to a store that is known to work."""

from __future__ import annotations

from domain.ports import Store, StoreError
from publish.store.local import LocalStore

_S3 = "s3://"


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
        if "://" in location:
            raise StoreError(
                f"不支持的存储地址 / unknown kind of store: {location}"
                "（请用文件夹或 s3://bucket/prefix / use a folder or s3://bucket/prefix）"
            )
        return LocalStore(location)
    bucket, _, prefix = location.removeprefix(_S3).partition("/")
    if not bucket:
        raise StoreError(f"缺少存储桶名 / no bucket in the address: {location}")
    # The AWS library takes a while to load; a folder does not need it.
    from publish.store.s3 import S3Store, s3_client  # noqa: PLC0415  # heavy import, only for buckets

    client = s3_client(endpoint_url=endpoint_url, region=region, verify=verify)
    return S3Store(bucket, prefix.strip("/"), client)
