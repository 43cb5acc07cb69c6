"""Text search: what a person finds, and what nobody finds."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from chassis.blocking import BlockingBus
from chassis.call import Call, default_deadline_ms
from chassis.client import client
from contracts.auth import CreateServiceAccount, IssueToken, Scope
from contracts.errors import InvalidCommand
from contracts.tickets import ListTickets, TicketsApi
from tests.support.world import Actor, World


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer of a fresh company."""
    return world.person(world.company("Căutare"), name="Ana Pop")


def found(actor: Actor, q: str, **params: Any) -> list[int]:
    """The numbers that a search finds."""
    answer = actor.api.get("/tickets", params={"q": q, **params})
    assert answer.status_code == 200, answer.text
    return [row["number"] for row in answer.json()["items"]]


@pytest.mark.parametrize("q", ["ștampilă", "ştampilă", "STAMPILA", "stamp", "rupta ștampila", "rupt nr"])
def test_words_are_found_by_their_beginning_without_case_and_diacritics(ana: Actor, q: str) -> None:
    number = ana.api.opened("Ștampilă ruptă", "<p>Nr. de inventar</p>")
    ana.api.opened("Altceva", "<p>Nimic</p>")
    assert found(ana, q) == [number]


def test_updates_answers_and_their_checklists_are_found(world: World, ana: Actor) -> None:
    number = ana.api.opened("Jurnal", "<p>TVA</p>")
    ana.api.post(f"/tickets/{number}/updates", {"body_html": "<p>Între timp <b>balanța</b></p>"})
    answer = {"kind": "info_request", "body_html": "<p>Trimiteți</p>", "info_items": ["Extrasul de cont"]}
    assert world.consultant.api.post(f"/tickets/{number}/answers", answer).status_code == 201
    for q in ("jurnal", "tva", "balanta", "extrasul cont", str(number)):
        assert found(ana, q) == [number], q
        assert found(world.consultant, q, company=str(ana.company_id)) == [number], q
    assert found(ana, "jurnal lipseste") == []


def test_notes_are_found_by_staff_alone(world: World, ana: Actor) -> None:
    number = ana.api.opened()
    note = world.consultant.api.post(f"/tickets/{number}/notes", {"body_html": "<p>Zgripțuroaică</p>"})
    assert note.status_code == 201
    assert found(world.consultant, "zgripturoaica", company=str(ana.company_id)) == [number]
    assert found(ana, "zgripturoaica") == []


def test_file_names_are_found_by_nobody(world: World, ana: Actor) -> None:
    file_id = ana.api.uploaded("Pantagruel.txt", b"x")
    ana.api.opened(file_ids=[file_id])
    assert found(ana, "pantagruel") == []
    assert found(world.consultant, "pantagruel", company=str(ana.company_id)) == []


def test_another_companys_words_are_never_found(world: World, ana: Actor) -> None:
    word = f"cuvant{uuid4().hex[:10]}"
    foreigner = world.person(world.company("Străini"))
    foreign, own = foreigner.api.opened(word), ana.api.opened(word)
    assert (found(ana, word), found(foreigner, word)) == ([own], [foreign])
    assert found(ana, word, company=str(foreigner.company_id)) == []
    assert found(world.consultant, word) == [own, foreign]


@pytest.mark.parametrize(
    "q", ["'&|!:*\"", "<script>alert(1)</script>", "');--", "a | b", "!altceva", "\\", "x" * 200, "🦄"]
)
def test_operators_and_markup_are_text(ana: Actor, q: str) -> None:
    ana.api.opened("Jurnal", "<p>Obișnuit</p>")
    assert found(ana, q) == []


def test_what_cannot_be_searched_is_refused(ana: Actor) -> None:
    for q in ("", "x" * 201, "\x00"):
        answer = ana.api.get("/tickets", params={"q": q})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-command"), q


def test_an_internal_system_searches_public_words_of_a_company(world: World, bus: BlockingBus, ana: Actor) -> None:
    number = ana.api.opened("Îndoială")
    world.consultant.api.post(f"/tickets/{number}/notes", {"body_html": "<p>Taină</p>"})
    account = world.auth.create_service_account(
        world.admin.call(),
        CreateServiceAccount(command_id=str(uuid4()), name=f"ERP {uuid4().hex[:6]}", scopes=[Scope.TICKETS_READ]),
    )
    sign_in = IssueToken(client_id=str(account.client_id), client_secret=account.client_secret)
    token = world.auth.issue_token(world.stranger(), sign_in).access_token
    tickets: TicketsApi = client(TicketsApi, bus, "tickets")

    def searched(q: str, **more: Any) -> list[int]:
        call = Call(request_id=str(uuid4()), deadline_ms=default_deadline_ms(), token=token)
        return [row.number for row in tickets.list_tickets(call, ListTickets(q=q, **more)).items]

    assert searched("indoiala", company=ana.company_id) == [number]
    assert searched("taina", company=ana.company_id) == []
    with pytest.raises(InvalidCommand):
        searched("indoiala")
