"""Claims when a request is recorded more than once: by a repeat, a slow first attempt, or one that was killed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import psycopg
import pytest

from chassis.blocking import BlockingBus
from chassis.client import client
from chassis.commands import CommandKey
from contracts.errors import DomainError
from contracts.files import ClaimFiles, FilesApi, ReleaseFiles
from tests.support.stack import RunningStack, eventually
from tests.support.world import World

ROUNDS = 150


@pytest.mark.timeout(240)
def test_claiming_while_the_claim_is_given_back_is_never_a_fault_of_ours(stack: RunningStack, world: World) -> None:
    ana = world.person(company := world.company())
    file_id = UUID(ana.api.uploaded("a.txt", b"a"))
    claim = ClaimFiles(
        entry_id=uuid4(),
        file_ids=[file_id],
        ticket_id=uuid4(),
        ticket_number=1,
        company_id=company,
        ticket_author_id=ana.id,
        entry_kind="description",
    )

    def hammer(ask: Callable[[FilesApi], object]) -> Counter[str]:
        bus, outcomes = BlockingBus(stack.amqp("gateway")), Counter[str]()
        files = client(FilesApi, bus, "files")
        for _ in range(ROUNDS):
            try:
                ask(files)
                outcomes["done"] += 1
            except DomainError as error:
                outcomes[error.code] += 1
        bus.close()
        return outcomes

    with ThreadPoolExecutor(4) as pool:
        claiming = [pool.submit(hammer, lambda files: files.claim(ana.call(), claim)) for _ in range(2)]
        give_back = ReleaseFiles(entry_id=claim.entry_id)
        releasing = [pool.submit(hammer, lambda files: files.release(ana.call(), give_back)) for _ in range(2)]
        claimed, released = (sum((one.result() for one in two), Counter[str]()) for two in (claiming, releasing))
    assert claimed == released == {"done": 2 * ROUNDS}  # each waits for the other's row, and then goes through


def test_a_file_is_attached_to_the_number_that_came_to_be(stack: RunningStack, world: World) -> None:
    """A first attempt that was killed after its claim had drawn another number: the repeat's is the one that counts."""
    ana = world.person(company := world.company())
    file_id, key = ana.api.uploaded("a.txt", b"a"), str(uuid4())
    killed = CommandKey(ana.id, "open_ticket", key, b"")
    claim = ClaimFiles(
        entry_id=killed.derived_id("entry"),
        file_ids=[UUID(file_id)],
        ticket_id=killed.derived_id("ticket"),
        ticket_number=1,
        company_id=company,
        ticket_author_id=ana.id,
        entry_kind="description",
    )
    client(FilesApi, world.bus, "files").claim(ana.call(), claim)
    body = {"subject": "Factura", "body_html": "<p>Nu se deschide.</p>", "file_ids": [file_id]}
    number = ana.api.post("/tickets", body, key=key).json()["number"]
    with psycopg.connect(stack.database("files").replace("+psycopg", ""), autocommit=True) as connection:
        query = "SELECT data->>'ticket_number' FROM outbox WHERE name = 'file_attached_v1' AND data->>'file_id' = %s"
        said = eventually(lambda: connection.execute(query, (file_id,)).fetchall())
    assert said == [(str(number),)]
