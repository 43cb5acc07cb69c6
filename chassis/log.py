"""Structured logs: one JSON object per line on standard output; never arguments, bodies or tokens.

Our own lines go the short way, straight to the stream: a line is written for every call, and by way of the standard
library's `logging` it cost as much as all the rest of the worker. Records of libraries come through `logging`.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import orjson
import structlog


def configure(service: str, level: str = "INFO") -> None:
    """Render structlog's and the standard library's records as the same lines on standard output."""

    def named(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["service"] = service
        return event

    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        named,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(serializer=_json_bytes)],
        logger_factory=structlog.BytesLoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(serializer=_json),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for noisy in ("amqp", "kombu", "nameko", "aiormq", "urllib3", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def get_logger(name: str) -> Any:
    """A logger; bind facts to it by keyword."""
    return structlog.get_logger(name)


def _json_bytes(event: Any, **options: Any) -> bytes:
    try:
        return orjson.dumps(event, default=options.get("default"))
    except TypeError:  # half a surrogate pair, which a caller can send
        return json.dumps(event, separators=(",", ":"), **options).encode()


def _json(event: Any, **options: Any) -> str:
    return _json_bytes(event, **options).decode()
