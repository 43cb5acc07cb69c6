"""A claim and its giving back meet at the same moment, which is what a repeat and a slow first attempt do."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from chassis.blocking import BlockingBus
from chassis.client import client
from contracts.errors import DomainError
from contracts.files import ClaimFiles, FilesApi, ReleaseFiles
from tests.support.stack import RunningStack
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

    def hammer(ask: Callable[[FilesApi], object]) -> set[str]:
        bus, kinds = BlockingBus(stack.amqp("gateway")), set()
        files = client(FilesApi, bus, "files")
        for _ in range(ROUNDS):
            try:
                ask(files)
            except DomainError as error:
                kinds.add(error.kind)
        bus.close()
        return kinds

    with ThreadPoolExecutor(4) as pool:
        found = [pool.submit(hammer, lambda files: files.claim(ana.call(), claim)) for _ in range(2)]
        give_back = ReleaseFiles(entry_id=claim.entry_id)
        found += [pool.submit(hammer, lambda files: files.release(ana.call(), give_back)) for _ in range(2)]
        kinds = set().union(*(one.result() for one in found))
    assert "internal" not in kinds
