"""The stage: a throwaway stack with twenty companies and their requests, and the floor beside it on the same servers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.request import urlopen

import psycopg
from sqlalchemy import create_engine

from chassis.blocking import BlockingBus
from chassis.rights import VHOST
from devstack.bootstrap import ROOT
from tests.bench import archive
from tests.support.stack import RunningStack, eventually, started
from tests.support.world import Actor, World

COMPANIES = 20
FLOOR_PASSWORD = "floor"
OURS = ("gateway", "auth", "auth-jobs", "tickets", "tickets-jobs", "files", "files-jobs")


@dataclass
class Stage:
    """Everything that runs, and who may ask for what."""

    stack: RunningStack
    world: World
    people: list[Actor]
    floor_url: str
    floor_pids: dict[str, int]
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def groups(self) -> dict[str, int]:
        """The processes that are measured, by name."""
        names = (*OURS, "broker", "postgres", "store")
        return {name: pid for name in names if (pid := self.stack.pid(name))} | self.floor_pids

    def fill(self, name: str, many: int, *, shut: int = 8) -> None:
        """Add requests, `shut` of ten closed, and let PostgreSQL look at them."""
        engine = create_engine(self.stack.database("tickets"))
        consultant = self.world.consultant.id
        companies = [p.company_id for p in self.people if p.company_id]
        started_at = time.monotonic()
        with engine.begin() as connection:
            found = archive.fill(connection, companies, [p.id for p in self.people], consultant, many, shut=shut)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        engine.dispose()
        self.ranges[name] = found
        print(f"{many} requests written in {time.monotonic() - started_at:.0f} s", flush=True)

    def number(self, data: str, n: int) -> tuple[int, int]:
        """A request of the n-th step, spread over all: its number, and the index of a person who may see it."""
        first, last = self.ranges[data]
        offset = (n * 7919) % (last - first + 1)
        return first + offset, (offset + 1) % COMPANIES


@contextmanager
def prepared(many: int) -> Iterator[Stage]:
    """The stage with `many` requests."""
    with started() as stack:
        bus = BlockingBus(stack.amqp("gateway"))
        world = World(bus, stack.gateway_url, stack.bootstrap_code)
        people = [world.person(world.company(f"Banc {n}")) for n in range(COMPANIES)]
        floor_url, processes = _start_floor(stack)
        pids = {f"floor-{name}": process.pid for name, process in processes.items()}
        stage = Stage(stack, world, people, floor_url, pids)
        try:
            stage.fill("first", many)
            yield stage
        finally:
            for process in processes.values():
                process.kill()
                process.wait()
            bus.close()


def _start_floor(stack: RunningStack) -> tuple[str, dict[str, subprocess.Popen[bytes]]]:
    stack.rabbitmqctl("add_user", "floor", FLOOR_PASSWORD)
    stack.rabbitmqctl("set_permissions", "-p", VHOST, "floor", ".*", ".*", ".*")
    with psycopg.connect(stack.superuser()) as connection:
        connection.execute(
            "ALTER ROLE tickets_owner CONNECTION LIMIT -1"
        )  # the floor has its pool beside the product's
    with psycopg.connect(stack.database("tickets").replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE floor_notes (id uuid PRIMARY KEY, body text NOT NULL)")
    port = stack.facts["ports"]["metrics"] + 1  # the block of ports has one to spare
    env = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    env |= {
        "AMQP_URI": f"amqp://floor:{FLOOR_PASSWORD}@127.0.0.1:{stack.facts['ports']['broker']}/{VHOST}",
        "DATABASE_URL": stack.database("tickets"),
        "ADDRESS": f"127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "tests.bench.floor"]
    log = (stack.file.parent / "logs" / "floor.log").open("ab")
    processes = {
        name: subprocess.Popen([*command, name], env=env, cwd=ROOT, stdout=log, stderr=log)
        for name in ("store", "http")
    }
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            with urlopen(f"{url}/list/00000000-0000-0000-0000-000000000000", timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    eventually(answers, within=40)
    return url, processes
