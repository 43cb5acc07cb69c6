"""Operations: what a service answers on the bus.

    class OrdersService:
        name = "orders"

        @operation
        def place_order(self, call: Call, command: PlaceOrder) -> OrderView | Raw: ...

A call is worked off in this order: deadline, token, command, handler, envelope, then reply and acknowledgement together.
A handler returns a view, `Raw` (JSON that the database made), or None.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast, get_type_hints, overload

from nameko.extensions import Entrypoint
from pydantic import ValidationError

from chassis import wire
from chassis.bus import Bus
from chassis.call import DEFAULT_DEADLINE_SECONDS, Call
from chassis.pointers import pointers
from chassis.results import Raw
from contracts.errors import (
    DeadlineExceeded,
    DomainError,
    Internal,
    InvalidCommand,
    ReplyTooLarge,
    UnknownOperation,
)
from contracts.model import Command, View

CLOCK_SKEW_SECONDS = 1.0
NOT_JSON = "not JSON"

F = TypeVar("F", bound=Callable[..., Any])


class Operation(Entrypoint):  # type: ignore[misc]
    """nameko's entrypoint for one method of the service."""

    bus = Bus()

    def __init__(self, *, public: bool = False) -> None:
        self.public = public
        super().__init__()

    def setup(self) -> None:
        """Read the method's types once and register with the bus."""
        function = getattr(self.container.service_cls, self.method_name)
        hints = get_type_hints(function, vars(sys.modules[function.__module__]))
        self.command_type: type[Command] = hints["command"]
        self.bus.operations[self.method_name] = self


@overload
def operation(function: F) -> F: ...
@overload
def operation(*, public: bool) -> Callable[[F], F]: ...
def operation(function: F | None = None, *, public: bool = False) -> Any:
    """Make a method callable on the bus. `public`: without a token."""
    decorator = Operation.decorator
    if function is not None:
        return cast(Any, decorator())(function)
    return decorator(public=public)


def answer(bus: Bus, message: Any) -> tuple[bytes, str, Call]:
    """Carry out one call; returns the reply's body, an outcome for the log, and the call. Never raises."""
    headers = message.properties.get("application_headers") or {}
    call = call_from(headers)
    try:
        deadline_passed = time.time() > call.deadline_ms / 1000 + CLOCK_SKEW_SECONDS
        if deadline_passed:
            _log_late(bus, message, call)
            raise DeadlineExceeded()
        name = str(message.delivery_info["routing_key"]).partition(".")[2]
        entrypoint = bus.operations.get(name)
        if entrypoint is None:
            raise UnknownOperation(f"There is no operation {name[:80]!r}.")
        if not entrypoint.public:
            call.caller = bus.identify(call)
        try:
            data = wire.decode_request(_bytes(message.body))
        except ValueError:
            return wire.encode_error(InvalidCommand("The call's body is not JSON.")), NOT_JSON, call
        command = parse(entrypoint.command_type, data)
        result = getattr(bus.service, name)(call, command)
        body = wire.encode_result(_json(result))
        if len(body) > wire.MAX_REPLY_BYTES:
            raise ReplyTooLarge()
        return body, "ok", call
    except DomainError as error:
        return wire.encode_error(error), error.code, call
    except BaseException as error:  # a handler must not take the worker, or the process, with it
        translated = bus.translate(error)
        if translated is not None:
            return wire.encode_error(translated), translated.code, call
        bus.log.error("operation_failed", request_id=call.request_id, exc_info=_without_values(error))
        return wire.encode_error(Internal().with_extra(request_id=call.request_id)), "internal", call


def call_from(headers: dict[str, Any]) -> Call:
    """The call's context out of a message's headers; what is malformed counts as absent."""
    deadline = headers.get(wire.DEADLINE)
    if not isinstance(deadline, int) or isinstance(deadline, bool):
        deadline = int((time.time() + DEFAULT_DEADLINE_SECONDS) * 1000)
    request_id = headers.get(wire.REQUEST_ID)
    stack = headers.get(wire.CALL_ID_STACK)
    if not isinstance(request_id, str) or not 0 < len(request_id) <= 200:
        request_id = str(stack[-1])[:200] if isinstance(stack, list) and stack else "-"
    token, traceparent = headers.get(wire.TOKEN), headers.get(wire.TRACEPARENT)
    return Call(
        request_id=request_id,
        deadline_ms=deadline,
        token=token if isinstance(token, str) else None,
        traceparent=traceparent if isinstance(traceparent, str) and len(traceparent) <= 200 else None,
    )


def parse(command_type: type[Command], data: dict[str, Any]) -> Command:
    """The command of a request; raises `InvalidCommand`, which names fields and never their values."""
    try:
        return command_type.model_validate(data)
    except ValidationError as error:
        raise InvalidCommand(errors=pointers(error)) from None


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)


def _log_late(bus: Bus, message: Any, call: Call) -> None:
    """The broker drops what expires in a queue, so a call that comes late for the first time hints at clocks that differ."""
    bus.log.warning(
        "late_call",
        late_ms=-round(call.remaining() * 1000),
        redelivered=bool(message.delivery_info.get("redelivered")),
        request_id=call.request_id,
        hint="an alarm of the broker, or the clocks of caller and service differ",
    )


def _json(result: Any) -> bytes:
    if isinstance(result, Raw):
        return result.json
    if isinstance(result, View):
        return result.model_dump_json().encode()
    if result is None:
        return b"null"
    raise TypeError(f"an operation returned {type(result).__name__}")


def _without_values(error: BaseException) -> tuple[type[BaseException], BaseException, Any]:
    """The traceback with the message cut away: SQL parameters and bodies must not reach the log."""
    bare = RuntimeError(f"{type(error).__module__}.{type(error).__name__}")
    return type(bare), bare, error.__traceback__
