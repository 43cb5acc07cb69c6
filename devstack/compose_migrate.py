"""`python -m devstack.compose_migrate`: roles, databases and migrations of a compose deployment, then ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from chassis.settings import Settings
from devstack import databases


class ProvisionSettings(Settings):
    """The database server, as its superuser, and the folder of the secrets that migrations need."""

    database_server_url: str
    secrets: Path


def main() -> int:
    """Provision and migrate; returns the first exit code that is not 0."""
    settings = ProvisionSettings.from_environment()
    folder, server_url = settings.secrets, settings.database_server_url
    passwords: dict[str, str] = json.loads((folder / "roles.json").read_text(encoding="utf-8"))
    databases.provision(server_url, passwords)
    server = urlsplit(server_url)
    for service in databases.SERVICES:
        owner = f"{service}_owner"
        url = databases.database_url(
            server.hostname or "postgres", server.port or 5432, owner, passwords[owner], service
        )
        environment = os.environ | {"DATABASE_OWNER_URL": url}
        for name in ("root_private_key", "bootstrap_code", "tickets_client_secret"):
            environment[f"{name.upper()}_FILE"] = str(folder / name)
        done = subprocess.run([sys.executable, "-m", "cli", "migrate", service], env=environment, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
