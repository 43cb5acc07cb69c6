"""What the broker knows at its start: a user per service with the rights it needs and no more.

Rights are of two kinds: on resources (exchanges, queues) and on the topics of `nameko-rpc`. Without the latter any
service could bind a queue to `#` and read every request, reply, password and token.
"""

from __future__ import annotations

import base64
import hashlib
import os
from typing import Any

VHOST = "solicitari"
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

CALLS = {"auth": (), "tickets": ("auth", "files"), "files": ("auth",), "gateway": ("auth", "tickets", "files")}
CALLS["internal_demo"] = ("auth", "tickets")
CONSUMES = {
    "auth": (),
    "tickets": (),
    "files": ("tickets",),
    "gateway": ("auth",),
    "internal_demo": ("tickets", "files"),
}


def bus_definitions(passwords: dict[str, str]) -> dict[str, Any]:
    """RabbitMQ definitions (imported by `load_definitions`) for the users whose passwords are given."""
    return {
        "vhosts": [{"name": VHOST}],
        "users": [{"name": u, "password_hash": password_hash(p), "tags": ""} for u, p in passwords.items()],
        "permissions": [_permissions(user) for user in passwords],
        "topic_permissions": [_topic_permissions(user) for user in passwords],
        "exchanges": [
            _exchange("nameko-rpc", "topic"),
            _exchange("auth.revocations", "fanout"),
            *(_exchange(f"{service}.events", "topic") for service in ("auth", "tickets", "files")),
        ],
        "queues": [
            {"name": f"{s}.parked", "vhost": VHOST, "durable": True, "auto_delete": False, "arguments": {}}
            for s in ("auth", "tickets", "files")
        ],
    }


def password_hash(password: str, salt: bytes | None = None) -> str:
    """RabbitMQ's salted SHA-256 of a password (rabbit_password_hashing_sha256)."""
    salt = os.urandom(4) if salt is None else salt
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _exchange(name: str, kind: str) -> dict[str, Any]:
    return {
        "name": name,
        "vhost": VHOST,
        "type": kind,
        "durable": True,
        "auto_delete": False,
        "internal": False,
        "arguments": {},
    }


def _permissions(user: str) -> dict[str, Any]:
    """Own queues and exchanges; exchanges of others to read events from; the default exchange for retries."""
    events = "|".join(rf"{source}\.events" for source in (user, *CONSUMES[user]))
    replies = rf"rpc\.reply-({user}|standalone_rpc_proxy)-.*"
    # a stock nameko service of an internal system names its queues itself
    queues = rf"rpc-{user}|{replies}|revocations-{user}-.*|evt-[a-z]+-[a-z0-9_.#]+--{user}\.[a-z0-9_.]+|{user}\.parked"
    own = f"nameko-rpc|{events}|auth\\.revocations|{queues}"
    write = f"nameko-rpc|{user}\\.events|{queues}" + (r"|amq\.default|auth\.revocations" if user == "auth" else "")
    if user in ("tickets", "files"):
        write += r"|amq\.default"
    return {"user": user, "vhost": VHOST, "configure": f"^({own})$", "write": f"^({write})$", "read": f"^({own})$"}


def _topic_permissions(user: str) -> dict[str, Any]:
    """On `nameko-rpc`: publish to services it may call and to reply keys; bind own service and own reply keys."""
    calls = "|".join(CALLS[user])
    publish = rf"^(({calls})\.[a-z_]+|{UUID})$" if calls else f"^{UUID}$"
    bind = rf"^({user}\.\*|{UUID})$"
    return {"user": user, "vhost": VHOST, "exchange": "nameko-rpc", "write": publish, "read": bind}
