"""Who is calling: tokens (JWT, EdDSA; RFC 7519, RFC 8037) are verified here, in every process, against one root key."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from contracts.auth import RevocationsView, RevocationView, Role, Scope
from contracts.errors import Unauthenticated, Unavailable

ISSUER = "solicitari"
AUDIENCE = "solicitari"
TOKEN_TYPE = "at+jwt"  # noqa: S105 - the `typ` of a token (RFC 9068), no secret
KEYSET_TYPE = "keyset+jwt"
REMEMBERED_TOKENS = 10_000
CLOCK_LEEWAY_SECONDS = 5
REVOCATION_SECONDS = 15 * 60.0  # what was revoked is known for so long: longer than any token lives


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified caller. `company_ids`: the companies an account of an internal system is limited to; None: all."""

    id: UUID
    role: Role
    company_id: UUID | None
    session_id: UUID
    generation: int
    scopes: frozenset[Scope] = frozenset()
    company_ids: frozenset[UUID] | None = None

    @property
    def is_staff(self) -> bool:
        """One of the vendor's people who handle requests."""
        return self.role.is_staff

    @property
    def is_partner(self) -> bool:
        """An authorised user of a partner company."""
        return self.role.is_partner


def public_key_from(text: str) -> Ed25519PublicKey:
    """The key from base64 of its 32 raw bytes."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text))


def private_key_from(text: str) -> Ed25519PrivateKey:
    """The key from base64 of its 32 raw bytes."""
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text))


class Verifier:
    """Verifies tokens, remembers verified ones until they expire, and refuses revoked ones.

    It starts closed: until `install_keys` and `reset_revocations` have run, `verify` raises `Unavailable`.
    """

    def __init__(self, root_public_key: str) -> None:
        self._root = public_key_from(root_public_key)
        self._keys: dict[str, Ed25519PublicKey] = {}
        self._remembered: dict[str, tuple[Principal, float]] = {}
        self._generations: dict[UUID, int] = {}
        self._ended_sessions: dict[UUID, float] = {}
        self._lock = threading.Lock()
        self.is_synced = False
        self.position = 0
        self.wants_keys = False  # an unknown key id was seen: the feed should ask for the keys again

    def install_keys(self, signed: str) -> None:
        """Take over a key set after checking the root's signature; raises `Unauthenticated` if that is wrong."""
        try:
            if jwt.get_unverified_header(signed).get("typ") != KEYSET_TYPE:
                raise Unauthenticated("The key set is not one.")
            claims = jwt.decode(
                signed, self._root, algorithms=["EdDSA"], issuer=ISSUER, options={"require": ["iat", "iss", "keys"]}
            )
        except jwt.PyJWTError as error:
            raise Unauthenticated("The key set is not signed by the root key.") from error
        keys = {k["kid"]: Ed25519PublicKey.from_public_bytes(_unpadded(k["x"])) for k in claims["keys"]}
        with self._lock:
            self._keys = keys
            self._remembered.clear()
            self.wants_keys = False

    def reset_revocations(self, entries: Iterable[RevocationView], position: int) -> None:
        """Take over everything that is revoked, after a (re)connect; opens the verifier."""
        long_ago = time.time() - REVOCATION_SECONDS
        with self._lock:
            self._ended_sessions = {i: ended_at for i, ended_at in self._ended_sessions.items() if ended_at > long_ago}
        for entry in entries:
            self.revoke(entry)
        self.position = max(self.position, position)
        self.is_synced = True

    def revoke(self, entry: RevocationView) -> None:
        """Refuse from now on what `entry` names."""
        with self._lock:
            if entry.user_id is not None and entry.generation is not None:
                known = self._generations.get(entry.user_id, 0)
                self._generations[entry.user_id] = max(known, entry.generation)
            if entry.session_id is not None:
                self._ended_sessions[entry.session_id] = time.time()
            self.position = max(self.position, entry.position)

    def lose_sync(self) -> None:
        """The feed of revocations is cut: close until it is read again."""
        self.is_synced = False

    def verify(self, token: str | None) -> Principal:
        """The principal of a token; raises `Unauthenticated`, or `Unavailable` while keys or revocations are unknown."""
        if not self.is_synced or not self._keys:
            raise Unavailable("Identity cannot be checked for a moment. Try again shortly.")
        if not token:
            raise Unauthenticated()
        remembered = self._remembered.get(token)
        if remembered is not None and remembered[1] > time.time():
            principal = remembered[0]
        else:
            principal, expires_at = self._decode(token)
            self._remember(token, principal, expires_at)
        if (
            principal.generation < self._generations.get(principal.id, 0)
            or principal.session_id in self._ended_sessions
        ):
            raise Unauthenticated("Your access was ended. Sign in again.")
        return principal

    def _decode(self, token: str) -> tuple[Principal, float]:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("typ") != TOKEN_TYPE:
                raise Unauthenticated()
            key = self._keys.get(str(header.get("kid")))
            if key is None:
                self.wants_keys = True
                raise Unauthenticated()
            claims = jwt.decode(
                token,
                key,
                algorithms=["EdDSA"],
                audience=AUDIENCE,
                issuer=ISSUER,
                leeway=CLOCK_LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "sub", "aud", "iss", "jti", "sid", "gen", "role"]},
            )
            return principal_from(claims), float(claims["exp"])
        except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
            raise Unauthenticated() from error

    def _remember(self, token: str, principal: Principal, expires_at: float) -> None:
        with self._lock:
            if len(self._remembered) >= REMEMBERED_TOKENS:
                now = time.time()
                self._remembered = {t: r for t, r in self._remembered.items() if r[1] > now}
                if len(self._remembered) >= REMEMBERED_TOKENS:
                    self._remembered.clear()
            self._remembered[token] = (principal, expires_at)


def all_revocations(page_after: Callable[[int], RevocationsView]) -> RevocationsView:
    """Every revocation that still matters, page by page until one is empty."""
    entries: list[RevocationView] = []
    page = page_after(0)
    while page.items:
        entries += page.items
        page = page_after(page.position)
    return RevocationsView(items=entries, position=page.position)


def principal_from(claims: dict[str, Any]) -> Principal:
    """Build the principal from verified claims; raises `ValueError` or `KeyError` on a wrong shape."""
    company_ids = claims.get("company_ids")
    return Principal(
        id=UUID(claims["sub"]),
        role=Role(claims["role"]),
        company_id=UUID(claims["company_id"]) if claims.get("company_id") else None,
        session_id=UUID(claims["sid"]),
        generation=int(claims["gen"]),
        scopes=frozenset(Scope(s) for s in claims.get("scopes", [])),
        company_ids=None if company_ids is None else frozenset(UUID(c) for c in company_ids),
    )


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
