"""Invitations: a link that is shown once, works once, for 72 hours, and never touches an activated account."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from contracts.auth import Role
from tests.support.api import Api
from tests.support.stack import RunningStack
from tests.support.world import PASSWORD, Actor, World


def address() -> str:
    """An address that nobody has."""
    return f"p{uuid4().hex[:12]}@example.org"


def invited(by: Actor, company_id: UUID | str, email: str, role: str = "customer") -> dict[str, Any]:
    """An invitation as its inviter sees it."""
    answer = by.api.post(f"/companies/{company_id}/users", {"email": email, "role": role, "name": "Ilinca Țepeș"})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def accept(world: World, token: str, **fields: Any) -> Any:
    """The invited person sets name and password."""
    body = {"name": "Ilinca Țepeș", "password": PASSWORD, **fields}
    return Api(world.gateway_url).put(f"/invitations/{token}", body)


@pytest.fixture
def boss(world: World) -> Actor:
    """A company's administrator."""
    return world.person(world.company(), Role.COMPANY_ADMIN, "Horia Șerban")


def test_a_company_administrator_invites_and_the_person_signs_in(world: World, boss: Actor) -> None:
    email = address()
    invitation = invited(boss, boss.company_id or "", email)
    assert invitation["user"]["state"] == "invited"
    left = datetime.fromisoformat(invitation["expires_at"]) - datetime.now(UTC)
    assert timedelta(hours=71) < left <= timedelta(hours=72)
    seen = Api(world.gateway_url).get(f"/invitations/{invitation['token']}")
    assert (seen.status_code, seen.json()["email"]) == (200, email)
    assert accept(world, invitation["token"], time_zone="Europe/Chisinau").status_code == 204
    answer = Api(world.gateway_url).post("/sessions", {"email": email.upper(), "password": PASSWORD})
    assert (answer.status_code, answer.json()["user"]["company_id"]) == (201, str(boss.company_id))
    assert answer.json()["user"]["time_zone"] == "Europe/Chisinau"


def test_an_invitation_works_once_even_when_accepted_twice_at_the_same_moment(world: World, boss: Actor) -> None:
    token = invited(boss, boss.company_id or "", address())["token"]
    with ThreadPoolExecutor(4) as pool:
        codes = [a.status_code for a in pool.map(lambda n: accept(world, token, name=f"Ana {n}"), range(4))]
    assert sorted(codes) == [204, 410, 410, 410]
    assert Api(world.gateway_url).get(f"/invitations/{token}").status_code == 410


def test_a_link_is_shown_to_its_inviter_once(world: World, boss: Actor) -> None:
    key, body = str(uuid4()), {"email": address(), "role": "customer"}
    path = f"/companies/{boss.company_id}/users"
    first, repeat = (boss.api.post(path, body, key=key).json() for _ in range(2))
    assert first["user"] == repeat["user"]
    assert first["token"]
    assert repeat["token"] is None
    assert repeat["expires_at"] == first["expires_at"]
    assert accept(world, first["token"]).status_code == 204
    late = boss.api.post(path, body, key=key).json()
    assert (late["user"]["state"], late["token"]) == ("active", None)
    assert late["expires_at"] < first["expires_at"]


def test_inviting_again_makes_a_new_link_and_ends_the_old_one(world: World, boss: Actor) -> None:
    email = address()
    old, new = (invited(boss, boss.company_id or "", email)["token"] for _ in range(2))
    assert accept(world, old).status_code == 410
    assert accept(world, new).status_code == 204


def test_a_link_ends_after_72_hours(world: World, stack: RunningStack, boss: Actor) -> None:
    invitation = invited(boss, boss.company_id or "", address())
    with psycopg.connect(stack.database("auth").replace("+psycopg", "")) as connection:
        moved = "UPDATE invitations SET expires_at = expires_at - interval '72 hours' WHERE user_id = %s"
        connection.execute(moved, (invitation["user"]["id"],))
    assert Api(world.gateway_url).get(f"/invitations/{invitation['token']}").status_code == 410
    assert accept(world, invitation["token"]).json()["code"] == "invitation-gone"


