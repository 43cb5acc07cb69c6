"""Passwords: argon2id (RFC 9106) in a thread, a few at a time, so signing in cannot starve everything else."""

from __future__ import annotations

from typing import Any

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

from chassis.threads import in_thread, semaphore
from contracts.auth import SignInThrottled, WeakPassword

MIN_LENGTH = 10
# Passwords that guessers try first, at or over the minimal length; shorter ones are refused anyway.
COMMON = frozenset(
    [
        "1234567890",
        "0123456789",
        "12345678910",
        "1q2w3e4r5t",
        "qwertyuiop",
        "password123",
        "password1234",
        "parola1234",
        "parola12345",
        "parolamea123",
        "administrator",
        "admin12345",
        "romania123",
        "bucuresti123",
        "1111111111",
        "0000000000",
        "qwerty123456",
        "123456789a",
        "a123456789",
        "abcdefghij",
        "iloveyou123",
        "letmein1234",
        "welcome123",
        "welcome1234",
        "solicitari",
    ]
)


class Hasher:
    """Hashes and verifies; who comes while too many wait is told to come back."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._argon2 = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1, type=Type.ID)
        self._permits: Any = semaphore(at_once)
        self._most = at_once + waiting
        self._inside = 0
        self._dummy = self._argon2.hash("nobody's password")

    def hash(self, password: str) -> str:
        """The hash to keep."""
        return str(self._admitted(self._argon2.hash, password))

    def matches(self, password_hash: str | None, password: str) -> bool:
        """Whether the password belongs to the hash; without a hash the same work is done, and the answer is no."""
        found = bool(self._admitted(self._verify, password_hash or self._dummy, password))
        return found and password_hash is not None

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._argon2.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False

    def _admitted(self, work: Any, *args: str) -> Any:
        if self._inside >= self._most:
            raise SignInThrottled(
                "Very many people are signing in right now. Try again shortly.", retry_after_seconds=2
            )
        self._inside += 1
        try:
            with self._permits:
                return in_thread(work, *args)
        finally:
            self._inside -= 1


def check_strength(password: str, email: str) -> None:
    """Raise `WeakPassword` for what is short, common or the person's own address."""
    folded = password.casefold().strip()
    local = email.casefold().partition("@")[0]
    if len(password) < MIN_LENGTH or folded in COMMON or folded in (email.casefold(), local) or len(set(folded)) < 4:
        raise WeakPassword()
