"""Makes `.venv` from the lock files when they changed, then runs `devstack` in it. Standard library alone."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
COMMANDS = {
    "up": "start everything on private servers and free ports; Ctrl-C stops it (--no-demo, --no-portal, --only-servers)",
    "test": "run the tests on a throwaway stack (arguments go to pytest)",
    "screenshots": "picture every screen of the portal, with the demo story in it, into .stack/screenshots",
    "lint": "ruff, mypy, the freshness of the lock files, and the portal where Node is (--portal installs it)",
    "reset": "forget the data of `up`",
    "logs": "show the logs of `up` ([part] to see one, -f to follow)",
    "bench": "measure CPU per request on a throwaway stack of its own",
    "solicitari": "run the operators' command line against the running stack (solicitari <group> <command> …)",
}
LOCKS = {"up": "stack", "reset": "stack", "logs": "stack", "solicitari": "stack"}


def main(arguments: list[str]) -> int:
    """Install what the command needs and run it."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print("Usage: ./dev COMMAND\n")
        for name, what in COMMANDS.items():
            print(f"  {name:<11} {what}")
        return 0
    if arguments[0] not in COMMANDS:
        print(f"There is no command {arguments[0]!r}. `./dev` alone lists them.", file=sys.stderr)
        return 2
    install(LOCKS.get(arguments[0], "test"))
    if wants_portal(arguments):
        install("portal")
    environment = dict(os.environ, PYTHONPATH=str(ROOT), VIRTUAL_ENV=str(VENV), SOLICITARI_CWD=str(Path.cwd()))
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
    os.chdir(ROOT)
    python = str(VENV / "bin" / "python")
    os.execve(python, [python, "-m", "devstack", *arguments], environment)  # noqa: S606 - our own interpreter
    return 1


def install(lock: str) -> None:
    """Bring `.venv` to `requirements/<lock>.lock`; nothing happens, and no network is needed, when it is there."""
    stamp = VENV / "installed"
    installed = stamp.read_text(encoding="utf-8").split() if stamp.exists() else []
    wanted = f"{lock}:{_digest(lock)}"
    if wanted in installed or (lock == "stack" and f"test:{_digest('test')}" in installed):
        return
    started = time.monotonic()
    if not (VENV / "bin" / "python").exists():
        say("making .venv")
        _make_venv()
    if not (VENV / "bin" / "uv").exists():
        say("fetching uv")
        _run([str(VENV / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", "uv"])
    say(f"installing Python packages ({lock}.lock)")
    sync = [str(VENV / "bin" / "uv"), "pip", "install", "-q", "--require-hashes", "--no-deps"]
    _run([*sync, "--python", str(VENV / "bin" / "python"), "-r", f"requirements/{lock}.lock"])
    others = [line for line in installed if line.startswith("portal:") != (lock == "portal")]
    stamp.write_text("\n".join([wanted, *others]) + "\n", encoding="utf-8")
    say(f"packages are ready after {time.monotonic() - started:.0f} s")


def wants_portal(arguments: list[str]) -> bool:
    """Whether a command needs Node: `up`, `screenshots`, `lint --portal`, and tests unless others are named."""
    command, rest = arguments[0], arguments[1:]
    if command == "up":
        return not {"--no-portal", "--only-servers", "-h", "--help"} & set(rest)
    if command == "lint":
        return "--portal" in rest
    if command == "screenshots":
        return True
    named = [a for a in rest if a.startswith("tests")]
    return command == "test" and (not named or any(a.startswith("tests/portal") for a in named))


def _digest(lock: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{lock}.lock").read_bytes()).hexdigest()[:32]


def _make_venv() -> None:
    """A virtual environment with pip in it, also where Debian left ensurepip out."""
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)  # a failed attempt leaves half of it
    _run([sys.executable, "-m", "venv", "--without-pip", str(VENV)])
    pip = [sys.executable, "-m", "pip", "--python", str(VENV / "bin" / "python"), "install", "-q", "uv"]
    if subprocess.run(pip, capture_output=True, check=False).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("Python's venv module is incomplete here. On Debian or Ubuntu: apt install python3-venv, then again.")


def _run(command: list[str]) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit(f"Installing failed (exit code {done.returncode}); the lines above say why. Is the network there?")


def say(what: str) -> None:
    """A line of progress."""
    print(f"./dev: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
