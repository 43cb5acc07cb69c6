"""What the page of a request, its history and the counts say, and to whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel
from sqlalchemy import create_engine

from contracts import tickets as words
from contracts.auth import Role
from tests.support.archive import Kept, keep
from tests.support.stack import RunningStack
from tests.support.world import Actor, World


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer of a fresh company."""
    return world.person(world.company("Citire"), name="Ana Pop")


@pytest.fixture
def colleague(world: World, ana: Actor) -> Actor:
    """Another authorised user of Ana's company."""
    return world.person(ana.company_id, name="Barbu Ion")


def row_of(actor: Actor, number: int) -> dict[str, Any]:
    """A request's row in the list."""
    rows: list[dict[str, Any]] = actor.api.get("/tickets", params={"number": number}).json()["items"]
    return rows[0]


def answered(consultant: Actor, number: int, kind: str = "reply", **more: Any) -> None:
    """A consultant answers."""
    body = {"kind": kind, "body_html": "<p>Răspuns</p>", **more}
    assert consultant.api.post(f"/tickets/{number}/answers", body).status_code == 201


def updated(customer: Actor, number: int) -> None:
    """The customer says more."""
    assert customer.api.post(f"/tickets/{number}/updates", {"body_html": "<p>Încă ceva</p>"}).status_code == 201


def worked(consultant: Actor, number: int, begin: int, end: int) -> None:
    """Work, from and to minutes after some nine o'clock."""
    nine = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=20)
    times = {"started_at": str(nine + timedelta(minutes=begin)), "ended_at": str(nine + timedelta(minutes=end))}
    answer = consultant.api.post(f"/tickets/{number}/work-entries", {"activity": "Analiză", **times})
    assert answer.status_code == 201, answer.text


def test_answers_have_just_the_fields_of_their_views(world: World, ana: Actor) -> None:
    consultant, number = world.consultant, ana.api.opened()
    answered(consultant, number, "info_request", info_items=["Extras"])
    worked(consultant, number, 0, 30)
    page = ana.api.ticket(number)
    history = ana.api.get(f"/tickets/{number}/history").json()
    work = ana.api.get(f"/tickets/{number}/work-entries").json()
    composed = {"people", "files", "missing"}
    shown: list[tuple[type[BaseModel], dict[str, Any]]] = [
        (words.TicketDetail, {k: v for k, v in page.items() if k not in composed}),
        (words.TicketView, page["ticket"]),
        (words.EntryView, page["entries"][0]),
        (words.InfoItemView, page["entries"][1]["info_items"][0]),
        (words.DurationsView, page["durations"]),
        (words.ConsultantEffort, page["durations"]["per_consultant"][0]),
        (words.WorkEntryView, page["work"][0]),
        (words.TicketSummary, row_of(ana, number)),
        (words.HistoryItem, history["items"][0]),
        (words.WorkView, {k: v for k, v in work.items() if k not in composed}),
        (words.WorkEntryView, work["items"][0]),
    ]
    for view, data in shown:
        assert set(data) == set(view.model_fields), view.__name__
        view.model_validate(data)


def test_waiting_since_is_since_the_first_word_that_nobody_answered(world: World, ana: Actor) -> None:
    consultant, number = world.consultant, ana.api.opened()

    def waiting_since() -> Any:
        since = row_of(consultant, number)["waiting_since"]
        assert since == consultant.api.ticket(number)["ticket"]["waiting_since"]
        return since

    def said(index: int) -> Any:
        return [e for e in ana.api.ticket(number)["entries"] if e["kind"] != "system"][index]["created_at"]

    assert waiting_since() == said(0)
    updated(ana, number)
    assert waiting_since() == said(0)
    answered(consultant, number)
    assert waiting_since() == said(0)  # in work still: ours to do
    updated(ana, number)
    assert waiting_since() == said(-1)
    answered(consultant, number, "info_request", info_items=["Extras"])
    assert waiting_since() is None
    updated(ana, number)
    assert waiting_since() == said(-1)
    answered(consultant, number, "resolution")
    assert waiting_since() is None
    assert row_of(ana, number)["waiting_since"] is None


