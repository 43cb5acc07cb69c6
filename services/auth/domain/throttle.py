"""Slowing down guessers: failures counted per address and per network, whether the address exists or not."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from contracts.auth import SignInThrottled
from services.auth.domain.keys import derived
from services.auth.domain.realm import Realm

_COUNT = text(
    "SELECT failures, window_started_at FROM sign_in_failures WHERE key = :key AND window_started_at > :since"
)
_ADD = text(
    "INSERT INTO sign_in_failures (key, window_started_at, failures) VALUES (:key, :now, 1) "
    "ON CONFLICT (key) DO UPDATE SET "
    "failures = CASE WHEN sign_in_failures.window_started_at > :since THEN sign_in_failures.failures + 1 ELSE 1 END, "
    "window_started_at = CASE WHEN sign_in_failures.window_started_at > :since "
    "THEN sign_in_failures.window_started_at ELSE :now END"
)
_FORGET = text("DELETE FROM sign_in_failures WHERE key = :key")
_PURGE = text("DELETE FROM sign_in_failures WHERE window_started_at < :since")


def keys_of(realm: Realm, address: str, network: str) -> list[tuple[bytes, int]]:
    """The counters of an attempt, each with its limit. Addresses are kept as HMACs, never plainly."""
    settings = realm.settings
    counters = [(_key(realm, "address", address.casefold().strip()), settings.failures_per_address)]
    if network:
        counters.append((_key(realm, "network", _network(network)), settings.failures_per_network))
    return counters


def check(realm: Realm, counters: list[tuple[bytes, int]], now: datetime) -> None:
    """Raise `SignInThrottled` when a counter is full."""
    window = timedelta(minutes=realm.settings.failure_window_minutes)
    with realm.reads.connect() as connection:
        for key, limit in counters:
            row = connection.execute(_COUNT, {"key": key, "since": now - window}).first()
            if row is not None and row.failures >= limit:
                left = row.window_started_at + window - now
                raise SignInThrottled(retry_after_seconds=max(1, int(left.total_seconds())))


def failed(realm: Realm, counters: list[tuple[bytes, int]], now: datetime) -> None:
    """Count a failure."""
    since = now - timedelta(minutes=realm.settings.failure_window_minutes)
    with realm.engine.begin() as connection:
        for key, _ in counters:
            connection.execute(_ADD, {"key": key, "now": now, "since": since})


def succeeded(realm: Realm, counters: list[tuple[bytes, int]]) -> None:
    """Forget the failures of the address, not those of the network."""
    with realm.engine.begin() as connection:
        connection.execute(_FORGET, {"key": counters[0][0]})


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
