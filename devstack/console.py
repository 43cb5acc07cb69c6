"""Where the output of the parts goes: a file each, and what a person wants to see on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

KEPT_BYTES = 5_000_000


class Console:
    """Writes every line to `<folder>/<part>.log` and, with `echo`, what the supervisor says about parts."""

    def __init__(self, folder: Path, *, echo: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.echo = echo
        self.files: dict[str, TextIO] = {}
        self.on_event: Callable[[], None] | None = None

    def say(self, part: str, line: str) -> None:
        """Take a line of a part, or a sentence about it."""
        file = self.files.get(part)
        if file is None:
            path = self.folder / f"{part}.log"
            if path.exists() and path.stat().st_size > KEPT_BYTES:
                path.replace(path.with_suffix(".log.1"))
            file = self.files[part] = path.open("a", encoding="utf-8")
        file.write(line + "\n")
        file.flush()
        about = line.startswith(("ended with", "did not stop"))
        if self.echo and about:
            print(f"{part:<13} {line}", flush=True)
        if about and self.on_event:
            self.on_event()

    def tail(self, part: str, lines: int = 15) -> str:
        """The last lines of a part, for the moment something fails."""
        path = self.folder / f"{part}.log"
        return (
            "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]) if path.exists() else ""
        )

    def close(self) -> None:
        """Close the files."""
        for file in self.files.values():
            file.close()


def fail(console: Console, message: str) -> int:
    """Print why it did not start, with the last lines of the part that is named first; returns 1."""
    part = message.split(" ", 1)[0]
    print(f"\n{console.tail(part)}\n\n./dev: {message}", file=sys.stderr)
    return 1