def test_the_page_says_when_it_closes_by_itself_and_who_worked_how_long(world: World, ana: Actor) -> None:
    consultant, other, number = world.consultant, world.other_consultant, ana.api.opened()
    worked(consultant, number, 0, 60)
    worked(consultant, number, 30, 90)
    worked(other, number, 30, 45)
    assert ana.api.ticket(number)["ticket"]["auto_close_at"] is None
    answered(consultant, number, "resolution")
    page = ana.api.ticket(number)
    assert page["durations"]["per_consultant"] == [
        {"consultant_id": str(consultant.id), "effort_seconds": 5400},
        {"consultant_id": str(other.id), "effort_seconds": 900},
    ]
    assert page["durations"]["effort_seconds"] == 6300
    assert page["durations"]["first_response_seconds"] >= 0
    zone = ZoneInfo("Europe/Bucharest")
    resolved, closing = (
        datetime.fromisoformat(page["ticket"][k]).astimezone(zone) for k in ("resolved_at", "auto_close_at")
    )
    later = [resolved + timedelta(days=n) for n in range(1, (closing.date() - resolved.date()).days + 1)]
    assert sum(day.weekday() < 5 for day in later) == 5  # working days, whichever day this runs on
    assert (closing.weekday() < 5, closing.time()) == (True, resolved.time())
    work = ana.api.get(f"/tickets/{number}/work-entries", params={"limit": 2}).json()
    assert work["effort_seconds"] == 6300
    more = ana.api.get(f"/tickets/{number}/work-entries", params={"cursor": work["page"]["next_cursor"]}).json()
    begun = [row["started_at"] for row in (*work["items"], *more["items"])]
    assert (len(begun), begun, more["page"]["next_cursor"]) == (3, sorted(begun), None)


def test_actions_are_what_the_caller_may_do_now(world: World, ana: Actor, colleague: Actor) -> None:
    number = ana.api.opened()

    def actions(actor: Actor) -> set[str]:
        return set(actor.api.ticket(number)["actions"])

    ours = {"answer", "take", "close", "change_info_item", "log_work", "correct_work", "note"}
    assert (actions(ana), actions(colleague)) == ({"update", "withdraw"}, {"update"})
    assert (actions(world.consultant), actions(world.dispatcher)) == (ours, ours | {"assign"})
    answered(world.consultant, number, "resolution")
    assert actions(ana) == {"update", "withdraw", "accept"}
    assert actions(world.consultant) == ours - {"take"} | {"unassign"}
    assert ana.api.act(number, "accept").status_code == 200
    assert (actions(ana), actions(colleague), actions(world.consultant)) == (
        {"follow_up"},
        {"follow_up"},
        {"correct_work"},
    )


def test_unread_is_what_others_said_since_the_mark(world: World, ana: Actor, colleague: Actor) -> None:
    consultant, number = world.consultant, ana.api.opened()
    assert (row_of(ana, number)["unread_count"], row_of(colleague, number)["unread_count"]) == (0, 1)
    answered(consultant, number)
    updated(colleague, number)
    consultant.api.post(f"/tickets/{number}/notes", {"body_html": "<p>Notă</p>"})
    assert (row_of(ana, number)["unread_count"], row_of(colleague, number)["unread_count"]) == (2, 2)
    assert row_of(world.other_consultant, number)["unread_count"] == 4
    last = max(entry["seq"] for entry in ana.api.ticket(number)["entries"])
    assert row_of(ana, number)["unread_count"] == 2  # reading writes nothing
    assert ana.api.put(f"/tickets/{number}/seen", {"seq": last}).status_code == 204
    assert (row_of(ana, number)["unread_count"], row_of(colleague, number)["unread_count"]) == (0, 2)
    assert ana.api.put(f"/tickets/{number}/seen", {"seq": 1}).status_code == 204  # never backwards
    assert ana.api.ticket(number)["seen_seq"] == last
    assert ana.api.get("/tickets", params={"unread": True}).json()["items"] == []
    assert ana.api.put(f"/tickets/{number}/seen", {"seq": 2_000_000}).status_code == 204  # never ahead either
    answered(consultant, number)
    assert [r["number"] for r in ana.api.get("/tickets", params={"unread": True}).json()["items"]] == [number]