def test_a_weak_password_is_refused_and_the_link_still_works(world: World, boss: Actor) -> None:
    email = address()
    token = invited(boss, boss.company_id or "", email)["token"]
    for password in ("scurtă", "password1234", email, "aaaaaaaaaaaa"):
        refused = accept(world, token, password=password)
        assert (refused.status_code, refused.json()["code"]) == (422, "weak-password")
    assert accept(world, token, role="admin").status_code == 422  # nothing but what an invited person sets
    assert accept(world, token, time_zone="Europe/Atlantida").status_code == 422
    assert accept(world, token).status_code == 204


def test_an_activated_account_is_never_invited_again(world: World, boss: Actor) -> None:
    colleague = world.person(boss.company_id)
    stranger = world.person(world.company())
    before = world.admin.api.get(f"/users/{colleague.id}").json()
    for email in (colleague.email, stranger.email, world.consultant.email):
        body = {"email": email, "role": "customer", "name": "Alt Nume"}
        refused = boss.api.post(f"/companies/{boss.company_id}/users", body)
        assert (refused.status_code, refused.json()["code"]) == (409, "email-taken")
    assert world.admin.api.get(f"/users/{colleague.id}").json() == before
    disabled = boss.api.put(f"/users/{colleague.id}/disablement", if_match=f'"{before["version"]}.x"')
    assert disabled.status_code == 200
    again = boss.api.post(f"/companies/{boss.company_id}/users", {"email": colleague.email, "role": "customer"})
    assert again.status_code == 409


def test_an_invited_person_cannot_be_taken_over_by_another_company(world: World, boss: Actor) -> None:
    other = world.person(world.company(), Role.COMPANY_ADMIN)
    email = address()
    token = invited(boss, boss.company_id or "", email)["token"]
    taken = other.api.post(f"/companies/{other.company_id}/users", {"email": email, "role": "customer"})
    assert taken.status_code == 409
    assert Api(world.gateway_url).get(f"/invitations/{token}").status_code == 200
    moved = invited(world.admin, other.company_id or "", email)  # the vendor may mend a mistake
    assert moved["user"]["company_id"] == str(other.company_id)
    assert accept(world, token).status_code == 410


def test_who_may_invite_whom(world: World, boss: Actor) -> None:
    elsewhere = world.company()
    colleague = world.person(boss.company_id)
    for actor, place, role, status in (
        (boss, boss.company_id, "consultant", 422),
        (boss, boss.company_id, "admin", 422),
        (boss, elsewhere, "customer", 404),
        (boss, uuid4(), "customer", 404),
        (boss, "vendor", "consultant", 403),
        (boss, "vendor", "customer", 403),
        (colleague, boss.company_id, "customer", 403),
        (world.consultant, boss.company_id, "customer", 403),
        (world.dispatcher, "vendor", "consultant", 403),
        (world.admin, "vendor", "customer", 422),
        (world.admin, "vendor", "service", 422),
        (world.admin, uuid4(), "customer", 404),
        (world.admin, "vendor", "consultant", 201),
        (boss, boss.company_id, "company_admin", 201),
    ):
        answer = actor.api.post(f"/companies/{place}/users", {"email": address(), "role": role})
        assert answer.status_code == status, (actor.role, place, role, answer.text)


def test_disabling_ends_the_link_of_who_never_came(world: World, boss: Actor) -> None:
    invitation = invited(boss, boss.company_id or "", address())
    path, version = f"/users/{invitation['user']['id']}/disablement", invitation["user"]["version"]
    assert boss.api.put(path, if_match=f'"{version}.x"').status_code == 200
    assert accept(world, invitation["token"]).status_code == 410
    enabled = boss.api.delete(path, if_match=f'"{version + 1}.x"')
    assert enabled.json()["state"] == "invited"
    assert accept(world, invitation["token"]).status_code == 410
