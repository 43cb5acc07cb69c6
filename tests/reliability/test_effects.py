"""Everything that was acknowledged is there once, whatever is killed; and a missing protection would be seen.

Longer, and on another broker: `python -m tests.reliability.effects`; figures of long runs: docs/reliability.md.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import pytest

from chassis.blocking import BlockingBus
from tests.reliability import faults
from tests.reliability.effects import run
from tests.reliability.readback import Findings
from tests.support.stack import RunningStack, started
from tests.support.world import World

SEED = 20261124
PAUSE_SECONDS = (0.1, 0.8)  # between two faults: there is work under way all the time
ONE_ROUND = len(faults.OURS) + 4  # every process of ours, broker, database, and old events once more, twice


@pytest.mark.timeout(1200)  # two minutes on a machine that has nothing else to do
def test_kills_of_every_process_lose_and_double_nothing(stack: RunningStack, world: World) -> None:
    plan = islice(faults.plan(SEED, kinds=("SIGKILL",)), ONE_ROUND)
    outcome = run(stack, world, minutes=15, seed=SEED, plan=plan, pause_seconds=PAUSE_SECONDS)
    print(json.dumps(outcome.figures, indent=1))
    assert outcome.broken == {}
    assert outcome.figures["acknowledged entries"] > 50
    assert outcome.figures["faults"] == ONE_ROUND


@pytest.mark.timeout(1200)  # two minutes on a machine that has nothing else to do
def test_a_rolling_restart_under_load_is_seen_by_nobody_who_repeats(stack: RunningStack, world: World) -> None:
    outcome = run(stack, world, minutes=15, seed=SEED, plan=faults.rolling(), pause_seconds=PAUSE_SECONDS)
    print(json.dumps(outcome.figures, indent=1))
    assert outcome.broken == {}  # nothing refused, nothing given up
    assert outcome.figures["faults"] == len(faults.OURS)
    assert outcome.figures["SIGTERM that did not end with 0"] == {}
    assert outcome.figures["calls executed twice with success"] == 0


@pytest.mark.timeout(1200)  # two minutes on a machine that has nothing else to do
def test_without_its_protections_the_same_run_finds_doubles_lost_claims_and_events_applied_twice() -> None:
    with started("--runner", "tests.reliability.without.all_three") as stack:
        bus = BlockingBus(stack.amqp("gateway"))
        world = World(bus, stack.gateway_url, stack.bootstrap_code)
        pace: Any = {"pause_seconds": PAUSE_SECONDS, "is_enough": found_all}  # its events never come to rest
        found = run(stack, world, minutes=15, seed=SEED, plan=faults.hard(), **pace).findings
        bus.close()
    assert found_all(found)
    assert not found.lost


def found_all(found: Findings) -> bool:
    """Whether each of the three protections that are missing was seen to be missing."""
    return bool(found.doubled and found.files_lost and found.applied_twice)
