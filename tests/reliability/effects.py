"""Clients work, parts are killed, and everything that was acknowledged is read back.

    python -m tests.reliability.effects --minutes 20 --seed 7               on a throwaway stack
    python -m tests.reliability.effects --minutes 2 --without command_row   a protection taken out: must find something
    python -m tests.reliability.effects --minutes 10 --amqp amqp://…        on another broker, with one account

Prints figures as JSON and ends with 0 when every promise held. What the seed decides: who does what, with which bytes,
and the order of the faults; not the interleaving, which is the machine's.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chassis.blocking import BlockingBus
from contracts.auth import Role
from tests.reliability import faults
from tests.reliability.clients import Client
from tests.reliability.ledger import Ledger
from tests.reliability.listener import Listener
from tests.reliability.machine import Sampler, greenlets, queues_at_rest
from tests.reliability.readback import Findings, executed_twice, read_back, unattached
from tests.support.stack import RunningStack, eventually, started
from tests.support.world import PASSWORD, Actor, World

CUSTOMERS = 4
CONSULTANTS = 2
REST_SECONDS = 90.0  # for events that are not where they belong to get there


@dataclass
class Outcome:
    """What a run found, and its figures."""

    findings: Findings
    figures: dict[str, Any]
    ledger: Ledger

    @property
    def broken(self) -> dict[str, Any]:
        """Broken promises, by kind."""
        found = self.findings.broken()
        if self.ledger.abandoned:
            found["abandoned"] = self.ledger.abandoned
        if self.ledger.refused:
            found["refused"] = self.ledger.refused
        return found


def run(
    stack: RunningStack,
    world: World,
    *,
    minutes: float,
    seed: int,
    plan: Iterator[faults.Fault] | None = None,
    pause_seconds: tuple[float, float] = faults.PAUSE_SECONDS,
    is_enough: Callable[[Findings], bool] = lambda _found: False,
) -> Outcome:
    """Work and kill for so many minutes (or until the plan is through), then read everything back.

    `is_enough`: findings after which nobody waits any more for events that are not where they belong.
    """
    companies = [world.company("Efecte") for _ in range(2)]
    customers = [world.person(companies[n % 2]) for n in range(CUSTOMERS)]
    consultants = [world.person(None, Role.CONSULTANT, "Vlad Neagu") for _ in range(CONSULTANTS)]
    ledger, over = Ledger(), threading.Event()
    listener = Listener(stack.amqp("internal_demo"), "tickets")
    listener.start()
    eventually(listener.listening.is_set)
    tag = random.Random(seed).getrandbits(24)
    clients = [Client(p, f"e{tag:06x}{n}", seed, ledger, over) for n, p in enumerate([*customers, *consultants])]
    reconciler, sampler = faults.Reconciler(stack, over), Sampler(stack, over)
    saboteur = faults.Saboteur(stack, seed, pause_seconds)
    began, since = time.monotonic(), datetime.now(UTC)
    for thread in (*clients, reconciler, sampler):
        thread.start()
    try:
        eventually(lambda: len(ledger.written) > CUSTOMERS, within=60)
        saboteur.run(plan or faults.plan(seed), until=began + minutes * 60, over=over)
        enough = len(ledger.written) + 2 * len(clients)
        eventually(lambda: len(ledger.written) > enough, within=60)  # all is well again
    finally:
        over.set()
        for thread in (*clients, reconciler, sampler):
            thread.join()
    worked = time.monotonic() - began
    stack.wait_ready()
    eventually(reconciler.run_once, within=60)
    people = (customers, consultants, [str(c) for c in companies])
    findings = _settled(stack, ledger, *people, listener, is_enough)
    listener.stop()
    figures = _figures(stack, ledger, saboteur, sampler, seed=seed, since=since, seconds=worked)
    figures["claims released by the reconciler"] = reconciler.released
    figures["events arrived"] = len(listener.arrivals)
    figures["events arrived again"] = len(listener.arrivals) - len({a.event_id for a in listener.arrivals})
    return Outcome(findings, figures, ledger)


def _settled(
    stack: RunningStack,
    ledger: Ledger,
    customers: list[Actor],
    consultants: list[Actor],
    companies: list[str],
    listener: Listener,
    is_enough: Callable[[Findings], bool],
) -> Findings:
    """Read back until events have come to rest or the time is over, with tokens that are still good."""
    clients = {p.email: p.api for p in (*customers, *consultants)}
    readers = [customers[0].api, customers[1].api]
    deadline = time.monotonic() + REST_SECONDS
    while True:
        for person in (*customers, *consultants):
            answer = person.api.client.post("/tokens", json={"email": person.email, "password": PASSWORD})
            person.api.client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        found = read_back(stack, ledger, readers, consultants[0].api, companies, list(listener.arrivals))
        found.files_lost += unattached(ledger, clients)
        if not (found.events_wrong or found.claims_left) or is_enough(found) or time.monotonic() > deadline:
            return found


def _figures(
    stack: RunningStack,
    ledger: Ledger,
    saboteur: faults.Saboteur,
    sampler: Sampler,
    *,
    seed: int,
    since: datetime,
    seconds: float,
) -> dict[str, Any]:
    back: dict[str, list[float]] = defaultdict(list)
    for one in saboteur.happened:
        back[str(one.fault)].append(one.back_seconds)
    resumed = [ledger.resumed_after(one.at) for one in saboteur.happened]
    codes = Counter(
        f"{o.fault}: {o.exit_code}" for o in saboteur.happened if o.fault.kind == "SIGTERM" and o.exit_code != 0
    )
    return {
        "seed": seed,
        "seconds": round(seconds),
        "acknowledged operations": len(ledger.acknowledged_at),
        "acknowledged entries": len(ledger.written),
        "acknowledged requests": len(ledger.numbers),
        "acknowledged files": len(ledger.stored),
        "faults": len(saboteur.happened),
        "faults by kind": {kind: len(times) for kind, times in sorted(back.items())},
        "seconds until all parts were ready again, median by kind": {
            kind: round(statistics.median(times), 1) for kind, times in sorted(back.items())
        },
        "seconds until all parts were ready again, longest": round(max((max(t) for t in back.values()), default=0), 1),
        "SIGTERM that did not end with 0": dict(codes),
        "longest time without any acknowledgement, seconds": round(ledger.longest_gap(), 2),
        "first acknowledgement after a fault, median seconds": round(statistics.median(resumed), 2)
        if resumed
        else None,
        "longest operation with its repeats, seconds": round(ledger.longest_seconds, 1),
        "attempts that were repeated, by reason": dict(ledger.retries.most_common()),
        "calls executed twice with success": executed_twice(stack, since),
        "memory and descriptors": sampler.summary(),
        "queues at the end": queues_at_rest(stack),
    }


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.effects")
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--amqp", help="an existing broker instead of the private one, as one account with all rights")
    parser.add_argument("--without", default="nothing", help="a protection to take out: see tests/reliability/without/")
    parser.add_argument("--rolling", action="store_true", help="every process ended in order, once, instead of kills")
    parser.add_argument("--out", type=Path, help="write the figures there too")
    options = parser.parse_args(arguments)
    stack_options = ["--amqp-uri", options.amqp] if options.amqp else []
    stack_options += ["--runner", f"tests.reliability.without.{options.without}"]
    with started(*stack_options) as stack:
        bus = BlockingBus(stack.amqp("gateway"))
        world = World(bus, stack.gateway_url, stack.bootstrap_code)
        plan = faults.rolling() if options.rolling else None
        before = greenlets(stack)
        outcome = run(stack, world, minutes=options.minutes, seed=options.seed, plan=plan)
        outcome.figures["greenlets before and at the end"] = [before, greenlets(stack)]
        bus.close()
    counts = {kind: len(found) if isinstance(found, list) else found for kind, found in outcome.broken.items()}
    report = outcome.figures | {"broken promises": counts, "examples": _examples(outcome.broken)}
    text = json.dumps(report, indent=1, ensure_ascii=False)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    return 1 if outcome.broken else 0


def _examples(broken: dict[str, Any]) -> dict[str, Any]:
    return {kind: found[:5] for kind, found in broken.items() if isinstance(found, list)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
