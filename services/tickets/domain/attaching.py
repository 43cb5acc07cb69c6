"""Files of an entry: claimed before it is committed, and given back only behind the fence of its fate."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import text

from chassis import log
from chassis.call import Call
from chassis.writes import Writes, insertion, write
from contracts.errors import CommandInProgress, DomainError
from contracts.files import MAX_FILES_PER_SUBMISSION, MAX_PICTURES_PER_SUBMISSION, ClaimFiles, ReleaseFiles
from contracts.tickets import EntryVoided, TicketRef, TooManyFiles, TooManyPictures
from services.tickets.domain.desk import Desk
from services.tickets.domain.texts import Body

_FATE = text("SELECT fate FROM entry_fates WHERE entry_id = :entry_id")
_DECIDE = text(
    "INSERT INTO entry_fates (entry_id, fate) VALUES (:entry_id, :fate) ON CONFLICT DO NOTHING RETURNING entry_id"
)


def check_files(file_ids: list[UUID], body: Body) -> list[UUID]:
    """The pictures in the text that are not attached as well; raises `TooManyFiles` (P5: three), `TooManyPictures`."""
    if len(file_ids) > MAX_FILES_PER_SUBMISSION:
        raise TooManyFiles()
    if len(body.picture_ids) > MAX_PICTURES_PER_SUBMISSION:
        raise TooManyPictures()
    return [picture for picture in body.picture_ids if picture not in file_ids]


def has_files(claim: ClaimFiles) -> bool:
    """Whether there is anything to claim."""
    return bool(claim.file_ids or claim.picture_ids)


def with_files(desk: Desk, call: Call, claim: ClaimFiles, commit: Callable[[], TicketRef]) -> TicketRef:
    """Claim the files, commit the entry; when it is refused, give the claim back. No transaction is open while claiming."""
    if not has_files(claim):
        return commit()
    with desk.direct.connect() as connection:
        if connection.scalar(_FATE, {"entry_id": claim.entry_id}) == "void":
            raise EntryVoided()
    desk.files.claim(call, claim)
    try:
        return commit()
    except CommandInProgress:  # the entry is its twin's
        raise
    except DomainError:
        _give_back(desk, call, claim.entry_id)
        raise


def decide_open(to: Writes, claim: ClaimFiles) -> None:
    """Among the writes of an entry with files: it exists. They are refused when its claim was given back meanwhile."""
    if has_files(claim):
        row = {"entry_id": claim.entry_id, "fate": "open"}
        write(to, insertion("entry_fates", *row), row)


def void(desk: Desk, entry_id: UUID) -> bool:
    """Decide that the entry will never exist; False when it does, or when that was decided before."""
    with desk.engine.begin() as connection:
        return connection.execute(_DECIDE, {"entry_id": entry_id, "fate": "void"}).first() is not None


def is_void(desk: Desk, entry_id: UUID) -> bool:
    """Whether it was decided that the entry will never exist."""
    with desk.direct.connect() as connection:
        return bool(connection.scalar(_FATE, {"entry_id": entry_id}) == "void")


def _give_back(desk: Desk, call: Call, entry_id: UUID) -> None:
    """Best effort: what fails here is left to the job `reconcile-claims`."""
    try:
        if void(desk, entry_id):
            desk.files.release(call, ReleaseFiles(entry_id=entry_id))
    except Exception as error:
        log.get_logger("tickets").warning("not_released", entry_id=str(entry_id), error=type(error).__name__)
