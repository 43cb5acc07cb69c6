"""Who can read which secret of a compose deployment (ADR 4): each lies in the volumes of those who need it, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from devstack import compose_secrets, secret

READERS = {
    "postgres_password": {"postgres", "migrate"},
    "s3_admin_access": {"s3"},
    "s3_admin_secret": {"s3"},
    "s3_access_key": {"s3", "files"},
    "s3_secret_key": {"s3", "files"},
    "command_hmac_key": {"auth", "tickets", "files"},
    "root_private_key": {"auth", "migrate"},
    "root_public_key": {"auth", "tickets", "files", "gateway", "demo"},
    "bootstrap_code": {"migrate", "demo"},
    "tickets_client_secret": {"tickets", "migrate"},
    "broker_auth": {"auth"},  # the broker itself has hashes alone
    "broker_tickets": {"tickets"},
    "broker_files": {"files"},
    "broker_gateway": {"gateway"},
    "broker_internal_demo": {"demo"},
    "database_auth": {"auth", "migrate"},
    "database_tickets": {"tickets", "migrate"},
    "database_files": {"files", "migrate"},
    "database_auth_owner": {"migrate"},
    "database_tickets_owner": {"migrate", "demo"},
    "database_files_owner": {"migrate"},
}
USERS = {"postgres": 999, "rabbitmq": 999, "s3": 1000}
OURS = 10001
VOLUMES = {"postgres", "rabbitmq", "s3", "migrate", "auth", "tickets", "files", "gateway", "demo"}


def test_each_secret_is_with_those_who_need_it_and_with_nobody_else() -> None:
    made = secret.make()
    volumes = compose_secrets.files_of(made)
    assert set(volumes) == VOLUMES
    for name, value in made.items():
        readers = {volume for volume, (_, files) in volumes.items() if any(value in text for text in files.values())}
        assert readers == READERS.get(name, set()), name
    assert {volume: user for volume, (user, _) in volumes.items()} == dict.fromkeys(VOLUMES, OURS) | USERS


def test_files_are_read_by_their_user_alone_and_a_second_run_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owners: dict[str, int] = {}

    def chown(path: Path, user: int, group: int) -> None:
        assert user == group
        owners[str(path.relative_to(tmp_path))] = user

    monkeypatch.setattr(os, "chown", chown)
    for volume in VOLUMES:
        (tmp_path / volume).mkdir()

    def kept() -> dict[str, tuple[int, str]]:
        files = (path for path in tmp_path.rglob("*") if path.is_file())
        return {str(f.relative_to(tmp_path)): (f.stat().st_mode & 0o777, f.read_text(encoding="utf-8")) for f in files}

    compose_secrets.main(tmp_path)
    first = kept()
    assert {mode for mode, _ in first.values()} == {0o400}
    assert {(tmp_path / volume).stat().st_mode & 0o777 for volume in VOLUMES} == {0o500}
    assert owners == {place: USERS.get(place.split("/")[0], OURS) for place in {*first, *VOLUMES}}
    compose_secrets.main(tmp_path)
    assert kept() == first