def test_counts_are_those_of_the_callers_views(world: World, ana: Actor, colleague: Actor, stack: RunningStack) -> None:
    dispatcher, consultant = world.dispatcher, world.person(None, Role.CONSULTANT, "Ion Nou")
    assert ana.company_id
    now = datetime.now(UTC)
    facts: dict[str, Any] = {"company_id": ana.company_id, "author_id": ana.id, "created_at": now, "updated_at": now}
    before = dispatcher.api.get("/tickets/counts").json()
    rows = [
        Kept(**facts, status="in_progress", priority="urgent", assignee_id=consultant.id),
        Kept(**facts, status="waiting_customer", assignee_id=consultant.id),
        Kept(**facts, status="closed", priority="urgent", assignee_id=consultant.id),
        Kept(**facts),
    ]
    engine = create_engine(stack.database("tickets"))
    with engine.begin() as connection:
        keep(connection, rows)
    engine.dispose()
    own = consultant.api.get("/tickets/counts").json()
    assert (own["mine"], own["unread"], own["per_consultant"]) == (2, None, None)
    after = dispatcher.api.get("/tickets/counts").json()
    for view, more in (("active", 3), ("unassigned", 1), ("waiting_customer", 1)):
        assert after[view] - before[view] >= more, view
    assert after["mine"] == before["mine"]
    load = {row["consultant_id"]: row for row in after["per_consultant"]}[str(consultant.id)]
    assert (load["active"], load["urgent"], after["people"][str(consultant.id)]["name"]) == (2, 1, "Ion Nou")
    of_ana, of_colleague = (actor.api.get("/tickets/counts").json() for actor in (ana, colleague))
    assert (of_ana["active"], of_ana["unread"], of_ana["mine"]) == (3, 0, None)
    assert (of_colleague["active"], of_colleague["unread"]) == (3, 4)
    assert world.admin.api.get("/tickets/counts").status_code == 403


def test_history_tells_who_did_what(world: World, ana: Actor) -> None:
    consultant, number = world.consultant, ana.api.opened()
    etag = consultant.api.get(f"/tickets/{number}").headers["etag"]
    assert consultant.api.put(f"/tickets/{number}/assignment", {}, if_match=etag).status_code == 200
    consultant.api.post(f"/tickets/{number}/notes", {"body_html": "<p>Notă</p>"})
    worked(consultant, number, 0, 10)
    answered(consultant, number, "resolution")
    assert ana.api.act(number, "accept").status_code == 200

    def told(actor: Actor) -> list[tuple[Any, ...]]:
        items, cursor = [], None
        while True:
            params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
            answer = actor.api.get(f"/tickets/{number}/history", params=params)
            assert answer.status_code == 200, answer.text
            items += answer.json()["items"]
            cursor = answer.json()["page"]["next_cursor"]
            if not cursor:
                return [(i["what"], i["kind"] or (i["facts"] or {}).get("status_after"), i["by"]) for i in items]

    by_ana, by_consultant = str(ana.id), str(consultant.id)
    expected = [
        ("status_changed", "closed", by_ana),
        ("status_changed", "resolved", by_consultant),
        ("entry", "resolution", by_consultant),
        ("work_logged", None, by_consultant),
        ("entry", "internal_note", by_consultant),
        ("status_changed", "in_progress", by_consultant),
        ("assigned", None, by_consultant),
        ("entry", "description", by_ana),
    ]
    assert told(consultant) == expected
    assert told(ana) == [item for item in expected if item[1] != "internal_note"]


def test_older_entries_go_back_page_by_page(ana: Actor) -> None:
    number = ana.api.opened()
    for _ in range(4):
        updated(ana, number)
    seqs: list[int] = []
    address = f"/tickets/{number}/entries?limit=2"
    while address:
        answer = ana.api.get(address)
        seqs = [entry["seq"] for entry in answer.json()["items"]] + seqs
        address = answer.links.get("next", {}).get("url", "").removeprefix("/api/v1")
    assert seqs == [1, 2, 3, 4, 5]


def test_what_is_foreign_is_missing(world: World, ana: Actor) -> None:
    foreigner, number = world.person(world.company()), ana.api.opened()
    for path in ("", "/entries", "/history", "/work-entries"):
        answers = [foreigner.api.get(f"/tickets/{n}{path}") for n in (number, 999_999_999)]
        bodies = [{k: v for k, v in a.json().items() if k not in ("request_id", "instance")} for a in answers]
        assert answers[0].status_code == 404 and bodies[0] == bodies[1], path
    for n in (number, 999_999_999):
        assert foreigner.api.put(f"/tickets/{n}/seen", {"seq": 1}).status_code == 404


@pytest.mark.parametrize("path", ["/tickets", "/tickets/counts"])
def test_a_list_that_has_not_changed_is_not_sent_again(ana: Actor, path: str) -> None:
    number = ana.api.opened()
    etag = ana.api.get(path).headers["etag"]
    assert ana.api.get(path, headers={"if-none-match": etag}).status_code == 304
    assert ana.api.act(number, "withdraw").status_code == 200
    again = ana.api.get(path, headers={"if-none-match": etag})
    assert (again.status_code, again.headers["etag"] != etag) == (200, True)
