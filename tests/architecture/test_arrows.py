"""Arrows go one way: gateway, cli, demo, services → chassis → contracts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.imports import PACKAGES, ROOT, modules, reaches

SERVICES = ("auth", "tickets", "files")
FORBIDDEN = {
    "contracts": ("chassis", "services", "gateway", "devstack", "cli", "demo", "nameko", "sqlalchemy", "fastapi"),
    "chassis": ("services", "gateway", "devstack", "cli", "demo", "fastapi"),
    "gateway": ("services", "devstack", "cli", "demo", "nameko", "eventlet", "sqlalchemy", "minio"),
    "demo": ("services", "gateway", "devstack", "cli", "nameko", "eventlet", "sqlalchemy"),
    "cli": ("services", "gateway", "devstack", "demo", "nameko", "eventlet"),
    "devstack": ("services", "gateway", "cli", "demo", "nameko", "eventlet"),
    **{
        f"services/{one}": (
            *(f"services.{o}" for o in SERVICES if o != one),
            "gateway",
            "devstack",
            "cli",
            "demo",
            "nameko",
            "eventlet",
        )
        for one in SERVICES
    },
}
DOMAIN_WORDS = re.compile(r"\b(ticket|consultant|customer|invoice|solicitare|attachment)s?\b", re.IGNORECASE)


@pytest.mark.parametrize("package", FORBIDDEN)
def test_package_imports_only_what_it_may(package: str) -> None:
    files = list(modules(package))
    assert files, f"{package} is empty"
    wrong = {str(p.relative_to(ROOT)): found for p in files if (found := reaches(p, *FORBIDDEN[package]))}
    assert not wrong


def test_chassis_knows_no_word_of_the_domain() -> None:
    code = {p: p.read_text(encoding="utf-8") for p in modules("chassis")}
    wrong = [f"{p.name}: {m.group()}" for p, text in code.items() for m in DOMAIN_WORDS.finditer(text)]
    assert not wrong


def test_services_have_the_same_names() -> None:
    expected = {
        "service.py",
        "jobs.py",
        "models.py",
        "queries.py",
        "settings.py",
        "README.md",
        "domain/policy.py",
        "migrations/env.py",
    }
    for service in SERVICES:
        missing = {name for name in expected if not (ROOT / "services" / service / name).exists()}
        assert not missing, f"services/{service} lacks {sorted(missing)}"


def test_nothing_is_called_utils() -> None:
    vague = {"utils", "helpers", "common", "manager", "misc"}
    assert not [p for package in PACKAGES for p in modules(package) if p.stem in vague or vague & set(p.parts)]


def test_every_file_says_its_purpose_first() -> None:
    def silent(path: Path) -> bool:
        text = path.read_text(encoding="utf-8")
        return bool(text.strip()) and not text.startswith(('"""', 'r"""'))

    assert not [str(p.relative_to(ROOT)) for package in (*PACKAGES, "tests") for p in modules(package) if silent(p)]


def test_files_are_small_enough_to_see_whole() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for package in PACKAGES
        for p in modules(package)
        if (n := p.read_text().count("\n")) > 400
    }
    assert not long
