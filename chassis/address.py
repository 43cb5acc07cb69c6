"""What an AMQP address means to py-amqp."""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import unquote, urlsplit

TCP_USER_TIMEOUT_MS = 20_000  # py-amqp's default of 1 s would cut every short stall


def connection_settings(uri: str, heartbeat: int) -> dict[str, Any]:
    """py-amqp's arguments for an address such as `amqp://user:password@host:port/vhost`."""
    parts = urlsplit(uri)
    return {
        "host": f"{parts.hostname}:{parts.port or 5672}",
        "userid": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "virtual_host": unquote(parts.path.lstrip("/")) or "/",
        "heartbeat": heartbeat,
        "connect_timeout": 3,
        "socket_settings": {socket.TCP_USER_TIMEOUT: TCP_USER_TIMEOUT_MS},
    }
