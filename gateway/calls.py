"""Commands to services and views back, for the routes."""

from __future__ import annotations

from typing import Any, TypeVar, overload

import orjson

from chassis import wire
from chassis.call import Call
from contracts.model import Command, View, WritingCommand
from gateway.bus import BusClient

V = TypeVar("V", bound=View)


class Services:
    """`send` gives the result's JSON untouched, `ask` a view (or plain data)."""

    def __init__(self, bus: BusClient) -> None:
        self._bus = bus

    async def send(self, call: Call, service: str, operation: str, command: Command) -> bytes:
        """Carry out a command; the JSON of its result as the service made it."""
        body = wire.encode_request(command.model_dump_json(exclude_none=True).encode())
        repeatable = isinstance(command, WritingCommand) or not _must_run_once(operation)
        return await self._bus.call(call, service, operation, body, repeatable=repeatable)

    @overload
    async def ask(self, call: Call, service: str, operation: str, command: Command, view: type[V]) -> V: ...
    @overload
    async def ask(self, call: Call, service: str, operation: str, command: Command, view: None) -> Any: ...
    async def ask(self, call: Call, service: str, operation: str, command: Command, view: type[V] | None) -> Any:
        """Carry out a command; its result as a view, or as plain data."""
        result = await self.send(call, service, operation, command)
        return orjson.loads(result) if view is None else view.model_validate_json(result)


def _must_run_once(operation: str) -> bool:
    """Whether an operation neither reads nor knows a repeat by its id: after a loss it could do something twice."""
    return operation in ("accept_invitation", "start_session", "issue_token", "change_password")
