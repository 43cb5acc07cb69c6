"""What a user of the broker may do there, in RabbitMQ's terms.

Rights are of two kinds: on resources (exchanges, queues) and on the topics of `nameko-rpc`. Without the latter any
service could bind a queue to `#` and read every request, reply, password and token.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Sequence
from typing import Any

from chassis.wire import REVOCATIONS_EXCHANGE, RPC_EXCHANGE

VHOST = "solicitari"
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def password_hash(password: str, salt: bytes | None = None) -> str:
    """RabbitMQ's salted SHA-256 of a password (rabbit_password_hashing_sha256)."""
    salt = os.urandom(4) if salt is None else salt
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def user_entry(user: str, password: str) -> dict[str, Any]:
    """A user in a definitions file; the password itself is not in it."""
    return {"name": user, "password_hash": password_hash(password), "tags": ""}


def permissions(user: str, consumes: Sequence[str], more_write: str = "") -> dict[str, Any]:
    """Own queues and exchanges; exchanges of others to read events from."""
    events = "|".join(rf"{source}\.events" for source in (user, *consumes))
    replies = rf"rpc\.reply-({user}|standalone_rpc_proxy)-.*"
    # a stock nameko service of an internal system names its queues itself
    queues = rf"rpc-{user}|{replies}|revocations-{user}-.*|evt-[a-z]+-[a-z0-9_.#]+--{user}\.[a-z0-9_.]+|{user}\.parked"
    revocations = REVOCATIONS_EXCHANGE.replace(".", r"\.")
    own = f"{RPC_EXCHANGE}|{events}|{revocations}|{queues}"
    write = f"{RPC_EXCHANGE}|{user}\\.events|{queues}{more_write}"
    return {"user": user, "vhost": VHOST, "configure": f"^({own})$", "write": f"^({write})$", "read": f"^({own})$"}


def topic_permissions(user: str, calls: Sequence[str]) -> dict[str, Any]:
    """On `nameko-rpc`: publish to services it may call and to reply keys; bind own service and own reply keys."""
    publish = rf"^(({'|'.join(calls)})\.[a-z_]+|{UUID})$" if calls else f"^{UUID}$"
    bind = rf"^({user}\.\*|{UUID})$"
    return {"user": user, "vhost": VHOST, "exchange": RPC_EXCHANGE, "write": publish, "read": bind}
