"""The S3 store, through the minio client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from chassis.threads import semaphore
from contracts.files import StoreUnavailable
from services.files.settings import READ_URL_LIFE, UPLOAD_URL_LIFE, FilesSettings

T = TypeVar("T")
PERMIT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the store says of an object; `md5` is its ETag, as one PUT leaves it."""

    size: int
    md5: str


class Store:
    """The bucket of this product. Signing is offline; every other call is bounded in time and number."""

    def __init__(self, settings: FilesSettings) -> None:
        endpoint = urlsplit(settings.s3_endpoint)
        self._bucket = settings.s3_bucket
        self._permits: Any = semaphore(settings.store_calls_at_once)
        self._client = Minio(
            endpoint.netloc,
            access_key=settings.s3_access_key,
            secret_key=settings.s3_secret_key,
            secure=endpoint.scheme == "https",
            region=settings.s3_region,  # known: otherwise the client would ask the store before signing
            http_client=urllib3.PoolManager(
                timeout=urllib3.Timeout(connect=1, read=3),  # twice, and still within a call's deadline
                retries=urllib3.Retry(total=1, backoff_factor=0.1),
                maxsize=settings.store_calls_at_once,
            ),
        )

    def put_url(self, key: str) -> str:
        """Where the bytes of a new object may be sent, for 15 minutes."""
        return str(self._client.presigned_put_object(self._bucket, key, expires=UPLOAD_URL_LIFE))

    def get_url(self, key: str) -> str:
        """Where an object's bytes may be read, for a minute."""
        return str(self._client.presigned_get_object(self._bucket, key, expires=READ_URL_LIFE))

    def stat(self, key: str) -> StoredObject | None:
        """What is stored under a key, or None; raises `StoreUnavailable`."""

        def look() -> StoredObject | None:
            try:
                found = self._client.stat_object(self._bucket, key)
            except S3Error as error:
                if error.code in ("NoSuchKey", "NoSuchObject"):
                    return None
                raise
            return StoredObject(int(found.size or 0), str(found.etag or "").strip('"'))

        return self._bounded(look)

    def remove(self, key: str) -> None:
        """Remove an object; it may be gone already. Raises `StoreUnavailable`."""
        self._bounded(lambda: self._client.remove_object(self._bucket, key))

    def read(self, key: str) -> Iterator[bytes]:
        """The bytes of an object, piece by piece; raises `StoreUnavailable`."""
        response = self._bounded(lambda: self._client.get_object(self._bucket, key))
        try:
            yield from response.stream(262_144)
        finally:
            response.close()
            response.release_conn()

    def keys(self, prefix: str) -> dict[str, datetime]:
        """All keys that begin with a prefix, and when each was stored; raises `StoreUnavailable`."""

        def look() -> dict[str, datetime]:
            found = self._client.list_objects(self._bucket, prefix=prefix, recursive=True)
            return {str(one.object_name): one.last_modified for one in found if one.last_modified}

        return self._bounded(look)

    def _bounded(self, work: Callable[[], T]) -> T:
        if not self._permits.acquire(timeout=PERMIT_SECONDS):  # whoever waits here holds a worker
            raise StoreUnavailable()
        try:
            return work()
        except (MinioException, urllib3.exceptions.HTTPError, OSError) as error:
            raise StoreUnavailable() from error
        finally:
            self._permits.release()
