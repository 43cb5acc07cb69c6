"""The breaker: who asks a service that hangs is told so at once."""

from __future__ import annotations

import pytest

from contracts.errors import Unavailable
from gateway.bus import TIMEOUTS_THAT_OPEN, Breaker


def test_nobody_probes_right_after_a_time_out() -> None:
    breaker = Breaker()
    for _ in range(TIMEOUTS_THAT_OPEN):
        assert breaker.enter() is False
        breaker.timed_out()
    with pytest.raises(Unavailable):
        breaker.enter()
