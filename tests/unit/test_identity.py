"""What a process knows of revocations: all of them, and none for longer than a token lives."""

from __future__ import annotations

import base64
import time
from uuid import UUID, uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chassis.identity import AUDIENCE, ISSUER, KEYSET_TYPE, REVOCATION_SECONDS, TOKEN_TYPE, Verifier, all_revocations
from contracts.auth import RevocationsView, RevocationView
from contracts.errors import Unauthenticated

KEY = Ed25519PrivateKey.generate()
PUBLIC = base64.urlsafe_b64encode(KEY.public_key().public_bytes_raw()).decode()


def token_of(session_id: UUID) -> str:
    """A token that lives for an hour."""
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": str(uuid4()), "iat": int(time.time()), "jti": "x"}
    claims |= {"exp": int(time.time()) + 3600, "sid": str(session_id), "gen": 0, "role": "customer"}
    return jwt.encode(claims, KEY, algorithm="EdDSA", headers={"kid": "k", "typ": TOKEN_TYPE})


@pytest.fixture
def verifier() -> Verifier:
    """A process's verifier with its keys."""
    keys = {"iss": ISSUER, "iat": int(time.time()), "keys": [{"kid": "k", "x": PUBLIC.rstrip("=")}]}
    found = Verifier(base64.b64encode(KEY.public_key().public_bytes_raw()).decode())
    found.install_keys(jwt.encode(keys, KEY, algorithm="EdDSA", headers={"typ": KEYSET_TYPE}))
    return found


def test_an_ended_session_is_forgotten_when_no_token_of_it_can_live(
    verifier: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = uuid4()
    token = token_of(session_id)
    verifier.reset_revocations([RevocationView(position=1, session_id=session_id)], 1)
    for seconds, is_refused in ((REVOCATION_SECONDS - 60, True), (REVOCATION_SECONDS + 60, False)):
        now = time.time() + seconds
        with monkeypatch.context() as patch:
            patch.setattr("chassis.identity.time.time", lambda now=now: now)
            verifier.reset_revocations([], 1)
            if is_refused:
                with pytest.raises(Unauthenticated):
                    verifier.verify(token)
            else:
                verifier.verify(token)


def test_revocations_are_read_until_a_page_is_empty() -> None:
    pages = {0: [3, 5], 5: [6, 9], 9: []}

    def page_after(position: int) -> RevocationsView:
        items = [RevocationView(position=p, session_id=uuid4()) for p in pages[position]]
        return RevocationsView(items=items, position=items[-1].position if items else position)

    found = all_revocations(page_after)
    assert ([entry.position for entry in found.items], found.position) == ([3, 5, 6, 9], 9)
