"""The settings of files."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from chassis.settings import ServiceSettings

UPLOAD_URL_LIFE = timedelta(minutes=15)
READ_URL_LIFE = timedelta(seconds=60)
UNATTACHED_LIFE = timedelta(hours=24)


class FilesSettings(ServiceSettings):
    """What files needs beside what every service needs."""

    s3_endpoint: str = Field(description="http(s)://host:port")
    s3_access_key: str
    s3_secret_key: str
    s3_bucket: str = "solicitari-files"
    s3_region: str = "us-east-1"
    store_calls_at_once: int = Field(default=4, description="so that a hanging store does not take every worker")


SETTINGS = FilesSettings
