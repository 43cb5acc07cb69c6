"""The words of auth: people, companies, roles, sessions, tokens, service accounts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Protocol
from uuid import UUID

from pydantic import EmailStr, Field, StringConstraints

from contracts.errors import DomainError
from contracts.model import Audience, Command, Context, Cursor, Event, Line, Moment, Page, Text, View, WritingCommand

PersonName = Annotated[Line, StringConstraints(min_length=1, max_length=120)]
CompanyName = Annotated[Line, StringConstraints(min_length=1, max_length=160)]
Telephone = Annotated[Line, StringConstraints(max_length=40, pattern=r"^$|^\+?[0-9][0-9 ()./-]{3,}$")]
Language = Annotated[str, StringConstraints(pattern="^(ro|en)$")]
TimeZone = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$")]
Secret = Annotated[Text, StringConstraints(min_length=1, max_length=1024)]


class Role(StrEnum):
    """What somebody is; what each may do stands in every service's policy."""

    CUSTOMER = "customer"
    COMPANY_ADMIN = "company_admin"
    CONSULTANT = "consultant"
    DISPATCHER = "dispatcher"
    ADMIN = "admin"
    SERVICE = "service"

    @property
    def is_partner(self) -> bool:
        """An authorised user of a partner company."""
        return self in CUSTOMERS

    @property
    def is_staff(self) -> bool:
        """One of the vendor's people who handle requests."""
        return self in STAFF


CUSTOMERS = frozenset({Role.CUSTOMER, Role.COMPANY_ADMIN})
STAFF = frozenset({Role.CONSULTANT, Role.DISPATCHER})


class UserState(StrEnum):
    """Where an account is in its life."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class Scope(StrEnum):
    """What a service account was given."""

    TICKETS_OPEN = "tickets:open"
    TICKETS_READ = "tickets:read"
    TICKETS_UPDATE = "tickets:update"
    WORK_READ = "work:read"
    USERS_READ = "users:read"
    FILES_RECONCILE = "files:reconcile"  # the tickets service's own account alone; never granted to others


# --- commands ---------------------------------------------------------------------------------------------------------


class StartSession(Command):
    """A browser signs in (P1). `network` is the caller's address, for throttling alone."""

    email: Annotated[Line, StringConstraints(max_length=320)]
    password: Secret
    network: Annotated[Line, StringConstraints(max_length=64)] = ""
    user_agent: Annotated[Line, StringConstraints(max_length=300)] = ""


class ExchangeSession(Command):
    """The gateway turns a browser's session secret into a short token."""

    session_secret: Secret


class EndSession(Command):
    """End one of the caller's own sessions or token families; without an id that of the caller's own token."""

    session_id: UUID | None = None


class ListSessions(Command):
    """The caller's own browser sessions and token families, newest first."""

    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class IssueToken(Command):
    """An API client signs in: a person by e-mail and password, an internal system by client id and secret."""

    email: Annotated[Line, StringConstraints(max_length=320)] | None = None
    password: Secret | None = None
    client_id: Annotated[Line, StringConstraints(max_length=64)] | None = None
    client_secret: Secret | None = None
    network: Annotated[Line, StringConstraints(max_length=64)] = ""
    user_agent: Annotated[Line, StringConstraints(max_length=300)] = ""


class RefreshToken(Command):
    """Exchange a refresh token for new ones. Reuse within 30 s returns the same successor, later it ends the family."""

    refresh_token: Secret


class PublicKeys(Command):
    """Ask for the rotating key set, signed by the root key."""


class RevocationsAfter(Command):
    """Ask for what was revoked after a position (0: all that still matters)."""

    position: int = Field(ge=0, default=0)


class GetUsers(Command):
    """Ask for people by id; ids the caller may not see are left out."""

    ids: list[UUID] = Field(max_length=200)


class UsersFilter(Command):
    """Which accounts, by name. `q`: part of a name, an address or a company's name, whatever its case and diacritics."""

    q: Annotated[Line, StringConstraints(max_length=100)] | None = None
    role: list[Role] | None = Field(default=None, max_length=6)
    state: UserState | None = None
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class ListUsers(UsersFilter):
    """The people of a company (`company_id`), or the vendor's own people (none)."""

    company_id: UUID | None = None


class FindUsers(UsersFilter):
    """People of every company and of the vendor (staff, administrators, internal systems with users:read)."""


class GetUser(Command):
    """One person."""

    user_id: UUID


class GetProfile(Command):
    """The caller's own profile."""


class ChangeProfile(WritingCommand):
    """Change the caller's own name, telephone, language or time zone; what is not given stays."""

    name: PersonName | None = None
    telephone: Telephone | None = None
    language: Language | None = None
    time_zone: TimeZone | None = None
    expected_version: int


class ChangePassword(Command):
    """Set a new password. Every other session and token family of the caller ends at once."""

    current_password: Secret
    new_password: Secret


class InviteUser(WritingCommand):
    """Invite a person: into a company (customer, company_admin) or into the vendor's staff (no company)."""

    email: EmailStr
    role: Role
    company_id: UUID | None = None
    name: PersonName | None = None
    telephone: Telephone = ""
    language: Language = "ro"


