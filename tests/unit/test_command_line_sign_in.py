"""Whoever signs in for a command gets its answer also when signing out fails."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cli import signing_in
from contracts.errors import Unavailable


def test_an_answer_is_not_lost_when_signing_out_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise Unavailable()

    auth = SimpleNamespace(issue_token=lambda *_: SimpleNamespace(access_token="t"), end_session=away)
    for name, value in (("AMQP_URI", "x"), ("SOLICITARI_EMAIL", "x"), ("SOLICITARI_PASSWORD", "x")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(signing_in, "BlockingBus", lambda _: SimpleNamespace(close=lambda: None))
    monkeypatch.setattr(signing_in, "client", lambda *_: auth)
    with signing_in.administrator() as desk:
        answer = desk.token
    assert answer == "t"
