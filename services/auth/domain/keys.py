"""Signing keys: rotating, kept encrypted, published as a key set that the root key signs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import jwt
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine, delete, insert, select

from chassis.identity import AUDIENCE, ISSUER, KEYSET_TYPE, TOKEN_TYPE, private_key_from
from services.auth.models import signing_keys
from services.auth.settings import ACCESS_TOKEN_LIFE, SIGNING_KEY_LIFE

RELOAD_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs tokens."""

    kid: str
    private: Ed25519PrivateKey
    created_at: datetime


def derived(root_private_key: str, purpose: str) -> bytes:
    """A secret for one purpose, made from the root key (HMAC-SHA-256)."""
    return hmac.new(base64.b64decode(root_private_key), f"solicitari:{purpose}".encode(), hashlib.sha256).digest()


def add_key(connection: Connection, root_private_key: str, now: datetime) -> None:
    """Make a new signing key; it signs from now on."""
    private = Ed25519PrivateKey.generate()
    box = Fernet(base64.urlsafe_b64encode(derived(root_private_key, "signing-keys")))
    connection.execute(
        insert(signing_keys).values(
            kid=uuid4().hex[:16],
            private_key=box.encrypt(private.private_bytes_raw()),
            public_key=private.public_key().public_bytes_raw(),
            created_at=now,
        )
    )


def rotate(connection: Connection, root_private_key: str, now: datetime) -> int:
    """Add a key when the newest is old; forget those whose last tokens are long dead. Returns how many changed."""
    newest = connection.scalar(select(signing_keys.c.created_at).order_by(signing_keys.c.created_at.desc()).limit(1))
    changed = 0
    if newest is None or now - newest > SIGNING_KEY_LIFE:
        add_key(connection, root_private_key, now)
        changed += 1
    old = delete(signing_keys).where(signing_keys.c.created_at < now - 2 * SIGNING_KEY_LIFE)
    return changed + connection.execute(old).rowcount


class KeyRing:
    """The keys of this process, read again every minute."""

    def __init__(self, engine: Engine, root_private_key: str) -> None:
        self._engine = engine
        self._root = root_private_key
        self._keys: list[SigningKey] = []
        self._read_at = 0.0

    def _current(self) -> list[SigningKey]:
        if not self._keys or time.monotonic() - self._read_at > RELOAD_SECONDS:
            box = Fernet(base64.urlsafe_b64encode(derived(self._root, "signing-keys")))
            with self._engine.connect() as connection:
                rows = connection.execute(select(signing_keys).order_by(signing_keys.c.created_at)).all()
            self._keys = [
                SigningKey(r.kid, Ed25519PrivateKey.from_private_bytes(box.decrypt(r.private_key)), r.created_at)
                for r in rows
            ]
            self._read_at = time.monotonic()
        return self._keys

    def jwks(self) -> list[dict[str, Any]]:
        """The public keys (RFC 8037)."""
        return [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "use": "sig",
                "alg": "EdDSA",
                "kid": key.kid,
                "x": base64.urlsafe_b64encode(key.private.public_key().public_bytes_raw()).decode().rstrip("="),
            }
            for key in self._current()
        ]

    def signed_set(self, now: datetime) -> str:
        """The key set as a JWT signed by the root key."""
        claims = {"iss": ISSUER, "iat": int(now.timestamp()), "keys": self.jwks()}
        return jwt.encode(claims, private_key_from(self._root), algorithm="EdDSA", headers={"typ": KEYSET_TYPE})

    def access_token(
        self,
        now: datetime,
        *,
        subject: UUID,
        role: str,
        session_id: UUID,
        generation: int,
        company_id: UUID | None = None,
        scopes: list[str] | None = None,
        company_ids: list[str] | None = None,
    ) -> str:
        """A token of five minutes. The newest key that every process has had time to read signs it."""
        keys = self._current()
        settled = [k for k in keys if (now - k.created_at).total_seconds() > 2 * RELOAD_SECONDS]
        key = (settled or keys)[-1]
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(subject),
            "iat": int(now.timestamp()),
            "exp": int((now + ACCESS_TOKEN_LIFE).timestamp()),
            "jti": uuid4().hex,
            "sid": str(session_id),
            "gen": generation,
            "role": role,
        }
        optional = {"company_id": str(company_id) if company_id else None, "scopes": scopes, "company_ids": company_ids}
        claims |= {name: value for name, value in optional.items() if value is not None}
        return jwt.encode(claims, key.private, algorithm="EdDSA", headers={"kid": key.kid, "typ": TOKEN_TYPE})
