"""`./dev lint`: style, types (the portal's too, where Node is), and lock files that fit what they were made from."""

from __future__ import annotations

import hashlib
import subprocess
import sys

from devstack import portal
from devstack.bootstrap import ROOT

LOCKS = ("run", "stack", "test", "portal")


def lint() -> int:
    """Run every check; returns 0 when all hold."""
    checks = (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
    )
    failed = [
        " ".join(c) for c in checks if subprocess.run([sys.executable, "-m", *c], cwd=ROOT, check=False).returncode
    ]
    failed += portal.lint()
    stale = stale_locks()
    if stale:
        print(
            f"Lock files do not fit requirements/*.in: {', '.join(stale)}. `python -m devstack.lock` makes them anew."
        )
    return 1 if failed or stale else 0


def inputs_digest() -> str:
    """What the lock files are made from, as one SHA-256."""
    folder = ROOT / "requirements"
    return hashlib.sha256(b"".join((folder / f"{name}.in").read_bytes() for name in LOCKS)).hexdigest()


def stale_locks() -> list[str]:
    """The lock files whose first line names other inputs."""
    digest = inputs_digest()
    heads = {n: (ROOT / "requirements" / f"{n}.lock").read_text(encoding="utf-8").partition("\n")[0] for n in LOCKS}
    return [name for name, head in heads.items() if digest not in head]
