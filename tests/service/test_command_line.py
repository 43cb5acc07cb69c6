"""`solicitari companies | users | accounts`: an administrator's commands over the bus."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from uuid import uuid4

import pytest

from chassis.blocking import BlockingBus
from chassis.call import Call, default_deadline_ms
from chassis.client import client
from contracts.auth import AuthApi, IssueToken, Role
from contracts.errors import DomainError
from contracts.tickets import ListTickets, TicketsApi
from devstack.bootstrap import ROOT
from tests.support.api import Api
from tests.support.stack import RunningStack, eventually
from tests.support.world import PASSWORD, World

pytestmark = pytest.mark.timeout(400)  # each command is a process, and many of them sign in


def solicitari(stack: RunningStack, world: World, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command as the session's administrator."""
    environment = os.environ | {
        "AMQP_URI": stack.amqp("gateway"),
        "BROKER_COMMAND": str(stack.facts["broker_command"]),
        "SOLICITARI_EMAIL": world.admin.email,
        "SOLICITARI_PASSWORD": PASSWORD,
        **more,
    }
    command = [sys.executable, "-m", "cli", *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def done(stack: RunningStack, world: World, *arguments: str) -> str:
    """What a command that succeeded printed."""
    finished = solicitari(stack, world, *arguments)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def refuses(bus: BlockingBus, call: Call) -> bool:
    """Whether a call is refused."""
    try:
        client(TicketsApi, bus, "tickets").list_tickets(call, ListTickets())
    except DomainError:
        return True
    return False


def test_an_administrator_makes_a_company_and_invites_its_people(stack: RunningStack, world: World) -> None:
    name = f"Țiglăria {uuid4().hex[:8]}"
    company = done(stack, world, "companies", "create", name).strip()
    assert f"{company}\t{name}\tEurope/Bucharest" in done(stack, world, "companies", "list").splitlines()
    email = f"p{uuid4().hex[:12]}@example.org"
    invited = done(stack, world, "users", "invite", email, "--role", "company_admin", "--company", company)
    code = invited.split("code: ")[1].strip()
    accepted = Api(world.gateway_url).put(f"/invitations/{code}", {"name": "Ilie Rusu", "password": PASSWORD})
    assert accepted.status_code == 204
    (line,) = done(stack, world, "users", "list", "--company", company).splitlines()
    assert line.split("\t")[1:] == ["active", "company_admin", email, "Ilie Rusu", name, "never"]
    assert done(stack, world, "users", "role", email, "customer") == f"{email}: customer\n"
    assert done(stack, world, "users", "disable", email) == f"{email}: disabled\n"
    assert done(stack, world, "users", "enable", email) == f"{email}: active\n"


def test_a_consultant_is_disabled_and_the_requests_go_to_a_successor(stack: RunningStack, world: World) -> None:
    radu = world.person(None, Role.CONSULTANT, "Radu Mărginean")
    number = world.person(world.company()).api.opened()
    assert radu.api.put(f"/tickets/{number}/assignment", {}, if_match='"1.x"').status_code == 200
    missing = solicitari(stack, world, "users", "disable", str(radu.id))
    assert (missing.returncode, missing.stderr.startswith("successor-missing: ")) == (1, True)
    customer = world.person(world.company())
    wrong = solicitari(stack, world, "users", "disable", str(radu.id), "--successor", customer.email)
    assert (wrong.returncode, wrong.stderr.startswith("person-not-usable: ")) == (1, True)
    assert radu.api.get("/me").status_code == 200
    told = done(stack, world, "users", "disable", str(radu.id), "--successor", world.consultant.email)
    assert told == f"{radu.email}: disabled\n1 requests handed over\n"
    assert world.consultant.api.ticket(number)["ticket"]["assignee_id"] == str(world.consultant.id)


def test_trouble_is_told_in_a_sentence(stack: RunningStack, world: World) -> None:
    nobody = solicitari(stack, world, "users", "disable", "nimeni@example.org")
    assert (nobody.returncode, "There is no account" in nobody.stderr) == (1, True)
    customer = world.person(world.company())
    refused = solicitari(stack, world, "companies", "create", "X", SOLICITARI_EMAIL=customer.email)
    assert (refused.returncode, refused.stderr.startswith("forbidden: ")) == (1, True)
    wrong = solicitari(stack, world, "companies", "list", SOLICITARI_PASSWORD="greșită")
    assert (wrong.returncode, wrong.stderr.startswith("invalid-credentials: ")) == (1, True)


def test_one_command_gives_an_internal_system_an_account_and_a_broker_user(stack: RunningStack, world: World) -> None:
    name = f"ERP Țesut {uuid4().hex[:6]}"
    arguments = ("accounts", "create", name, "--scope", "tickets:open", "--scope", "tickets:read")
    printed = dict(line.split(": ", 1) for line in done(stack, world, *arguments).splitlines())
    assert set(printed) == {"client_id", "client_secret", "amqp_uri"}
    bus = BlockingBus(printed["amqp_uri"])
    try:
        stranger = Call(request_id=str(uuid4()), deadline_ms=default_deadline_ms())
        issue = IssueToken(client_id=printed["client_id"], client_secret=printed["client_secret"])
        token = client(AuthApi, bus, "auth").issue_token(stranger, issue).access_token

        def call() -> Call:
            return Call(request_id=str(uuid4()), deadline_ms=default_deadline_ms(), token=token)

        assert not refuses(bus, call())
        again = solicitari(stack, world, *arguments)
        assert (again.returncode, "There is an account" in again.stderr) == (1, True)
        assert printed["client_secret"] not in done(stack, world, "accounts", "list")
        user = printed["amqp_uri"].split("//")[1].split(":")[0]
        told = done(stack, world, "accounts", "revoke", printed["client_id"])
        assert told == f"{name}: revoked\n{user}: deleted\n"
        gateway = BlockingBus(stack.amqp("gateway"))
        try:
            assert refuses(gateway, call())  # the token
        finally:
            gateway.close()
    finally:
        bus.close()
    eventually(lambda: refuses(BlockingBus(printed["amqp_uri"]), call()))  # the broker user


def test_definitions_can_be_piped_and_hold_no_secret(stack: RunningStack, world: World) -> None:
    name = f"CRM {uuid4().hex[:6]}"
    arguments = ("accounts", "create", name, "--scope", "users:read", "--definitions")
    finished = solicitari(stack, world, *arguments)
    assert finished.returncode == 0, finished.stderr
    definitions = json.loads(finished.stdout)
    secrets = dict(line.split(": ", 1) for line in finished.stderr.splitlines())
    password = secrets["amqp_uri"].split(":")[2].split("@")[0]
    assert password not in finished.stdout
    assert secrets["client_secret"] not in finished.stdout
    (user,) = definitions["users"]
    rights = definitions["permissions"][0]
    assert (user["tags"], rights["user"]) == ("", user["name"])
    assert "tickets\\.events" not in rights["read"]  # events only when they were asked for
    bus = BlockingBus(secrets["amqp_uri"])
    assert refuses(bus, world.stranger())  # the user is not in the broker before the import
    bus.close()


def test_events_are_not_for_an_account_limited_to_companies(stack: RunningStack, world: World) -> None:
    arguments = ("accounts", "create", f"BI {uuid4().hex[:6]}", "--scope", "tickets:read", "--events")
    refused = solicitari(stack, world, *arguments, "--company", str(world.company()))
    assert (refused.returncode, "all companies" in refused.stderr) == (2, True)


def test_the_desks_settings_of_a_company(stack: RunningStack, world: World) -> None:
    company = str(world.company())
    assert done(stack, world, "desk", "show", company) == "auto-close: 5 working days\nupdate-scope: company\n"
    changed = "auto-close: 9 working days\nupdate-scope: author\n"
    assert done(stack, world, "desk", "set", company, "--auto-close", "9", "--update-scope", "author") == changed
    assert done(stack, world, "desk", "show", company) == changed
    missing = solicitari(stack, world, "desk", "show", str(uuid4()))
    assert missing.returncode != 0 and missing.stderr.startswith("not-found: ")
