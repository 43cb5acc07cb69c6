"""The settings of auth."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from pydantic import Field, model_validator

from chassis.identity import REVOCATION_SECONDS
from chassis.settings import ServiceSettings

ACCESS_TOKEN_LIFE = timedelta(minutes=5)
SESSION_IDLE = timedelta(hours=8)
SESSION_LIFE = timedelta(days=7)
REFRESH_LIFE = timedelta(days=7)
REFRESH_REUSE = timedelta(seconds=30)
INVITATION_LIFE = timedelta(hours=72)
SIGNING_KEY_LIFE = timedelta(days=30)
REVOCATION_LIFE = timedelta(seconds=REVOCATION_SECONDS)


class AuthSettings(ServiceSettings):
    """What auth needs beside what every service needs."""

    root_private_key: str = Field(description="base64 of a raw Ed25519 private key")
    failures_per_address: int = 10
    failures_per_network: int = 100
    failure_window_minutes: int = 15
    hashing_at_once: int = 2
    hashing_waiting: int = 4

    @model_validator(mode="after")
    def _leave_workers_to_others(self) -> Self:
        """Who signs in must not hold every worker: then nobody is told to come back, and nothing else is answered."""
        if self.hashing_at_once + self.hashing_waiting >= self.max_workers:
            raise ValueError("HASHING_AT_ONCE and HASHING_WAITING together must stay below MAX_WORKERS")
        return self


SETTINGS = AuthSettings
