"""What the broker knows at its start: a user per service with the rights it needs and no more (`chassis.rights`)."""

from __future__ import annotations

from typing import Any

from chassis.rights import VHOST, permissions, topic_permissions, user_entry

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
        "users": [user_entry(user, password) for user, password in passwords.items()],
        "permissions": [_permissions(user) for user in passwords],
        "topic_permissions": [topic_permissions(user, CALLS[user]) for user in passwords],
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
    """Retries go through the default exchange; revocations are told by auth alone."""
    more = (r"|amq\.default" if user in ("auth", "tickets", "files") else "") + (
        r"|auth\.revocations" if user == "auth" else ""
    )
    return permissions(user, CONSUMES[user], more)