class GetInvitation(Command):
    """Look at an invitation by its one-time token."""

    token: Secret


class AcceptInvitation(Command):
    """The invited person sets name and password, once."""

    token: Secret
    name: PersonName
    password: Secret
    telephone: Telephone | None = None
    time_zone: TimeZone | None = None


class DisableUser(WritingCommand):
    """Disable a person; effective at once, everywhere."""

    user_id: UUID
    expected_version: int | None = None


class EnableUser(WritingCommand):
    """Undo a disablement."""

    user_id: UUID
    expected_version: int | None = None


class ChangeRole(WritingCommand):
    """Give a person another role. Vendor roles are granted by administrators alone, and audited."""

    user_id: UUID
    role: Role
    expected_version: int | None = None


class CreateCompany(WritingCommand):
    """Register a partner company."""

    name: CompanyName
    time_zone: TimeZone = "Europe/Bucharest"


class ChangeCompany(WritingCommand):
    """Change a company's name or time zone."""

    company_id: UUID
    name: CompanyName | None = None
    time_zone: TimeZone | None = None
    expected_version: int


class GetCompany(Command):
    """One company."""

    company_id: UUID


class ListCompanies(Command):
    """All companies, by name (administrators and staff); a customer gets the own one. `q`: part of a name."""

    q: Annotated[Line, StringConstraints(max_length=100)] | None = None
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class ListAudit(Command):
    """What was done with accounts and companies, newest first (administrators).

    `vendor_roles`: only lines that gave somebody a vendor role; `user_id`: only lines about this person.
    """

    vendor_roles: bool = False
    user_id: UUID | None = None
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class CreateServiceAccount(WritingCommand):
    """Make an account for an internal system; the secret is in the answer once."""

    name: PersonName
    scopes: list[Scope] = Field(min_length=1)
    company_ids: list[UUID] | None = None


class RevokeServiceAccount(WritingCommand):
    """End an internal system's account for good: its tokens are refused at once."""

    client_id: UUID


class ListServiceAccounts(Command):
    """The accounts of internal systems, by name (administrators)."""

    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


# --- views ------------------------------------------------------------------------------------------------------------


class PersonView(View):
    """A person as others see them. Telephone and e-mail are there for staff and for the own company's administrators."""

    id: UUID
    name: str
    role: Role
    company_id: UUID | None = None
    company_name: str | None = None
    email: str | None = None
    telephone: str | None = None
    is_active: bool = True


class UserView(View):
    """A person's account."""

    id: UUID
    email: str
    name: str
    role: Role
    company_id: UUID | None
    company_name: str | None
    telephone: str
    language: str
    time_zone: str
    state: str = Field(description="invited | active | disabled")
    version: int
    created_at: Moment
    last_signed_in_at: Moment | None = None


class UsersView(View):
    """A page of accounts."""

    items: list[UserView]
    page: Page


class PeopleView(View):
    """People by id."""

    people: dict[UUID, PersonView]


class CompanyView(View):
    """A partner company."""

    id: UUID
    name: str
    time_zone: str
    version: int
    created_at: Moment


class CompaniesView(View):
    """A page of companies."""

    items: list[CompanyView]
    page: Page


class InvitedView(View):
    """A fresh invitation. `token` is shown to the inviter once: a repeated command does not show it again."""

    user: UserView
    token: str | None
    expires_at: Moment


class InvitationView(View):
    """What an invited person sees before accepting."""

    email: str
    name: str | None
    company_name: str | None
    role: Role
    expires_at: Moment


class SessionStarted(View):
    """A browser session. The secret goes into the cookie and nowhere else."""

    session_secret: str
    user: UserView
    expires_at: Moment


class SessionView(View):
    """A browser session, or a family of tokens of an API client. `last_seen_at` is right to a few minutes."""

    id: UUID
    kind: str = Field(description="browser | api")
    user_agent: str
    created_at: Moment
    last_seen_at: Moment
    expires_at: Moment
    is_current: bool


class SessionsView(View):
    """A page of sessions."""

    items: list[SessionView]
    page: Page


class TokenView(View):
    """A short token for a session, with when the session itself ends."""

    access_token: str
    expires_in: int = Field(description="seconds")
    user: UserView
    session_expires_at: Moment


