"""`python -m devstack.compose_secrets <folder>`: makes the secrets of a compose deployment, once.

Below the folder is a volume per part; each gets the files that its part needs, readable by that part's user alone.
What exists is kept: a second run changes nothing.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import quote

from chassis.rights import VHOST
from devstack import broker, databases, secret, servers

OURS, POSTGRES, RABBITMQ, SEAWEED = 10001, 999, 999, 1000  # the users of the images
SERVICES = ("auth", "tickets", "files")


def files_of(made: dict[str, str]) -> dict[str, tuple[int, dict[str, str]]]:
    """Per volume: the user who reads it, and its files."""
    postgres = quote(made["postgres_password"], safe="")
    passwords = {user: made[f"broker_{user}"] for user in secret.BROKER_USERS}
    definitions = json.dumps(broker.bus_definitions(passwords))
    roles = {f"{s}{owner}": made[f"database_{s}{owner}"] for s in SERVICES for owner in ("", "_owner")}
    found: dict[str, tuple[int, dict[str, str]]] = {
        "postgres": (POSTGRES, {"password": made["postgres_password"]}),
        "rabbitmq": (
            RABBITMQ,
            {"definitions.json": definitions, "broker.conf": "load_definitions = /run/secrets/definitions.json\n"},
        ),
        "s3": (SEAWEED, {"s3.json": json.dumps(servers.s3_identities(made))}),
        "migrate": (
            OURS,
            {
                "database_server_url": f"postgresql://postgres:{postgres}@postgres:5432/postgres",
                "roles.json": json.dumps(roles),
                **{name: made[name] for name in ("root_private_key", "bootstrap_code", "tickets_client_secret")},
            },
        ),
        "gateway": (OURS, _bus(made, "gateway")),
        "demo": (OURS, _bus(made, "internal_demo") | {"bootstrap_code": made["bootstrap_code"]} | demo_files(roles)),
    }
    for service in SERVICES:
        url = databases.database_url("postgres", 5432, service, made[f"database_{service}"], service)
        files = _bus(made, service) | {"database_url": url, "command_hmac_key": made["command_hmac_key"]}
        found[service] = (OURS, files)
    found["auth"][1]["root_private_key"] = made["root_private_key"]
    found["tickets"][1]["tickets_client_secret"] = made["tickets_client_secret"]
    found["files"][1].update(s3_access_key=made["s3_access_key"], s3_secret_key=made["s3_secret_key"])
    return found


def demo_files(roles: dict[str, str]) -> dict[str, str]:
    """What the demo alone needs: its people's password, and the database whose requests it moves into the past."""
    owner = "tickets_owner"
    return {
        "demo_password": f"demo-{token_urlsafe(9)}",
        "tickets_database_url": databases.database_url("postgres", 5432, owner, roles[owner], "tickets"),
    }


def _bus(made: dict[str, str], user: str) -> dict[str, str]:
    password = quote(made[f"broker_{user}"], safe="")
    return {
        "amqp_uri": f"amqp://{user}:{password}@rabbitmq:5672/{VHOST}",
        "root_public_key": made["root_public_key"],
    }


def main(folder: Path) -> None:
    """Write what is missing; a deployment from before the demo had a password of its own gets one."""
    roles = folder / "migrate" / "roles.json"
    if roles.exists():
        wanted = demo_files(json.loads(roles.read_text(encoding="utf-8")))
        missing = {name: content for name, content in wanted.items() if not (folder / "demo" / name).exists()}
        _write(folder / "demo", OURS, missing)
        print("the secrets are there")
        return
    volumes = files_of(secret.make())
    for name, (user, files) in sorted(volumes.items(), key=lambda item: item[0] == "migrate"):  # migrate last: the mark
        _write(folder / name, user, files)
    print("the secrets are made")


def _write(volume: Path, user: int, files: dict[str, str]) -> None:
    for file, content in files.items():
        path = volume / file
        path.touch(mode=0o600)
        path.write_text(content, encoding="utf-8")
        path.chmod(0o400)
        os.chown(path, user, user)
    volume.chmod(0o500)
    os.chown(volume, user, user)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
