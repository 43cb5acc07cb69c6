"""Whose address a request comes from: its peer's, or what a trusted proxy forwards; a stranger's word is not taken."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pydantic import ValidationError
from starlette.requests import Request

from gateway.routes.sessions import client_network
from gateway.settings import GatewaySettings


def settings(trusted: str | None) -> GatewaySettings:
    """The gateway's, as the environment gives them."""
    given = {} if trusted is None else {"TRUSTED_PROXIES": trusted}
    return GatewaySettings.from_environment({"AMQP_URI": "amqp://", "ROOT_PUBLIC_KEY": "", **given})


def seen(trusted: str | None, peer: str | None, *forwarded: str) -> str:
    """The address a request from `peer` is counted under; a header per `forwarded`."""
    app = SimpleNamespace(state=SimpleNamespace(parts=SimpleNamespace(settings=settings(trusted))))
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return client_network(Request({"type": "http", "app": app, "client": peer and (peer, 1), "headers": headers}))


@pytest.mark.parametrize("trusted", [None, "", " , ", "10.0.0.2", "172.20.0.0/16", "2001:db8::/32"])
def test_forwarded_headers_of_a_stranger_are_not_believed(trusted: str | None) -> None:
    assert seen(trusted, "10.0.0.1", "192.0.2.7") == "10.0.0.1"


@pytest.mark.parametrize("trusted", ["10.0.0.1", "192.0.2.1, 10.0.0.1 ,", "10.0.0.0/24", "2001:db8::/32,10.0.0.0/8"])
def test_a_trusted_proxy_says_who_asks(trusted: str) -> None:
    assert seen(trusted, "10.0.0.1", "192.0.2.7") == "192.0.2.7"
    assert seen(trusted, "10.0.0.1") == "10.0.0.1"
    assert seen(trusted, "10.0.0.1", " , ") == "10.0.0.1"


def test_a_proxy_is_known_by_its_ipv6_address_too() -> None:
    assert seen("2001:db8::/32", "2001:db8::1", "2001:db8:1::7") == "2001:db8:1::7"


def test_of_a_chain_the_last_that_is_no_proxy_counts() -> None:
    chain = ("198.51.100.9, 192.0.2.7, 10.0.0.3", "10.0.0.2")
    assert seen("10.0.0.0/24", "10.0.0.1", *chain) == "192.0.2.7"  # a line of each proxy, or one of all
    assert seen("10.0.0.0/24", "10.0.0.1", "127.0.0.1", "192.0.2.7") == "192.0.2.7"  # the first is the client's
    assert seen("10.0.0.0/24", "10.0.0.1", ", ".join(chain)) == "192.0.2.7"
    assert seen("10.0.0.1", "10.0.0.1", ", ".join(chain)) == "10.0.0.2"
    assert seen("10.0.0.0/24", "10.0.0.1", "10.0.0.9, 10.0.0.2") == "10.0.0.9"  # all the way they are proxies


def test_what_is_no_address_is_no_proxy_and_is_short() -> None:
    assert seen("10.0.0.0/8", "10.0.0.1", "192.0.2.7, unknown") == "unknown"
    assert len(seen("10.0.0.0/8", "10.0.0.1", "x" * 300)) == 64
    assert seen("10.0.0.0/8", None, "192.0.2.7") == ""


@pytest.mark.parametrize("wrong", ["proxy.example", "10.0.0.1/8", "10.0.0.0/33"])
def test_a_wrong_list_ends_the_start(wrong: str) -> None:
    with pytest.raises(ValidationError, match="trusted_proxies"):
        settings(wrong)
