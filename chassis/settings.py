"""Settings come from the environment; `X_FILE` names a file that holds `X`, so secrets need not be in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """A frozen set of settings, read once by the runner."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read every field from its upper-case variable or from the file that `<NAME>_FILE` names."""
        env = os.environ if environment is None else environment
        values: dict[str, str] = {}
        for name in cls.model_fields:
            variable = name.upper()
            if variable in env:
                values[name] = env[variable]
            elif path := env.get(f"{variable}_FILE"):
                values[name] = Path(path).read_text(encoding="utf-8").strip()
        return cls.model_validate(values)


class ServiceSettings(Settings):
    """What every service needs to run."""

    amqp_uri: str
    database_url: str
    root_public_key: str = Field(description="base64 of a raw Ed25519 public key")
    command_hmac_key: str = Field(description="hex; fingerprints of commands are made with it")
    max_workers: int = Field(default=10, ge=1, le=100)
    heartbeat: int = Field(default=10, ge=2, description="seconds")
    drain_seconds: float = Field(default=8.0, gt=0)
    health_file: str | None = None
    log_level: str = "INFO"


class MigrationSettings(Settings):
    """What a migration needs: the role that owns the database."""

    database_owner_url: str
    log_level: str = "INFO"