class TokensView(View):
    """An API client's tokens."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - the scheme (RFC 6750), no secret
    expires_in: int = Field(description="seconds")
    refresh_token: str


class KeySetView(View):
    """A JWT signed by the root key, whose claim `keys` holds the JWKS; and the same keys plainly."""

    signed: str
    keys: list[dict[str, Any]]


class RevocationView(View):
    """One revocation: tokens of `user_id` below `generation`, or of `session_id`, are refused."""

    position: int
    user_id: UUID | None = None
    generation: int | None = None
    session_id: UUID | None = None


class RevocationsView(View):
    """What was revoked, in order, and the last position."""

    items: list[RevocationView]
    position: int


class ServiceAccountView(View):
    """A service account; `client_secret` is shown once."""

    client_id: UUID
    name: str
    scopes: list[Scope]
    company_ids: list[UUID] | None
    client_secret: str | None
    is_active: bool = True


class ServiceAccountsView(View):
    """A page of accounts of internal systems, without their secrets."""

    items: list[ServiceAccountView]
    page: Page


class AuditLineView(View):
    """Who did what to whom. `actor_id` is none for what an operator did with `solicitari migrate`."""

    id: int
    at: Moment
    action: str
    actor_id: UUID | None
    actor_name: str | None
    subject_id: UUID
    subject_name: str | None
    details: dict[str, Any]


class AuditView(View):
    """A page of the audit."""

    items: list[AuditLineView]
    page: Page


# --- events -----------------------------------------------------------------------------------------------------------


class UserEvent(Event):
    """What every event about a person says."""

    audience: ClassVar[Audience] = Audience.ADMIN
    user_id: UUID
    company_id: UUID | None
    by: UUID | None


class UserInvited(UserEvent):
    """Somebody was invited."""

    name = "user_invited_v1"
    role: Role


class UserActivated(UserEvent):
    """An invitation was accepted."""

    name = "user_activated_v1"
    role: Role


class UserChanged(UserEvent):
    """Name, telephone, language or time zone changed."""

    name = "user_changed_v1"
    changed: list[str]


class UserDisabled(UserEvent):
    """A person was disabled."""

    name = "user_disabled_v1"


class UserEnabled(UserEvent):
    """A disablement was undone."""

    name = "user_enabled_v1"


class RoleChanged(UserEvent):
    """A person has another role."""

    name = "role_changed_v1"
    role_before: Role
    role_after: Role


class SessionRevoked(UserEvent):
    """A session was ended."""

    name = "session_revoked_v1"
    session_id: UUID


class CompanyChanged(Event):
    """A company was made or changed."""

    name = "company_changed_v1"
    audience: ClassVar[Audience] = Audience.ADMIN
    company_id: UUID
    by: UUID | None
    changed: list[str]


# --- errors -----------------------------------------------------------------------------------------------------------


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
    """There is already an active account with this e-mail address."""


class SuccessorMissing(DomainError, kind="invalid"):
    """Name in `successor_id` the consultant who takes over this person's active requests."""


class CompanyNameTaken(DomainError, kind="conflict"):
    """There is already a company with this name."""


# --- the RPC surface --------------------------------------------------------------------------------------------------


class AuthApi(Protocol):
    """What auth can be asked. Sign-in, tokens and keys need no token; everything else does."""

    def start_session(self, call: Context, command: StartSession) -> SessionStarted: ...
    def exchange_session(self, call: Context, command: ExchangeSession) -> TokenView: ...
    def end_session(self, call: Context, command: EndSession) -> None: ...
    def list_sessions(self, call: Context, command: ListSessions) -> SessionsView: ...
    def issue_token(self, call: Context, command: IssueToken) -> TokensView: ...
    def refresh_token(self, call: Context, command: RefreshToken) -> TokensView: ...
    def public_keys(self, call: Context, command: PublicKeys) -> KeySetView: ...
    def revocations_after(self, call: Context, command: RevocationsAfter) -> RevocationsView: ...
    def get_users(self, call: Context, command: GetUsers) -> PeopleView: ...
    def get_user(self, call: Context, command: GetUser) -> UserView: ...
    def get_profile(self, call: Context, command: GetProfile) -> UserView: ...
    def change_profile(self, call: Context, command: ChangeProfile) -> UserView: ...
    def change_password(self, call: Context, command: ChangePassword) -> None: ...
    def list_users(self, call: Context, command: ListUsers) -> UsersView: ...
    def find_users(self, call: Context, command: FindUsers) -> UsersView: ...
    def list_audit(self, call: Context, command: ListAudit) -> AuditView: ...
    def invite_user(self, call: Context, command: InviteUser) -> InvitedView: ...
    def get_invitation(self, call: Context, command: GetInvitation) -> InvitationView: ...
    def accept_invitation(self, call: Context, command: AcceptInvitation) -> UserView: ...
    def disable_user(self, call: Context, command: DisableUser) -> UserView: ...
    def enable_user(self, call: Context, command: EnableUser) -> UserView: ...
    def change_role(self, call: Context, command: ChangeRole) -> UserView: ...
    def create_company(self, call: Context, command: CreateCompany) -> CompanyView: ...
    def change_company(self, call: Context, command: ChangeCompany) -> CompanyView: ...
    def get_company(self, call: Context, command: GetCompany) -> CompanyView: ...
    def list_companies(self, call: Context, command: ListCompanies) -> CompaniesView: ...
    def create_service_account(self, call: Context, command: CreateServiceAccount) -> ServiceAccountView: ...
    def revoke_service_account(self, call: Context, command: RevokeServiceAccount) -> ServiceAccountView: ...
    def list_service_accounts(self, call: Context, command: ListServiceAccounts) -> ServiceAccountsView: ...
