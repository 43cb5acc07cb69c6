"""nameko's RPC wire format, as plain JSON (kombu's own would revive `__type__` objects out of user data).

Request → exchange `nameko-rpc`, key `<service>.<operation>`, body `{"args": [command], "kwargs": {}}`; `reply_to` is a routing key.
Reply   → the same exchange, key = `reply_to`, body `{"result": …, "error": null}` or `{"result": null, "error": {…}}`.
"""

from __future__ import annotations

import json
import time
from typing import Any

import orjson

from chassis.call import Call
from contracts.errors import DomainError, Internal, InvalidCommand

RPC_EXCHANGE = "nameko-rpc"
REVOCATIONS_EXCHANGE = "auth.revocations"
CONTENT_TYPE = "application/json"
CONTENT_ENCODING = "utf-8"
TRANSIENT = 1
PERSISTENT = 2
MAX_REPLY_BYTES = 1024 * 1024

TOKEN = "nameko.auth_token"  # noqa: S105 - the header's name
REQUEST_ID = "nameko.request_id"
TRACEPARENT = "nameko.traceparent"
DEADLINE = "nameko.deadline"
CALL_ID_STACK = "nameko.call_id_stack"

_OK_PREFIX, _OK_SUFFIX = b'{"result":', b',"error":null}'
_ERROR_PREFIX = b'{"result":null,"error":{'


def request_headers(call: Call, deadline_ms: int) -> dict[str, Any]:
    """The context that travels with a call: token, request id, trace and the absolute deadline (epoch ms)."""
    headers: dict[str, Any] = {REQUEST_ID: call.request_id, DEADLINE: deadline_ms, CALL_ID_STACK: [call.request_id]}
    if call.token:
        headers[TOKEN] = call.token
    if call.traceparent:
        headers[TRACEPARENT] = call.traceparent
    return headers


def expiration_ms(deadline_ms: int) -> str:
    """What is left until the deadline, as a message's `expiration` wants it (at least 1 ms)."""
    return str(max(1, deadline_ms - int(time.time() * 1000)))


def encode_request(command_json: bytes) -> bytes:
    """The body of a call with one command, already JSON."""
    return b'{"args":[' + command_json + b'],"kwargs":{}}'


def decode_request(body: bytes) -> dict[str, Any]:
    """The command of a call; raises `ValueError` for what is not JSON and `InvalidCommand` for another shape."""
    message = orjson.loads(body)
    if isinstance(message, dict):
        args, kwargs = message.get("args"), message.get("kwargs")
        if isinstance(args, list) and isinstance(kwargs, dict):
            if len(args) == 1 and not kwargs and isinstance(args[0], dict):
                return args[0]
            if not args and set(kwargs) == {"command"} and isinstance(kwargs["command"], dict):
                return dict(kwargs["command"])
            if not args and not kwargs:
                return {}
    raise InvalidCommand("A call takes one command: a JSON object, as the only argument.")


def encode_result(result_json: bytes) -> bytes:
    """The reply to a call that went well; `result_json` is the view, already JSON."""
    return _OK_PREFIX + result_json + _OK_SUFFIX


def encode_error(error: DomainError) -> bytes:
    """The reply to a call that was refused: nameko's fields for stock clients, `data` for ours."""
    wire = {
        "exc_type": type(error).__name__,
        "exc_path": f"{type(error).__module__}.{type(error).__name__}",
        "exc_args": [error.detail],
        "value": error.detail,
        "data": error.to_wire(),
    }
    return json.dumps({"result": None, "error": wire}, default=str, separators=(",", ":")).encode()


def decode_reply(body: bytes) -> bytes:
    """The JSON of a reply's result, untouched; raises the declared error that the reply carries."""
    if body.startswith(_OK_PREFIX) and body.endswith(_OK_SUFFIX) and not body.startswith(_ERROR_PREFIX):
        return body[len(_OK_PREFIX) : -len(_OK_SUFFIX)]
    try:
        message = orjson.loads(body)
        error = message["error"]
    except (ValueError, KeyError, TypeError):
        raise Internal() from None
    if error is None:
        return orjson.dumps(message["result"])
    data = error.get("data") if isinstance(error, dict) else None
    raise DomainError.from_wire(data) if isinstance(data, dict) else Internal()
