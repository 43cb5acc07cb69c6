"""Auth on the bus: one line per operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.call import Call
from chassis.commands import CommandLog
from chassis.db import read_engine
from chassis.identity import all_revocations
from chassis.rpc import operation
from chassis.wire import REVOCATIONS_EXCHANGE
from contracts import auth as words
from services.auth.domain import (
    accounts,
    audit,
    companies,
    inviting,
    own_sessions,
    people,
    profile,
    revocations,
    service_accounts,
    sessions,
)
from services.auth.domain.keys import KeyRing
from services.auth.domain.passwords import Hasher
from services.auth.domain.realm import Realm
from services.auth.settings import AuthSettings

ANNOUNCE_SECONDS = 5.0


class AuthService:
    """People, companies, sessions, tokens."""

    name = "auth"
    settings = AuthSettings
    realm: Realm

    @classmethod
    def build(cls, runtime: Any) -> AuthService:
        """Make the service from its runtime."""
        settings: AuthSettings = runtime.settings

        def announce(entries: Sequence[words.RevocationView]) -> None:
            for entry in entries:
                runtime.verifier.revoke(entry)
                body = entry.model_dump_json().encode()
                runtime.publish_confirmed(REVOCATIONS_EXCHANGE, body, seconds=ANNOUNCE_SECONDS)

        service = cls()
        service.realm = Realm(
            settings=settings,
            engine=runtime.engine,
            reads=read_engine(runtime.engine),
            commands=CommandLog(settings.command_hmac_key),
            keys=KeyRing(runtime.engine, settings.root_private_key),
            hasher=Hasher(at_once=settings.hashing_at_once, waiting=settings.hashing_waiting),
            announce=announce,
        )
        runtime.local_identity = service.identity
        return service

    def identity(self) -> tuple[str, words.RevocationsView]:
        """The documents that other services ask for, read directly."""
        from datetime import UTC, datetime

        now = datetime.now(UTC)
        revoked = all_revocations(lambda position: revocations.revocations_after(self.realm, now, position))
        return self.realm.keys.signed_set(now), revoked

    @operation(public=True)
    def start_session(self, call: Call, command: words.StartSession) -> words.SessionStarted:
        """Sign a browser in."""
        return sessions.start_session(self.realm, call, command)

    @operation(public=True)
    def exchange_session(self, call: Call, command: words.ExchangeSession) -> words.TokenView:
        """A token for a browser session."""
        return sessions.exchange_session(self.realm, call, command.session_secret)

    @operation
    def end_session(self, call: Call, command: words.EndSession) -> None:
        """Sign out, here or elsewhere."""
        own_sessions.end_session(self.realm, call, command)

    @operation
    def list_sessions(self, call: Call, command: words.ListSessions) -> words.SessionsView:
        """The own sessions."""
        return own_sessions.list_sessions(self.realm, call, command)

    @operation(public=True)
    def issue_token(self, call: Call, command: words.IssueToken) -> words.TokensView:
        """Sign an API client in."""
        return sessions.issue_token(self.realm, call, command)

    @operation(public=True)
    def refresh_token(self, call: Call, command: words.RefreshToken) -> words.TokensView:
        """New tokens for a refresh token."""
        return sessions.refresh_token(self.realm, call, command)

    @operation(public=True)
    def public_keys(self, call: Call, command: words.PublicKeys) -> words.KeySetView:
        """The signed key set."""
        return words.KeySetView(signed=self.realm.keys.signed_set(call.now), keys=self.realm.keys.jwks())

    @operation(public=True)
    def revocations_after(self, call: Call, command: words.RevocationsAfter) -> words.RevocationsView:
        """What was revoked lately."""
        return revocations.revocations_after(self.realm, call.now, command.position)

    @operation
    def get_users(self, call: Call, command: words.GetUsers) -> words.PeopleView:
        """People by id."""
        return people.get_users(self.realm, call, command)

    @operation
    def get_user(self, call: Call, command: words.GetUser) -> words.UserView:
        """One account."""
        return people.get_user(self.realm, call, command.user_id)

    @operation
    def get_profile(self, call: Call, command: words.GetProfile) -> words.UserView:
        """The own account."""
        return people.get_user(self.realm, call, call.actor.id)

    @operation
    def change_profile(self, call: Call, command: words.ChangeProfile) -> words.UserView:
        """Change the own account."""
        return profile.change_profile(self.realm, call, command)

    @operation
    def change_password(self, call: Call, command: words.ChangePassword) -> None:
        """Set a new password."""
        profile.change_password(self.realm, call, command)

    @operation
    def list_users(self, call: Call, command: words.ListUsers) -> words.UsersView:
        """The people of a company, or of the vendor."""
        return people.list_users(self.realm, call, command)

    @operation
    def find_users(self, call: Call, command: words.FindUsers) -> words.UsersView:
        """People of all companies."""
        return people.find_users(self.realm, call, command)

    @operation
    def list_audit(self, call: Call, command: words.ListAudit) -> words.AuditView:
        """What was done with accounts and companies."""
        return audit.list_audit(self.realm, call, command)

    @operation
    def invite_user(self, call: Call, command: words.InviteUser) -> words.InvitedView:
        """Invite somebody."""
        return inviting.invite_user(self.realm, call, command)

    @operation(public=True)
    def get_invitation(self, call: Call, command: words.GetInvitation) -> words.InvitationView:
        """Look at an invitation."""
        return inviting.get_invitation(self.realm, call, command.token)

    @operation(public=True)
    def accept_invitation(self, call: Call, command: words.AcceptInvitation) -> words.UserView:
        """Accept an invitation."""
        return inviting.accept_invitation(self.realm, call, command)

    @operation
    def disable_user(self, call: Call, command: words.DisableUser) -> words.UserView:
        """Disable an account."""
        return accounts.disable_user(self.realm, call, command)

    @operation
    def enable_user(self, call: Call, command: words.EnableUser) -> words.UserView:
        """Undo a disablement."""
        return accounts.enable_user(self.realm, call, command)

    @operation
    def change_role(self, call: Call, command: words.ChangeRole) -> words.UserView:
        """Give another role."""
        return accounts.change_role(self.realm, call, command)

    @operation
    def create_company(self, call: Call, command: words.CreateCompany) -> words.CompanyView:
        """Register a company."""
        return companies.create_company(self.realm, call, command)

    @operation
    def change_company(self, call: Call, command: words.ChangeCompany) -> words.CompanyView:
        """Change a company."""
        return companies.change_company(self.realm, call, command)

    @operation
    def get_company(self, call: Call, command: words.GetCompany) -> words.CompanyView:
        """One company."""
        return companies.get_company(self.realm, call, command.company_id)

    @operation
    def list_companies(self, call: Call, command: words.ListCompanies) -> words.CompaniesView:
        """Companies by name."""
        return companies.list_companies(self.realm, call, command)

    @operation
    def create_service_account(self, call: Call, command: words.CreateServiceAccount) -> words.ServiceAccountView:
        """Make an account for an internal system."""
        return service_accounts.create_service_account(self.realm, call, command)

    @operation
    def revoke_service_account(self, call: Call, command: words.RevokeServiceAccount) -> words.ServiceAccountView:
        """End an internal system's account."""
        return service_accounts.revoke_service_account(self.realm, call, command)

    @operation
    def list_service_accounts(self, call: Call, command: words.ListServiceAccounts) -> words.ServiceAccountsView:
        """The accounts of internal systems."""
        return service_accounts.list_service_accounts(self.realm, call, command)


SERVICE = AuthService
