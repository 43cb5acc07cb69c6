"""Ids inside bodies and queries: somebody else's are refused word for word as ids of nothing are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.matrix.cast import Cast, gather
from tests.matrix.test_matrix import blanked
from tests.support.world import World

TEXT = {"body_html": "<p>Text</p>"}


@pytest.fixture(scope="module")
def cast(world: World) -> Cast:
    """The actors and Ana's things."""
    found = gather(world)
    found.ids["foreign_number"] = found.apis["foreigner"].opened("Al lui Dan")
    found.ids["entry_id"] = found.actors["owner"].api.ticket(found.ids["number"])["entries"][0]["id"]
    found.ids["staff_file_id"] = found.apis["consultant"].uploaded("c.txt", b"c")
    for name in ("colleague", "foreigner", "consultant", "dispatcher"):
        found.ids[f"{name}_id"] = str(found.actors[name].id)
    return found


@dataclass(frozen=True)
class Case:
    """`actor` sends a body with the id of `thing` at `field`; `list_` when the field holds a list of ids."""

    actor: str
    path: str
    field: str
    thing: str
    body: dict[str, Any]
    is_list: bool = False


TICKET = {"subject": "Subiect", **TEXT}
CASES = {
    "a colleague's file in a new request": Case(
        "colleague", "/tickets", "file_ids", "loose_file_id", TICKET, is_list=True
    ),
    "a foreign file in a new request": Case("foreigner", "/tickets", "file_ids", "loose_file_id", TICKET, is_list=True),
    "a staff file in a customer's request": Case(
        "owner", "/tickets", "file_ids", "staff_file_id", TICKET, is_list=True
    ),
    "a file that is attached already": Case("owner", "/tickets", "file_ids", "file_id", TICKET, is_list=True),
    "a colleague's file in an update": Case(
        "colleague", "/tickets/{number}/updates", "file_ids", "loose_file_id", TEXT, is_list=True
    ),
    "a customer's file in an answer": Case(
        "consultant", "/tickets/{number}/answers", "file_ids", "loose_file_id", {"kind": "reply", **TEXT}, is_list=True
    ),
    "an entry of another request": Case(
        "consultant", "/tickets/{foreign_number}/answers", "in_reply_to", "entry_id", {"kind": "reply", **TEXT}
    ),
    "a consultant as the customer": Case("consultant", "/tickets", "on_behalf_of", "dispatcher_id", TICKET),
    "a colleague as the one it is for": Case("owner", "/tickets", "on_behalf_of", "colleague_id", TICKET),
    "a foreigner as the one it is for": Case("owner", "/tickets", "on_behalf_of", "foreigner_id", TICKET),
    "a customer of a company the account is not for": Case(
        "service_elsewhere", "/tickets", "on_behalf_of", "colleague_id", TICKET
    ),
    "a foreign request in a draft": Case("foreigner", "/drafts", "number", "number", {"kind": "update", **TEXT}),
    "a foreign file in a draft": Case(
        "foreigner", "/drafts", "file_ids", "loose_file_id", {"kind": "ticket", **TEXT}, is_list=True
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_somebody_elses_id_is_refused_as_one_of_nothing_is(case: Case, cast: Cast) -> None:
    nothing = cast.missing["number"] if case.field == "number" else str(uuid4())
    answers = []
    for value in (cast.ids[case.thing], nothing):
        body = {**case.body, case.field: [value] if case.is_list else value}
        answers.append(cast.apis[case.actor].post(case.path.format(**cast.ids), body))
    theirs, none = answers
    assert 400 <= theirs.status_code < 500, theirs.text
    assert blanked(theirs) == blanked(none)


def test_a_dispatcher_cannot_assign_to_a_customer_or_to_nobody(cast: Cast) -> None:
    version = cast.actors["owner"].api.get(f"/tickets/{cast.ids['number']}").headers["etag"]
    answers = [
        cast.apis["dispatcher"].put(f"/tickets/{cast.ids['number']}/assignment", {"assignee_id": who}, if_match=version)
        for who in (cast.ids["colleague_id"], str(uuid4()))
    ]
    assert answers[0].status_code == 422
    assert blanked(answers[0]) == blanked(answers[1])


@pytest.mark.parametrize("name", ["company", "author", "assignee"])
def test_filters_tell_nothing_of_others(name: str, cast: Cast) -> None:
    theirs = {"company": cast.ids["company_id"], "author": cast.ids["user_id"], "assignee": cast.ids["consultant_id"]}
    found = [cast.apis["foreigner"].get("/tickets", params={name: value}) for value in (theirs[name], str(uuid4()))]
    assert found[0].json()["items"] == found[1].json()["items"] == []
    assert found[0].status_code == found[1].status_code


@pytest.mark.parametrize(
    "field",
    ["company_id", "author_id", "recorded_by", "role", "is_admin", "status", "created_at", "internal", "id", "version"],
)
def test_nobody_sets_what_is_not_theirs_to_set(field: str, cast: Cast) -> None:
    owner = cast.actors["owner"].api
    for path, body in (
        ("/tickets", TICKET),
        (f"/tickets/{cast.ids['number']}/updates", TEXT),
        ("/drafts", {"kind": "ticket", **TEXT}),
    ):
        answer = owner.post(path, {**body, field: "1"})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-command"), (path, answer.text)
        assert [e["pointer"] for e in answer.json()["errors"]] == [f"/{field}"]
