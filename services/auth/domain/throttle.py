"""Slowing down guessers: attempts that failed are counted per address and per network, whether the address exists or not."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from contracts.auth import SignInThrottled
from services.auth.domain.keys import derived
from services.auth.domain.realm import Realm

_ADD = text(
    "INSERT INTO sign_in_failures AS kept (key, window_started_at, failures) VALUES (:key, :now, 1) "
    "ON CONFLICT (key) DO UPDATE SET "
    "failures = CASE WHEN kept.window_started_at > :since THEN kept.failures + 1 ELSE 1 END, "
    "window_started_at = CASE WHEN kept.window_started_at > :since THEN kept.window_started_at ELSE :now END "
    "RETURNING failures, window_started_at"
)
_TAKE_BACK = text("UPDATE sign_in_failures SET failures = failures - 1 WHERE key = :key AND failures > 0")
_FORGET = text("DELETE FROM sign_in_failures WHERE key = :key")
_PURGE = text("DELETE FROM sign_in_failures WHERE window_started_at < :since")


def keys_of(realm: Realm, address: str, network: str) -> list[tuple[bytes, int]]:
    """The counters of an attempt, each with its limit. Addresses are kept as HMACs, never plainly."""
    settings = realm.settings
    counters = [(_key(realm, "address", address.casefold().strip()), settings.failures_per_address)]
    if network:
        counters.append((_key(realm, "network", _network(network)), settings.failures_per_network))
    return counters


def own_password(realm: Realm, principal_id: UUID) -> tuple[bytes, int]:
    """The counter of somebody signed in who gives the present password: apart, so that strangers cannot fill it."""
    return _key(realm, "own-password", str(principal_id)), realm.settings.failures_per_address


def admit(realm: Realm, counters: list[tuple[bytes, int]], now: datetime) -> None:
    """Count an attempt before it is checked, so that many at once do not all slip through; `succeeded` takes it back.

    Raises `SignInThrottled` when a counter is full; such an attempt is not checked and fills no other counter.
    """
    window = timedelta(minutes=realm.settings.failure_window_minutes)
    over: list[timedelta] = []
    admitted: list[bytes] = []
    with realm.engine.begin() as connection:
        for key, limit in sorted(counters):  # one order for all, so that two attempts never wait for each other
            row = connection.execute(_ADD, {"key": key, "now": now, "since": now - window}).one()
            if row.failures > limit:
                over.append(row.window_started_at + window - now)
            else:
                admitted.append(key)
        for key in admitted if over else ():
            connection.execute(_TAKE_BACK, {"key": key})
    if over:
        raise SignInThrottled(retry_after_seconds=max(1, int(max(over).total_seconds())))


def succeeded(realm: Realm, counters: list[tuple[bytes, int]]) -> None:
    """Forget the failures of the address; of the network's take back this attempt alone."""
    with realm.engine.begin() as connection:
        connection.execute(_FORGET, {"key": counters[0][0]})
        _take_back(connection, counters[1:])


def unchecked(realm: Realm, counters: list[tuple[bytes, int]]) -> None:
    """Take an attempt back that could not be checked: it was no guess."""
    with realm.engine.begin() as connection:
        _take_back(connection, counters)


def _take_back(connection: Connection, counters: list[tuple[bytes, int]]) -> None:
    for key, _ in sorted(counters):
        connection.execute(_TAKE_BACK, {"key": key})


def purge(connection: Connection, realm_window_minutes: int, now: datetime) -> int:
    """Forget windows that are over."""
    since = now - timedelta(minutes=realm_window_minutes)
    return connection.execute(_PURGE, {"since": since}).rowcount


def _key(realm: Realm, kind: str, value: str) -> bytes:
    secret = derived(realm.settings.root_private_key, f"throttle-{kind}")
    return hmac.new(secret, value.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def _network(address: str) -> str:
    """An IPv6 caller counts by its /64, since one line has that many addresses."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)
