"""What was done with accounts and companies, for the vendor's administrators."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, func, select

from chassis import paging
from chassis.call import Call
from contracts.auth import CUSTOMERS, AuditLineView, AuditView, ListAudit, Role
from contracts.model import Page
from services.auth.domain import policy
from services.auth.domain.realm import Realm
from services.auth.models import audit, companies, service_accounts, users

VENDOR_ROLES = [role.value for role in Role if role not in CUSTOMERS and role is not Role.SERVICE]
_BY, _ABOUT = users.alias("by"), users.alias("about")
_LINES = select(
    audit,
    _BY.c.name.label("actor_name"),
    func.coalesce(func.nullif(_ABOUT.c.name, ""), _ABOUT.c.email, companies.c.name, service_accounts.c.name).label(
        "subject_name"
    ),
).select_from(
    audit.outerjoin(_BY, _BY.c.id == audit.c.actor_id)
    .outerjoin(_ABOUT, _ABOUT.c.id == audit.c.subject_id)
    .outerjoin(companies, companies.c.id == audit.c.subject_id)
    .outerjoin(service_accounts, service_accounts.c.id == audit.c.subject_id)
)


def list_audit(realm: Realm, call: Call, command: ListAudit) -> AuditView:
    """Lines, newest first."""
    policy.require_admin(call.actor)
    bound = paging.fingerprint("audit", command.vendor_roles, command.user_id)
    query = _LINES.order_by(audit.c.id.desc()).limit(command.limit + 1)
    if command.user_id is not None:
        query = query.where(audit.c.subject_id == command.user_id)
    if command.vendor_roles:
        query = query.where(audit.c.details["role"].astext.in_(VENDOR_ROLES))
    if command.cursor:
        query = query.where(audit.c.id < paging.decode(command.cursor, bound, paging.bigint)[0])
    with realm.reads.connect() as connection:
        rows: list[Row[Any]] = list(connection.execute(query).all())
    more = len(rows) > command.limit
    rows = rows[: command.limit]
    cursor = paging.encode(bound, rows[-1].id) if more else None
    items = [AuditLineView.model_validate(dict(row._mapping)) for row in rows]
    return AuditView(items=items, page=Page(next_cursor=cursor, limit=command.limit))
