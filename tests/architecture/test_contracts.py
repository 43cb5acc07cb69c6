"""The contracts' snapshot: a removed or newly required field is a breaking change and must say so."""

from __future__ import annotations

import json
from importlib import import_module
from types import ModuleType
from typing import Any, get_type_hints

import pytest
from pydantic import BaseModel

from contracts.errors import KINDS, DomainError
from contracts.model import Command, Event, View, WritingCommand
from tests.architecture.imports import ROOT

SNAPSHOT = ROOT / "tests" / "architecture" / "contracts.json"
APIS = {"auth": "AuthApi", "tickets": "TicketsApi", "files": "FilesApi"}
PARTS = ("values", "commands", "queries", "views", "events", "errors", "api")


def part(service: str, name: str) -> ModuleType:
    """One file of a contract."""
    return import_module(f"contracts.{service}.{name}")


def words(service: str) -> dict[str, type]:
    """The classes that a contract defines, in the order of its files."""
    return {
        name: value
        for module in (part(service, p) for p in PARTS)
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__
    }


def models(service: str) -> dict[str, type[BaseModel]]:
    """The commands, views and events of a contract."""
    return {name: word for name, word in words(service).items() if issubclass(word, BaseModel)}


def described(service: str) -> dict[str, Any]:
    """Fields (and which are required), operations and error codes of a contract."""
    module = part(service, "api")
    api = getattr(module, APIS[service])
    operations = {}
    for name, method in vars(api).items():
        if callable(method) and not name.startswith("_"):
            hints = get_type_hints(method, vars(module))
            operations[name] = [hints["command"].__name__, getattr(hints["return"], "__name__", "None")]
    errors = [word for word in words(service).values() if issubclass(word, DomainError)]
    return {
        "models": {
            name: {field: info.is_required() for field, info in sorted(model.model_fields.items())}
            for name, model in sorted(models(service).items())
        },
        "operations": dict(sorted(operations.items())),
        "errors": {e.code: e.kind for e in sorted(errors, key=lambda e: e.code)},
        "events": {
            m.name: m.audience.value for m in models(service).values() if issubclass(m, Event) and hasattr(m, "name")
        },
    }


@pytest.mark.parametrize("service", APIS)
def test_contract_equals_its_snapshot(service: str) -> None:
    """After an intended change: `python -m tests.architecture.test_contracts` writes the snapshot anew."""
    assert described(service) == json.loads(SNAPSHOT.read_text(encoding="utf-8"))[service]


@pytest.mark.parametrize("service", APIS)
def test_contracts_have_the_same_files_and_offer_every_word(service: str) -> None:
    folder = ROOT / "contracts" / service
    assert {path.stem for path in folder.glob("*.py")} == {"__init__", *PARTS}
    offered = vars(import_module(f"contracts.{service}"))
    assert not [name for name, word in words(service).items() if offered.get(name) is not word]


@pytest.mark.parametrize("service", APIS)
def test_words_stand_in_the_right_class(service: str) -> None:
    for name, model in models(service).items():
        assert issubclass(model, Command | View | Event), f"{name} is neither command, view nor event"
        if issubclass(model, WritingCommand):
            assert "command_id" in model.model_fields


def test_every_error_has_a_kind_and_a_sentence() -> None:
    for code, error in DomainError.registry.items():
        assert error.kind in KINDS, code
        assert str(error()).endswith("."), f"{code}: the docstring is the sentence to a human"


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps({s: described(s) for s in APIS}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
