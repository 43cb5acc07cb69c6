"""`python -m devstack COMMAND`: what `./dev` runs once the packages are there."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

from devstack import bootstrap, lint, portal, reset, up
from devstack.bootstrap import ROOT


def main(arguments: list[str]) -> int:  # noqa: PLR0911 - a return and a branch per command
    """Run one command; returns its exit code."""
    command, rest = arguments[0], arguments[1:]
    match command:
        case "up":
            parser = argparse.ArgumentParser(prog="./dev up")
            parser.add_argument("--no-demo", action="store_true", help="do not tell the demo story")
            parser.add_argument("--no-portal", action="store_true", help="do not build the portal")
            parser.add_argument("--only-servers", action="store_true", help="broker, database and store alone")
            options = parser.parse_args(rest)
            if bootstrap.wants_portal(arguments):
                portal.build()
            return asyncio.run(up.up(demo=not options.no_demo, only_servers=options.only_servers))
        case "test-stack":
            parser = argparse.ArgumentParser(prog="python -m devstack test-stack")
            parser.add_argument("folder", type=lambda given: Path(given).resolve())
            parser.add_argument("--demo", action="store_true", help="tell the demo story")
            parser.add_argument("--only-servers", action="store_true", help="broker, database and store alone")
            parser.add_argument("--amqp-uri", help="an existing broker, as one account with all rights")
            parser.add_argument("--runner", default="chassis.runner", help="the module that runs a service")
            options = parser.parse_args(rest)
            return asyncio.run(up.throwaway(**vars(options)))
        case "test":
            if bootstrap.wants_portal(arguments):
                portal.build()
            if not rest and portal.test():
                return 1
            return subprocess.run([sys.executable, "-m", "pytest", *rest], cwd=ROOT, check=False).returncode
        case "screenshots":
            portal.build()
            return subprocess.run(
                [sys.executable, "-m", "tests.portal.screenshots", *rest], cwd=ROOT, check=False
            ).returncode
        case "lint":
            return lint.lint()
        case "reset":
            return reset.reset()
        case "logs":
            return _logs(rest)
        case "bench":
            return subprocess.run([sys.executable, "-m", "tests.bench", *rest], cwd=ROOT, check=False).returncode
        case "solicitari":
            return _solicitari(rest)
    return 2


def _logs(arguments: list[str]) -> int:
    folder = up.DATA / "logs"
    follow = "-f" in arguments
    names = [a for a in arguments if a != "-f"]
    files = [str(folder / f"{name}.log") for name in names] if names else sorted(str(f) for f in folder.glob("*.log"))
    missing = [f for f in files if not Path(f).exists()]
    if missing or not files:
        there = ", ".join(sorted(f.stem for f in folder.glob("*.log"))) or "none yet: start with ./dev up"
        print(f"There is no such log. There are: {there}", file=sys.stderr)
        return 1
    try:
        return subprocess.run(["tail", "-n", "200", *(["-F"] if follow else []), *files], check=False).returncode
    except KeyboardInterrupt:
        return 0


def _solicitari(arguments: list[str]) -> int:
    """`solicitari` with the settings of the service that its arguments name."""
    file = up.DATA / "stack.json"
    if not file.exists():
        print("Nothing runs here. Start it with ./dev up", file=sys.stderr)
        return 1
    stack = json.loads(file.read_text(encoding="utf-8"))
    if arguments and arguments[0] in ("companies", "users", "accounts", "desk"):  # over RPC
        given = {"AMQP_URI": stack["amqp"]["gateway"]}
        if stack["broker_command"]:  # of our own broker; another one is administered where it runs
            given["BROKER_COMMAND"] = stack["broker_command"]
        command = [sys.executable, "-m", "cli", *arguments]
        return subprocess.run(command, env=os.environ | given, check=False).returncode
    named = next((a for a in arguments if a in ("auth", "tickets", "files")), "tickets")
    environment = os.environ | stack["environments"][f"{named}-jobs"]
    return subprocess.run([sys.executable, "-m", "cli", *arguments], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
