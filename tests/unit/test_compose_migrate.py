"""The migration of a compose deployment: which server it provisions, and as whom each database is migrated."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from devstack import compose_migrate, databases

PASSWORDS = {f"{service}{owner}": f"{service}{owner} pw" for service in databases.SERVICES for owner in ("", "_owner")}


class Recorder:
    """Stands where servers and processes would be."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, failing: str = "") -> None:
        self.provisioned: list[str] = []
        self.migrated: dict[str, dict[str, str]] = {}
        self._failing = failing
        monkeypatch.setattr(databases, "provision", self._provision)
        monkeypatch.setattr(subprocess, "run", self._run)

    def _provision(self, server_url: str, passwords: dict[str, str]) -> None:
        assert passwords == PASSWORDS
        self.provisioned.append(server_url)

    def _run(
        self, command: list[str], *, env: dict[str, str], check: bool = False
    ) -> subprocess.CompletedProcess[bytes]:
        self.migrated[command[-1]] = env
        return subprocess.CompletedProcess(command, 3 if command[-1] == self._failing else 0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The volume of secrets, with the settings that docker-compose.yml gives."""
    (tmp_path / "roles.json").write_text(json.dumps(PASSWORDS), encoding="utf-8")
    (tmp_path / "database_server_url").write_text("postgresql://postgres:x@postgres:5432/postgres", encoding="utf-8")
    monkeypatch.setenv("SECRETS", str(tmp_path))
    monkeypatch.setenv("DATABASE_SERVER_URL_FILE", str(tmp_path / "database_server_url"))
    monkeypatch.delenv("DATABASE_SERVER_URL", raising=False)
    return tmp_path


def test_every_database_is_migrated_by_its_owner(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch)
    assert compose_migrate.main() == 0
    assert recorder.provisioned == ["postgresql://postgres:x@postgres:5432/postgres"]
    for service, environment in recorder.migrated.items():
        url = f"postgresql+psycopg://{service}_owner:{service}_owner%20pw@postgres:5432/{service}"
        assert environment["DATABASE_OWNER_URL"] == url
        assert environment["BOOTSTRAP_CODE_FILE"] == str(folder / "bootstrap_code")
    assert tuple(recorder.migrated) == databases.SERVICES


def test_another_server_is_named_by_the_setting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch)
    monkeypatch.setenv("DATABASE_SERVER_URL", "postgresql://root:y@db.example:6432/postgres")
    assert compose_migrate.main() == 0
    assert recorder.provisioned == ["postgresql://root:y@db.example:6432/postgres"]
    assert all("@db.example:6432/" in environment["DATABASE_OWNER_URL"] for environment in recorder.migrated.values())


def test_a_migration_that_fails_ends_the_job(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(monkeypatch, failing="tickets")
    assert compose_migrate.main() == 3
    assert "files" not in recorder.migrated
