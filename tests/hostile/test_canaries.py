"""What people write and what opens doors is searched for everywhere it must not be: logs, other tables, the broker's disk.

Each secret holds a word that occurs nowhere else. Where it may stand is said exactly, so a search that finds nothing at all
fails as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import amqp
import psycopg
import pytest
from psycopg import sql

from chassis.rights import VHOST
from contracts.auth import Role
from tests.support.browser import browser, signed_in
from tests.support.stack import RunningStack, eventually
from tests.support.world import PASSWORD, World

DOCUMENTS = {"tickets.public_documents", "tickets.staff_documents"}
MAY_STAND = {
    "subject": {"tickets.tickets"} | DOCUMENTS,
    "text": {"tickets.entries"} | DOCUMENTS,
    "answer": {"tickets.entries"} | DOCUMENTS,
    "note": {"tickets.entries", "tickets.staff_documents"},
    "work": {"tickets.work_entries"},
    "draft": {"tickets.drafts"},
    "name of a file": {"files.files"},
    "telephone": {"auth.users"},
    "bytes of a file": set(),
    "searched": set(),
    "password": set(),
    "wrong password": set(),
    "new password": set(),
    "malformed": set(),
    "forged token": set(),
    "access token": set(),
    "session": set(),
    "invitation": set(),
    "password of everybody else": set(),
}


def canary() -> str:
    """A word that occurs once."""
    return f"canar{uuid4().hex[:20]}"


@pytest.fixture(scope="module")
def secrets(world: World, stack: RunningStack) -> dict[str, str]:
    """Everything said and done once: by name, the word to look for."""
    words = {name: canary() for name in MAY_STAND}
    words |= {"telephone": f"+40 {uuid4().int % 10**12:012}", "password of everybody else": PASSWORD}
    company = world.company()
    ana = world.person(company)
    file_id = ana.api.uploaded(f"{words['name of a file']}.txt", words["bytes of a file"].encode())
    number = ana.api.opened(words["subject"], f"<p>{words['text']}</p>", file_ids=[file_id])
    staff = world.consultant.api
    reply = {"kind": "reply", "body_html": f"<p>{words['answer']}</p>"}
    assert staff.post(f"/tickets/{number}/answers", reply).status_code == 201
    assert staff.post(f"/tickets/{number}/notes", {"body_html": f"<p>{words['note']}</p>"}).status_code == 201
    work = {"started_at": "2026-01-05T08:00:00Z", "ended_at": "2026-01-05T08:30:00Z", "activity": "analysis"}
    logged = staff.post(f"/tickets/{number}/work-entries", {**work, "billable": True, "note": words["work"]})
    assert logged.status_code == 201, logged.text
    draft = ana.api.post("/drafts", {"kind": "ticket", "subject": words["draft"], "body_html": ""})
    assert draft.status_code == 201, draft.text
    json_type = {"content-type": "application/json"}
    assert ana.api.get("/tickets", params={"q": words["searched"]}).status_code == 200
    assert ana.api.post("/tickets", content=f'{{"subject": "{words["malformed"]}', headers=json_type).status_code == 400
    assert ana.api.post("/tickets", {"subject": "x", words["malformed"]: words["malformed"]}).status_code == 422
    assert ana.api.get("/me", headers={"authorization": f"Bearer {words['forged token']}"}).status_code == 401

    wrong = {"email": ana.email, "password": words["wrong password"]}
    assert browser(stack.gateway_url).post("/sessions", json=wrong).status_code == 401
    email = f"{uuid4().hex}@example.org"
    asked = {"email": email, "role": Role.CUSTOMER.value}
    invited = world.admin.api.post(f"/companies/{company}/users", asked)
    assert invited.status_code == 201, invited.text
    words["invitation"] = invited.json()["token"]
    accepted = {"name": "Ioana", "password": words["password"], "telephone": words["telephone"]}
    joined = browser(stack.gateway_url).put(f"/invitations/{words['invitation']}", json=accepted)
    assert joined.status_code == 204, joined.text
    ioana = signed_in(stack.gateway_url, email, words["password"])
    words["session"] = next(iter(ioana.cookies.values()))
    changed = {"current_password": words["password"], "new_password": words["new password"]}
    key = {"idempotency-key": str(uuid4())}
    answer = ioana.put("/me/password", json=changed, headers=key)
    assert answer.status_code == 204, answer.text
    words["access token"] = ana.token
    return words


@pytest.fixture
def disk(stack: RunningStack) -> Iterator[Path]:
    """The broker's folder, once a message that was sent to a durable queue has been seen in it."""
    name, word = f"canary-{uuid4().hex[:8]}", canary()
    stack.rabbitmqctl("add_user", name, name)
    stack.rabbitmqctl("set_permissions", "-p", VHOST, name, ".*", ".*", ".*")
    uri = f"127.0.0.1:{stack.facts['ports']['broker']}"
    with amqp.Connection(uri, userid=name, password=name, virtual_host=VHOST, confirm_publish=True) as connection:
        channel = connection.channel()
        channel.queue_declare(name, durable=True, auto_delete=False)
        channel.basic_publish(amqp.Message(word, delivery_mode=2), "", name)
        folder = stack.file.parent / "broker"
        eventually(lambda: files_with(folder, word))
        yield folder
        channel.queue_delete(name)
    stack.rabbitmqctl("delete_user", name)


def files_with(folder: Path, word: str) -> list[str]:
    """The files below a folder that hold a word."""
    return [str(f) for f in folder.rglob("*") if f.is_file() and word.encode() in f.read_bytes()]


def tables_with(stack: RunningStack, word: str) -> set[str]:
    """The tables of all services in which some column of a row holds a word."""
    found = set()
    for service in ("auth", "tickets", "files"):
        with psycopg.connect(stack.database(service).replace("+psycopg", "")) as connection:
            names = connection.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            ).fetchall()
            for (name,) in names:
                query = sql.SQL("SELECT EXISTS (SELECT FROM {} AS t WHERE strpos(CAST(t AS text), %s) > 0)")
                row = connection.execute(query.format(sql.Identifier(name)), [word]).fetchone()
                if row and row[0]:
                    found.add(f"{service}.{name}")
    return found


@pytest.mark.parametrize("name", MAY_STAND)
def test_tables_hold_it_where_it_belongs_alone(stack: RunningStack, secrets: dict[str, str], name: str) -> None:
    assert tables_with(stack, secrets[name]) == MAY_STAND[name]


def test_no_log_holds_any_of_it(stack: RunningStack, world: World, secrets: dict[str, str]) -> None:
    logs = stack.file.parent / "logs"
    request_id = world.consultant.api.get("/me").headers["x-request-id"]
    assert eventually(lambda: files_with(logs, request_id)), "the search finds what is there"
    assert {name: found for name, word in secrets.items() if (found := files_with(logs, word))} == {}


def test_the_disk_of_the_broker_holds_none_of_it(secrets: dict[str, str], disk: Path) -> None:
    assert {name: found for name, word in secrets.items() if (found := files_with(disk, word))} == {}
