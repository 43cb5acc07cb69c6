"""People: finding and listing them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, or_, tuple_

from chassis import paging
from chassis.call import Call
from contracts.auth import FindUsers, GetUsers, ListUsers, PeopleView, Role, Scope, UsersFilter, UsersView, UserView
from contracts.errors import Forbidden, NotFound
from contracts.model import Page
from services.auth.domain import policy
from services.auth.domain.realm import Realm
from services.auth.domain.views import folded, person_view, user_view
from services.auth.models import companies, users
from services.auth.queries import PERSON


def get_users(realm: Realm, call: Call, command: GetUsers) -> PeopleView:
    """People by id; those the caller may not know of are left out."""
    query = PERSON.where(users.c.id.in_(command.ids), policy.visible_users(call.actor))
    with realm.reads.connect() as connection:
        rows = connection.execute(query).all()
    return PeopleView(people={row.id: person_view(call.actor, row) for row in rows})


def get_user(realm: Realm, call: Call, user_id: UUID) -> UserView:
    """An account that the caller manages, or the own one; staff may look at any."""
    with realm.reads.connect() as connection:
        if call.actor.is_staff:
            row = connection.execute(PERSON.where(users.c.id == user_id, policy.visible_accounts(call.actor))).first()
            if row is None:
                raise NotFound()
            return user_view(row)
        return user_view(policy.managed_user(connection, call.actor, user_id))


def list_users(realm: Realm, call: Call, command: ListUsers) -> UsersView:
    """The people of a company by name (its administrators, staff, administrators), or the vendor's own."""
    actor = call.actor
    if command.company_id is not None:
        with realm.reads.connect() as connection:
            policy.company_for(connection, actor, command.company_id)  # foreign and missing: NotFound
    if not (actor.is_staff or policy.may_manage_company(actor, command.company_id)):
        raise Forbidden()
    of_company = users.c.company_id == command.company_id  # of none: IS NULL
    return _page(realm, command, PERSON.where(of_company), ("users", command.company_id))


def find_users(realm: Realm, call: Call, command: FindUsers) -> UsersView:
    """People of every company that the caller may know of, by name: to record for a caller, to assign."""
    actor = call.actor
    if not (actor.is_staff or actor.role is Role.ADMIN or Scope.USERS_READ in actor.scopes):
        raise Forbidden()
    return _page(realm, command, PERSON.where(policy.visible_accounts(actor)), ("everybody",))


def _page(realm: Realm, command: UsersFilter, query: Select[Any], bound_to: tuple[object, ...]) -> UsersView:
    bound = paging.fingerprint(*bound_to, command.q, command.role, command.state)
    query = _filtered(query, command).order_by(users.c.name_key, users.c.id).limit(command.limit + 1)
    if command.cursor:
        query = query.where(
            tuple_(users.c.name_key, users.c.id) > paging.decode(command.cursor, bound, paging.words, UUID)
        )
    with realm.reads.connect() as connection:
        rows: list[Row[Any]] = list(connection.execute(query).all())
    more = len(rows) > command.limit
    rows = rows[: command.limit]
    cursor = paging.encode(bound, rows[-1].name_key, rows[-1].id) if more else None
    return UsersView(items=[user_view(r) for r in rows], page=Page(next_cursor=cursor, limit=command.limit))


def _filtered(query: Select[Any], command: UsersFilter) -> Select[Any]:
    if command.role:
        query = query.where(users.c.role.in_(command.role))
    if command.state:
        query = query.where(users.c.state == command.state)
    for word in folded(command.q or "").split():
        of_company = companies.c.name_key.contains(word, autoescape=True)
        of_person = (column.contains(word, autoescape=True) for column in (users.c.name_key, users.c.email_key))
        query = query.where(or_(*of_person, of_company))
    return query
