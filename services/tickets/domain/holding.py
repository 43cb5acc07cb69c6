"""Files of a draft: the owner's own, stored, and part of no request yet."""

from __future__ import annotations

from uuid import UUID

from chassis.call import Call
from contracts.files import DescribeFiles, FileNotUsable, FileState
from services.tickets.domain.desk import Desk


def check(desk: Desk, call: Call, file_ids: list[UUID]) -> None:
    """Raise `FileNotUsable` unless the caller could attach all of them now."""
    if not file_ids:
        return
    found = desk.files.describe(call, DescribeFiles(ids=file_ids)).files
    for file_id in file_ids:
        file = found.get(file_id)
        mine = file is not None and file.owner_id == call.actor.id
        if file is None or not mine or file.state is not FileState.READY or file.is_attached:
            raise FileNotUsable()
