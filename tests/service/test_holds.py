"""Files of a draft: held past the 24 hours, by their owner alone, for as long as the draft says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from chassis.blocking import BlockingBus
from chassis.client import client
from contracts.errors import Forbidden, InvalidCommand
from contracts.files import FileNotUsable, FilesApi, HoldFiles
from tests.support.stack import RunningStack
from tests.support.world import Actor, World


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer."""
    return world.person(world.company())


@pytest.fixture
def files(bus: BlockingBus) -> FilesApi:
    """The files service."""
    return client(FilesApi, bus, "files")


def purge_in(stack: RunningStack, **later: float) -> None:
    """Let the purge run at a later time."""
    stack.run_job("files", "purge-unattached", datetime.now(UTC) + timedelta(**later))


def is_there(actor: Actor, file_id: str) -> bool:
    """Whether the owner can still read it."""
    return actor.api.get(f"/files/{file_id}/content").status_code == 200


def hold(files: FilesApi, actor: Actor, draft_id: UUID, *file_ids: str, days: float = 3) -> None:
    """Hold for some days."""
    until = datetime.now(UTC) + timedelta(days=days)
    files.hold(actor.call(), HoldFiles(draft_id=draft_id, file_ids=[UUID(f) for f in file_ids], until=until))


def test_a_held_file_outlives_24_hours_and_not_its_draft(stack: RunningStack, ana: Actor, files: FilesApi) -> None:
    held, free = ana.api.uploaded("ținut.txt", b"tinut"), ana.api.uploaded("liber.txt", b"liber")
    hold(files, ana, uuid4(), held, days=3)
    purge_in(stack, hours=25)
    assert (is_there(ana, held), is_there(ana, free)) == (True, False)
    purge_in(stack, hours=73)
    assert not is_there(ana, held)


def test_the_last_set_counts_and_an_empty_one_releases(stack: RunningStack, ana: Actor, files: FilesApi) -> None:
    first, second, third = (ana.api.uploaded(f"{n}.txt", b"x") for n in range(3))
    draft, other = uuid4(), uuid4()
    hold(files, ana, draft, first, second)
    hold(files, ana, other, third)
    hold(files, ana, draft, second)
    hold(files, ana, other)
    purge_in(stack, hours=25)
    assert [is_there(ana, f) for f in (first, second, third)] == [False, True, False]


def test_a_held_file_can_still_be_attached_and_is_then_no_longer_held(
    stack: RunningStack, ana: Actor, files: FilesApi
) -> None:
    file_id, draft = ana.api.uploaded("a.txt", b"a"), uuid4()
    hold(files, ana, draft, file_id)
    ana.api.opened(file_ids=[file_id])
    with pytest.raises(FileNotUsable):
        hold(files, ana, draft, file_id)
    purge_in(stack, days=61)
    assert is_there(ana, file_id)


def test_only_own_files_that_are_stored_are_held(
    stack: RunningStack, world: World, ana: Actor, files: FilesApi
) -> None:
    colleague = world.person(ana.company_id, name="Ion Marin")
    mine, draft = ana.api.uploaded("a.txt", b"a"), uuid4()
    for refused in (mine, str(uuid4())):
        with pytest.raises(FileNotUsable):
            hold(files, colleague, draft, refused)
    hold(files, ana, draft, mine)
    hold(files, colleague, draft)  # another's draft: nothing is released
    purge_in(stack, hours=25)
    assert is_there(ana, mine)


def test_a_refused_set_leaves_the_earlier_one(stack: RunningStack, world: World, ana: Actor, files: FilesApi) -> None:
    mine, draft = ana.api.uploaded("a.txt", b"a"), uuid4()
    hold(files, ana, draft, mine)
    with pytest.raises(FileNotUsable):
        hold(files, ana, draft, mine, str(uuid4()))
    with pytest.raises(InvalidCommand):
        hold(files, ana, draft, mine, days=61)
    with pytest.raises(Forbidden):
        files.hold(world.admin.call(), HoldFiles(draft_id=draft, file_ids=[], until=datetime.now(UTC)))
    purge_in(stack, hours=25)
    assert is_there(ana, mine)
