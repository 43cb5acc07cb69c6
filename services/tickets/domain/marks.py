"""What a person has seen, and how many requests the person's views hold."""

from __future__ import annotations

from typing import Any

from chassis.call import Call
from chassis.direct import DirectConnection
from contracts.auth import Role
from contracts.errors import Forbidden
from contracts.tickets import ConsultantLoad, CountByPerson, CountsView, CountTickets, MarkSeen, PeopleCountsView
from services.tickets.domain import policy
from services.tickets.domain.desk import Desk
from services.tickets.queries import IS_UNREAD, MARK, active_by_author_sql, count_sql, load_sql, mark_sql, statement

MOST_COUNTED = 1_000


def mark_seen(desk: Desk, call: Call, command: MarkSeen) -> None:
    """Keep up to which entry the caller has seen a request."""
    actor = call.actor
    with desk.direct.connect() as connection:
        ticket = policy.ticket_for(connection, actor, command.number)
        reader = policy.reader(actor)
        if reader is None:
            raise Forbidden("Only people have marks of what they have seen.")
        seq = min(command.seq, ticket.last_seq)
        connection.execute(statement(mark_sql()), {"reader": reader, "ticket_id": ticket.id, "seq": seq})


def count_tickets(desk: Desk, call: Call, _command: CountTickets) -> CountsView:
    """The queue's views for staff; unread and active requests for everybody else."""
    policy.may_list(call.actor)
    with desk.direct.connect() as connection:
        return _of_queue(connection, call) if call.actor.is_staff else _of_company(connection, call)


def count_by_person(desk: Desk, call: Call, command: CountByPerson) -> PeopleCountsView:
    """Active requests by author, of a company's people; by consultant, of the vendor's. For who manages their accounts."""
    policy.require_may_count_people(call.actor, command.company_id)
    of_vendor = command.company_id is None
    sql = load_sql() if of_vendor else active_by_author_sql()
    with desk.direct.connect() as connection:
        rows = connection.execute(statement(sql), {} if of_vendor else {"company_id": command.company_id}).all()
    return PeopleCountsView(active={row[0]: row.active for row in rows if row[0] is not None})


def _of_queue(connection: DirectConnection, call: Call) -> CountsView:
    actor = call.actor
    load = {row.assignee_id: row for row in connection.execute(statement(load_sql())).all()}
    per_consultant = None
    if actor.role is Role.DISPATCHER:
        per_consultant = [
            ConsultantLoad(consultant_id=assignee_id, active=row.active, urgent=row.urgent)
            for assignee_id, row in sorted(load.items(), key=lambda item: -item[1].active)
            if assignee_id is not None
        ]
    return CountsView(
        active=sum(row.active for row in load.values()),
        mine=load[actor.id].active if actor.id in load else 0,
        unassigned=load[None].active if None in load else 0,
        waiting_customer=sum(row.waiting_customer for row in load.values()),
        per_consultant=per_consultant,
    )


def _of_company(connection: DirectConnection, call: Call) -> CountsView:
    actor = call.actor
    visible, parameters = policy.visibility(actor)
    parameters |= {"reader": policy.reader(actor), "internal": False}

    def counted(joins: str, condition: str) -> int:
        sql = count_sql(joins, (visible, condition), MOST_COUNTED)
        found: Any = connection.scalar(statement(sql), parameters)
        return int(found)

    unread = counted(MARK, IS_UNREAD) if actor.is_partner else None
    return CountsView(active=counted("", "t.status <> 'closed'"), unread=unread)
