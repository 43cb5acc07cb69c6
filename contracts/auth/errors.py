"""How auth refuses; a class's docstring is its sentence to a human."""

from __future__ import annotations

from contracts.errors import DomainError


class InvalidCredentials(DomainError, kind="unauthenticated"):
    """E-mail and password do not belong together. Check both, or ask your administrator for a new invitation."""


class SessionEnded(DomainError, kind="unauthenticated"):
    """Your session has ended. Sign in again; what you typed is kept."""


class SignInThrottled(DomainError, kind="throttled"):
    """Too many sign-in attempts. Wait as long as `retry_after_seconds` says, then try again."""


class InvitationGone(DomainError, kind="gone"):
    """This invitation was used, replaced or has expired. Ask the person who invited you for a new one."""


class WrongPassword(DomainError, kind="invalid"):
    """This is not your present password. Type it again; after too many attempts you have to wait."""


class WeakPassword(DomainError, kind="invalid"):
    """This password is too easy to guess. Use at least 10 characters that are not a common password or your address."""


class EmailTaken(DomainError, kind="conflict"):
    """There is already an account with this e-mail address."""


class SuccessorMissing(DomainError, kind="invalid"):
    """Name in `successor_id` the consultant who takes over this person's active requests."""


class CompanyNameTaken(DomainError, kind="conflict"):
    """There is already a company with this name."""
