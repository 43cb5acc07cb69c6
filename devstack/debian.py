"""Programs unpacked from Debian's packages into the checkout: no root, nothing installed on the system."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from devstack.bootstrap import ROOT, say

STACK = ROOT / ".stack"
_NEEDS_ALONE = [f"--no-{f}" for f in ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")]


@dataclass(frozen=True)
class Unpacked:
    """A program to fetch: `packages` and those of what they need that match `kept`, unpacked into `root`."""

    name: str
    root: Path
    packages: tuple[str, ...]
    kept: re.Pattern[str]
    otherwise: str  # what to do where packages cannot be fetched

    def present(self) -> Path:
        """The folder it is unpacked in, fetching it first if need be."""
        if not (self.root / "complete").exists():
            self._fetch()
        return self.root

    def _fetch(self) -> None:
        if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
            sys.exit(f"There is no apt-get here, so {self.name} cannot be fetched. {self.otherwise}")
        say(f"fetching {self.name} from Debian's packages")
        work = STACK / f"apt-{self.root.name}"
        for left in (work, self.root):
            shutil.rmtree(left, ignore_errors=True)
        for folder in ("lists/partial", "cache/archives/partial", "debs"):
            (work / folder).mkdir(parents=True)
        apt = ["-o", f"Dir::State::lists={work / 'lists'}", "-o", f"Dir::Cache={work / 'cache'}"]
        apt += ["-o", "APT::Sandbox::User="]
        self._quiet("apt-get", *apt, "update", "-qq")
        listed = self._quiet("apt-cache", *apt, "depends", "--recurse", *_NEEDS_ALONE, *self.packages)
        needed = {name for line in listed.splitlines() if self.kept.fullmatch(name := line.strip())}
        self._quiet("apt-get", *apt, "download", "-qq", *sorted(needed.union(self.packages)), folder=work / "debs")
        self.root.mkdir(parents=True)
        for package in sorted((work / "debs").glob("*.deb")):
            self._quiet("dpkg-deb", "-x", str(package), str(self.root))
        shutil.rmtree(work)
        (self.root / "complete").touch()

    def _quiet(self, *command: str, folder: Path | None = None) -> str:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            said = done.stderr.strip()[-600:]
            sys.exit(f"Fetching {self.name}: `{command[0]} …` failed: {said}\n{self.otherwise}")
        return done.stdout
