"""An internal system with stock nameko: the same operations over RPC, and events."""

from __future__ import annotations

import json
import subprocess
import sys
from uuid import uuid4

import pytest

from chassis.blocking import BlockingBus
from chassis.call import Call, default_deadline_ms
from chassis.client import client
from contracts.auth import CreateServiceAccount, FindUsers, GetUser, IssueToken, RevokeServiceAccount, Scope
from contracts.errors import Forbidden, NotFound
from contracts.tickets import ExternalRefTaken, GetTicket, ListTickets, OpenTicket, PersonNotUsable, TicketsApi
from devstack.bootstrap import ROOT
from tests.support.stack import RunningStack
from tests.support.world import World


def test_stock_nameko_opens_a_ticket_and_receives_its_event(stack: RunningStack, world: World) -> None:
    customer = world.person(world.company())
    account = world.auth.create_service_account(
        world.admin.call(),
        CreateServiceAccount(command_id=str(uuid4()), name="ERP", scopes=[Scope.TICKETS_OPEN, Scope.TICKETS_READ]),
    )
    given = {
        "amqp_uri": stack.amqp("internal_demo"),
        "client_id": str(account.client_id),
        "client_secret": account.client_secret,
        "on_behalf_of": str(customer.id),
        "external_ref": f"ERP-{uuid4().hex[:8]}",
        "command_id": str(uuid4()),
    }
    command = [sys.executable, "-m", "tests.support.stock_nameko"]
    done = subprocess.run(
        command, input=json.dumps(given), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    heard = json.loads(done.stdout.strip().splitlines()[-1])
    number = heard["reply"]["number"]
    assert heard["repeat"] == heard["reply"]
    assert heard["refusal"].startswith("RemoteError: InvalidCommand")
    event = heard["event"]
    assert (event["specversion"], event["type"], event["subject"]) == ("1.0", "ticket_opened_v1", f"tickets/{number}")
    assert (event["data"]["author_id"], event["data"]["recorded_by"]) == (str(customer.id), str(account.client_id))
    assert event["sequence"] == 1 and event["position"] >= 1 and event["companyid"] == str(customer.company_id)
    assert "Factur" not in json.dumps(event)
    page = customer.api.ticket(number)
    assert page["ticket"]["external_ref"] == given["external_ref"]
    assert page["ticket"]["author_id"] == str(customer.id)


@pytest.fixture
def tickets(bus: BlockingBus) -> TicketsApi:
    """The tickets service."""
    return client(TicketsApi, bus, "tickets")


def test_scopes_and_companies_bound_an_account(world: World, tickets: TicketsApi) -> None:
    ours, theirs = world.company(), world.company()
    customer, foreigner = world.person(ours), world.person(theirs)
    number = customer.api.opened()
    account = world.auth.create_service_account(
        world.admin.call(),
        CreateServiceAccount(command_id=str(uuid4()), name="Monitor", scopes=[Scope.TICKETS_READ], company_ids=[ours]),
    )

    def call() -> Call:
        sign_in = IssueToken(client_id=str(account.client_id), client_secret=account.client_secret)
        token = world.auth.issue_token(world.stranger(), sign_in).access_token
        return Call(str(uuid4()), default_deadline_ms(), token)

    assert tickets.get_ticket(call(), GetTicket(number=number)).ticket.number == number
    assert tickets.get_ticket(call(), GetTicket(number=number)).work == []
    with pytest.raises(NotFound):
        tickets.get_ticket(call(), GetTicket(number=foreigner.api.opened()))
    assert {t.company_id for t in tickets.list_tickets(call(), ListTickets()).items} == {ours}
    with pytest.raises(Forbidden):
        tickets.open_ticket(
            call(),
            OpenTicket(command_id=str(uuid4()), subject="x", body_html="<p>x</p>", on_behalf_of=customer.id),
        )


def test_an_internal_system_reads_accounts_of_customers_and_none_of_the_vendor(world: World) -> None:
    customer, consultant = world.person(world.company()), world.consultant
    made = CreateServiceAccount(command_id=str(uuid4()), name="CRM", scopes=[Scope.USERS_READ])
    account = world.auth.create_service_account(world.admin.call(), made)
    sign_in = IssueToken(client_id=str(account.client_id), client_secret=account.client_secret)
    call = Call(str(uuid4()), default_deadline_ms(), world.auth.issue_token(world.stranger(), sign_in).access_token)
    found = {person.email: world.auth.find_users(call, FindUsers(q=person.email)) for person in (customer, consultant)}
    assert [user.id for user in found[customer.email].items] == [customer.id]
    assert found[consultant.email].items == []
    with pytest.raises(Forbidden):
        world.auth.get_user(call, GetUser(user_id=consultant.id))


def test_a_repeat_of_making_an_account_tells_of_it_as_it_is_now(world: World) -> None:
    command = CreateServiceAccount(command_id=str(uuid4()), name="BI", scopes=[Scope.TICKETS_READ])
    made = world.auth.create_service_account(world.admin.call(), command)
    assert made.is_active and made.client_secret
    revoke = RevokeServiceAccount(command_id=str(uuid4()), client_id=made.client_id)
    world.auth.revoke_service_account(world.admin.call(), revoke)
    again = world.auth.create_service_account(world.admin.call(), command)
    assert again == made.model_copy(update={"is_active": False, "client_secret": None})


def test_an_external_reference_is_unique_per_account(world: World, tickets: TicketsApi) -> None:
    customer, reference = world.person(world.company()), f"ERP-{uuid4().hex[:8]}"

    def opener() -> Call:
        scopes = [Scope.TICKETS_OPEN, Scope.TICKETS_READ]
        command = CreateServiceAccount(command_id=str(uuid4()), name="ERP", scopes=scopes)
        account = world.auth.create_service_account(world.admin.call(), command)
        sign_in = IssueToken(client_id=str(account.client_id), client_secret=account.client_secret)
        return Call(str(uuid4()), default_deadline_ms(), world.auth.issue_token(world.stranger(), sign_in).access_token)

    def opened(call: Call) -> int:
        command = OpenTicket(
            command_id=str(uuid4()),
            subject="Factură respinsă",
            body_html="<p>x</p>",
            on_behalf_of=customer.id,
            external_ref=reference,
        )
        return tickets.open_ticket(call, command).number

    erp, monitor = opener(), opener()
    number = opened(erp)
    with pytest.raises(ExternalRefTaken):
        opened(erp)
    assert opened(monitor) != number
    assert {t.number for t in tickets.list_tickets(erp, ListTickets(author=customer.id)).items} >= {number}


def test_staff_record_on_behalf_of_a_customer_and_of_nobody_else(world: World) -> None:
    customer = world.person(world.company())
    number = world.consultant.api.opened("Telefonic", on_behalf_of=str(customer.id))
    ticket = customer.api.ticket(number)["ticket"]
    assert (ticket["author_id"], ticket["recorded_by"]) == (str(customer.id), str(world.consultant.id))
    for other in (world.dispatcher.id, uuid4()):
        body = {"subject": "x", "body_html": "<p>x</p>", "on_behalf_of": str(other)}
        refused = world.consultant.api.post("/tickets", body)
        assert (refused.status_code, refused.json()["code"]) == (422, PersonNotUsable.code)


def test_a_repeat_answers_a_system_that_may_record_and_not_read(bus: BlockingBus, world: World) -> None:
    customer = world.person(world.company())
    create = CreateServiceAccount(command_id=str(uuid4()), name="Centrală", scopes=[Scope.TICKETS_OPEN])
    account = world.auth.create_service_account(world.admin.call(), create)
    sign_in = IssueToken(client_id=str(account.client_id), client_secret=account.client_secret or "")
    token = world.auth.issue_token(world.stranger(), sign_in).access_token
    tickets = client(TicketsApi, bus, "tickets")
    command = OpenTicket(command_id=str(uuid4()), subject="Apel", body_html="<p>x</p>", on_behalf_of=customer.id)

    def call() -> Call:
        return Call(request_id=str(uuid4()), deadline_ms=default_deadline_ms(), token=token)

    first = tickets.open_ticket(call(), command)
    assert tickets.open_ticket(call(), command) == first
    for number in (first.number, customer.api.opened()):
        with pytest.raises(NotFound):
            tickets.get_ticket(call(), GetTicket(number=number))
