"""Settings of auth that would let sign-ins take every worker are refused when the service is built."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from services.auth.settings import AuthSettings

NEEDED = dict.fromkeys(("AMQP_URI", "DATABASE_URL", "ROOT_PUBLIC_KEY", "COMMAND_HMAC_KEY", "ROOT_PRIVATE_KEY"), "x")


def test_hashing_leaves_a_worker_to_others() -> None:
    AuthSettings.from_environment(NEEDED)
    AuthSettings.from_environment(NEEDED | {"MAX_WORKERS": "7"})
    for more in ({"MAX_WORKERS": "6"}, {"HASHING_WAITING": "8"}, {"HASHING_AT_ONCE": "6"}):
        with pytest.raises(ValidationError, match="below MAX_WORKERS"):
            AuthSettings.from_environment(NEEDED | more)
