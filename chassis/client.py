"""A service's client, made from its contract: `client(FilesApi, transport, "files").claim(call, ClaimFiles(…))`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any, Protocol, TypeVar, cast, get_type_hints

from chassis import wire
from chassis.call import Call
from contracts.model import Command, View, WritingCommand

P = TypeVar("P")


class Transport(Protocol):
    """What carries calls. `repeatable`: the call may be sent again when its outcome is unknown."""

    def call(self, call: Call, service: str, operation: str, body: bytes, *, repeatable: bool) -> bytes:
        """Send a request's body and return the JSON of the result; raises declared errors."""
        ...


def client(api: type[P], transport: Transport, service: str) -> P:
    """An object with the operations of `api`, each taking `(call, command)`; declared errors come back as themselves."""
    operations: dict[str, Callable[..., Any]] = {}
    for name, method in inspect.getmembers(api, inspect.isfunction):
        if name.startswith("_"):
            continue
        hints = get_type_hints(method, vars(sys.modules[api.__module__]))
        operations[name] = _operation(transport, service, name, hints.get("return"))
    return cast(P, type(f"{api.__name__}Client", (), operations)())


def _operation(transport: Transport, service: str, name: str, view: Any) -> Callable[..., Any]:
    is_view = isinstance(view, type) and issubclass(view, View)

    def operation(_self: object, call: Call, command: Command) -> Any:
        body = wire.encode_request(command.model_dump_json(exclude_none=True).encode())
        repeatable = isinstance(command, WritingCommand) or "entry_id" in type(command).model_fields
        result = transport.call(call, service, name, body, repeatable=repeatable)
        return view.model_validate_json(result) if is_view else None

    operation.__name__ = name
    return operation
