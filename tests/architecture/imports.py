"""Reads the imports of a package from its source, without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("contracts", "chassis", "services", "gateway", "devstack", "cli", "demo")


def modules(package: str) -> Iterator[Path]:
    """The Python files of a package (a folder path such as `services/auth`)."""
    yield from sorted(p for p in (ROOT / package).rglob("*.py") if "__pycache__" not in p.parts)


def imported(path: Path) -> set[str]:
    """The dotted names that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def reaches(path: Path, *targets: str) -> set[str]:
    """Which of the targets (packages) a file imports."""
    return {t for t in targets for name in imported(path) if name == t or name.startswith(t + ".")}
