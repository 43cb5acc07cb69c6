"""Accounts of internal systems."""

from __future__ import annotations

import hashlib
import secrets
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.call import Call
from chassis.commands import Receipt
from contracts.auth import CreateServiceAccount, Scope, ServiceAccountView
from contracts.errors import InvalidCommand
from services.auth.domain import policy
from services.auth.domain.realm import Realm, note
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
    return ServiceAccountView(
        client_id=UUID(receipt.resource_id),
        name=command.name,
        scopes=command.scopes,
        company_ids=command.company_ids,
        client_secret=None if is_repeat else secret,
    )


def keep_tickets_account(connection: Connection, secret: str) -> None:
    """The account with which the jobs of tickets reconcile claims."""
    row = {"id": TICKETS_ACCOUNT, "name": "tickets", "secret_hash": secret_hash(secret)}
    statement = upsert(service_accounts).values(**row, scopes=[Scope.FILES_RECONCILE.value])
    statement = statement.on_conflict_do_update(index_elements=["id"], set_={"secret_hash": row["secret_hash"]})
    connection.execute(statement)


def secret_hash(secret: str) -> bytes:
    """A secret of high entropy needs no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
