"""Accounts of internal systems."""

from __future__ import annotations

import hashlib
import secrets
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from sqlalchemy import Connection, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis import paging
from chassis.call import Call
from chassis.commands import Receipt
from contracts.auth import (
    CreateServiceAccount,
    ListServiceAccounts,
    RevocationView,
    RevokeServiceAccount,
    Scope,
    ServiceAccountsView,
    ServiceAccountView,
)
from contracts.errors import Forbidden, InvalidCommand
from contracts.model import Page
from services.auth.domain import policy, sessions
from services.auth.domain.realm import Realm, note, revoke
from services.auth.domain.views import service_account_view
from services.auth.models import companies, service_accounts

TICKETS_ACCOUNT = uuid5(NAMESPACE_URL, "solicitari:service:tickets")


def create_service_account(realm: Realm, call: Call, command: CreateServiceAccount) -> ServiceAccountView:
    """Make an account (administrators). The secret is in the answer once; a repeated command does not show it again."""
    actor = call.actor
    policy.require_admin(actor)
    if Scope.FILES_RECONCILE in command.scopes:
        raise InvalidCommand("The scope files:reconcile is not granted to others.")
    secret = secrets.token_urlsafe(32)

    def effect(connection: Connection) -> Receipt:
        account_id = uuid4()
        wanted = set(command.company_ids or [])
        known = set(connection.scalars(select(companies.c.id).where(companies.c.id.in_(wanted)))) if wanted else set()
        if known != wanted:
            raise InvalidCommand("One of the companies does not exist.")
        row = {
            "id": account_id,
            "name": command.name,
            "secret_hash": secret_hash(secret),
            "scopes": [scope.value for scope in command.scopes],
            "company_ids": None if command.company_ids is None else [str(c) for c in command.company_ids],
        }
        connection.execute(insert(service_accounts).values(**row))
        note(connection, actor.id, "service_account_created", account_id, scopes=row["scopes"])
        return Receipt(str(account_id), 1)

    key = realm.commands.key(actor.id, "create_service_account", command)
    receipt, is_repeat = realm.commands.once(realm.engine, key, effect)
    with realm.reads.connect() as connection:
        view = service_account_view(policy.service_account(connection, actor, UUID(receipt.resource_id)))
    return view if is_repeat else view.model_copy(update={"client_secret": secret})


def revoke_service_account(realm: Realm, call: Call, command: RevokeServiceAccount) -> ServiceAccountView:
    """End an account for good (administrators): its families end and its tokens are refused before this returns."""
    actor = call.actor
    policy.require_admin(actor)

    def effect(connection: Connection) -> Receipt:
        row = policy.service_account(connection, actor, command.client_id, lock=True)
        if row.id == TICKETS_ACCOUNT:
            raise Forbidden("The tickets service works with this account.")
        statement = update(service_accounts).where(service_accounts.c.id == row.id)
        connection.execute(statement.values(is_active=False, generation=row.generation + 1))
        sessions.end_all(connection, row.id)
        revoke(connection, user_id=row.id, generation=row.generation + 1)
        note(connection, actor.id, "service_account_revoked", row.id)
        return Receipt(str(row.id), row.generation + 1)

    key = realm.commands.key(actor.id, "revoke_service_account", command)
    receipt, _ = realm.commands.once(realm.engine, key, effect)
    with realm.reads.connect() as connection:
        row = policy.service_account(connection, actor, command.client_id)
    realm.announce([RevocationView(position=0, user_id=row.id, generation=receipt.version)])
    return service_account_view(row)


def list_service_accounts(realm: Realm, call: Call, command: ListServiceAccounts) -> ServiceAccountsView:
    """Accounts by name (administrators)."""
    policy.require_admin(call.actor)
    bound = paging.fingerprint("service_accounts")
    place = (service_accounts.c.name, service_accounts.c.id)
    query = select(service_accounts).order_by(*place).limit(command.limit + 1)
    if command.cursor:
        query = query.where(tuple_(*place) > paging.decode(command.cursor, bound, paging.words, UUID))
    with realm.reads.connect() as connection:
        rows = connection.execute(query).all()
    more = len(rows) > command.limit
    rows = rows[: command.limit]
    cursor = paging.encode(bound, rows[-1].name, rows[-1].id) if more else None
    items = [service_account_view(row) for row in rows]
    return ServiceAccountsView(items=items, page=Page(next_cursor=cursor, limit=command.limit))


def keep_tickets_account(connection: Connection, secret: str) -> None:
    """The account with which the jobs of tickets reconcile claims."""
    row = {"id": TICKETS_ACCOUNT, "name": "tickets", "secret_hash": secret_hash(secret)}
    statement = upsert(service_accounts).values(**row, scopes=[Scope.FILES_RECONCILE.value])
    statement = statement.on_conflict_do_update(index_elements=["id"], set_={"secret_hash": row["secret_hash"]})
    connection.execute(statement)


def secret_hash(secret: str) -> bytes:
    """A secret of high entropy needs no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
