"""Errors that cross the bus as themselves.

    DomainError                     kind decides the HTTP status (gateway/problems.py)
    ├─ InvalidCommand               invalid          InvalidInterval, TooManyFiles … (contracts of a service)
    ├─ InvalidCursor                invalid
    ├─ Unauthenticated              unauthenticated
    ├─ Forbidden                    forbidden
    ├─ NotFound                     not_found        the same for foreign and for missing ids
    ├─ CommandInProgress            conflict
    ├─ CommandReused                invalid
    ├─ StaleVersion                 stale
    ├─ TooManyRequests              throttled        extra.retry_after_seconds
    ├─ Unavailable                  unavailable      certainly not executed
    ├─ OutcomeUnknown               unavailable      sent, no answer: repeat with the same command id
    ├─ DeadlineExceeded             deadline         repeat with the same command id
    ├─ ReplyTooLarge, UnknownOperation, Internal     internal

A class's docstring is its default sentence to a human; its code is its name in kebab-case.
"""

from __future__ import annotations

import re
from inspect import cleandoc
from typing import Any, ClassVar, Self

Kind = str
KINDS: frozenset[Kind] = frozenset(
    [
        "malformed",
        "invalid",
        "unauthenticated",
        "forbidden",
        "not_found",
        "conflict",
        "gone",
        "stale",
        "too_large",
        "unsupported",
        "throttled",
        "unavailable",
        "deadline",
        "internal",
    ]
)


class DomainError(Exception):
    """The request could not be carried out."""

    kind: ClassVar[Kind] = "internal"
    code: ClassVar[str] = "error"
    registry: ClassVar[dict[str, type[DomainError]]] = {}

    def __init_subclass__(cls, *, kind: Kind | None = None, code: str | None = None) -> None:
        """Give the class its code and put it into the register from which the wire rebuilds it."""
        super().__init_subclass__()
        if kind is not None:
            if kind not in KINDS:
                raise TypeError(f"{cls.__name__}: unknown kind {kind!r}")
            cls.kind = kind
        cls.code = code or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()
        DomainError.registry[cls.code] = cls

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        """`detail`: the sentence for a human (default: the docstring); `extra`: facts a program can use."""
        self.detail = detail or " ".join(cleandoc(type(self).__doc__ or "").split())
        self.extra = extra
        super().__init__(self.detail)

    def to_wire(self) -> dict[str, Any]:
        """The error as JSON-ready data."""
        return {"code": self.code, "kind": self.kind, "detail": self.detail, "extra": self.extra}

    @classmethod
    def from_wire(cls, data: dict[str, Any]) -> DomainError:
        """Rebuild what `to_wire` made; an unknown code becomes `Internal`, never an arbitrary class."""
        known = cls.registry.get(str(data.get("code")))
        if known is None:
            return Internal()
        return known(str(data.get("detail") or "") or None, **dict(data.get("extra") or {}))

    def with_extra(self, **extra: Any) -> Self:
        """The same error with further facts."""
        self.extra.update(extra)
        return self


class InvalidCommand(DomainError, kind="invalid"):
    """Some fields are not as they must be; `errors` names each of them."""


class InvalidCursor(DomainError, kind="invalid"):
    """This cursor belongs to another filter or sort. Begin again with the first page."""


class Unauthenticated(DomainError, kind="unauthenticated"):
    """Sign in first, or obtain a new token: this one is missing, expired or no longer valid."""


class Forbidden(DomainError, kind="forbidden"):
    """Your account may not do this. Ask an administrator if you think it should."""


class NotFound(DomainError, kind="not_found"):
    """There is nothing here that you can see. Check the number or the address."""


class CommandInProgress(DomainError, kind="conflict"):
    """The same command is being carried out right now. Wait a moment and repeat it with the same key."""


class CommandReused(DomainError, kind="invalid"):
    """This key was already used for another request. Use a new key for a new request."""


class StaleVersion(DomainError, kind="stale"):
    """Somebody changed this in the meantime. Load it again, then repeat your change."""


class TooManyRequests(DomainError, kind="throttled"):
    """Too many attempts. Wait as long as `retry_after_seconds` says, then try again."""


class Unavailable(DomainError, kind="unavailable"):
    """A part of the system is away for a moment; nothing was done. Try again shortly."""


class OutcomeUnknown(DomainError, kind="unavailable"):
    """The connection was lost while the request was being carried out. Repeat it with the same key: it runs once."""


class DeadlineExceeded(DomainError, kind="deadline"):
    """The answer did not come in time. Repeat the request with the same key: it runs once."""


class ReplyTooLarge(DomainError, kind="internal"):
    """The answer is larger than the bus carries. Ask for a smaller page."""


class UnknownOperation(DomainError, kind="internal"):
    """The service does not know this operation."""


class Internal(DomainError, kind="internal"):
    """Something went wrong on our side. Tell us the request id and we will find it."""
