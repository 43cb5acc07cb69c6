"""What all tests share: one stack for the session, started when the first test needs it, and a world of people in it.

With `STACK_JSON=<path>` an already running stack is used, so one can iterate fast or test another deployment.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis.blocking import BlockingBus
from tests.support.stack import RunningStack, started
from tests.support.world import World

# Minutes that each suite may take on two cores; together they stay under the 35 of `.ci/run`.
BUDGET_MINUTES = {
    "architecture": 0.5,
    "bus": 8,
    "e2e": 3,
    "hostile": 1.5,
    "matrix": 1,
    "portal": 9,
    "reliability": 5.5,
    "service": 6,
    "unit": 0.5,
}
_spent: defaultdict[str, float] = defaultdict(float)
_count: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up what each suite takes."""
    suite = report.nodeid.split("/")[1] if "/" in report.nodeid else report.nodeid
    _spent[suite] += report.duration
    _count[suite] += report.when == "call"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what each suite took beside its budget."""
    terminalreporter.section("minutes by suite")
    for suite, seconds in sorted(_spent.items()):
        budget = BUDGET_MINUTES.get(suite)
        over = " OVER ITS BUDGET" if budget is not None and seconds > budget * 60 else ""
        terminalreporter.line(f"{suite:14} {_count[suite]:4} tests {seconds / 60:5.1f} of {budget or '-'} min{over}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long`: the long form of tests that have one (an alarm of 30 s instead of 8, thousands of calls, …)."""
    parser.addoption("--long", action="store_true", help="run drills in their long form")


@pytest.fixture(scope="session")
def is_long(pytestconfig: pytest.Config) -> bool:
    """Whether the long form was asked for."""
    return bool(pytestconfig.getoption("--long"))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """The running system under test: real broker, database, store and processes."""
    given = os.environ.get("STACK_JSON")
    if given:
        yield RunningStack(Path(given))
    else:
        with started() as running:
            yield running


@pytest.fixture(scope="session")
def bus(stack: RunningStack) -> Iterator[BlockingBus]:
    """A client of the bus, with the rights of the gateway."""
    client = BlockingBus(stack.amqp("gateway"))
    yield client
    client.close()


@pytest.fixture(scope="session")
def world(stack: RunningStack, bus: BlockingBus) -> World:
    """People and companies."""
    return World(bus, stack.gateway_url, stack.bootstrap_code)
