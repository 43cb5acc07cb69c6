"""Claims: which entry holds which files. Led by tickets; the claim comes first, the entry's event confirms it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.call import Call
from chassis.outbox import add_events
from contracts.auth import Scope
from contracts.errors import NotFound
from contracts.files import (
    PICTURE_TYPES,
    ClaimFiles,
    ClaimView,
    FileAttached,
    FileNotUsable,
    PictureNotUsable,
    ReleaseFiles,
    UnconfirmedClaim,
    UnconfirmedClaims,
    UnconfirmedClaimsView,
)
from services.files.domain import policy
from services.files.domain.cabinet import Cabinet
from services.files.models import claims, files

_CONFIRM = text(
    "UPDATE claims SET confirmed_at = now(), ticket_number = came.number "
    "FROM unnest(CAST(:entry_ids AS uuid[]), CAST(:numbers AS bigint[])) AS came (entry_id, number) "
    "WHERE claims.entry_id = came.entry_id AND confirmed_at IS NULL RETURNING claims.entry_id"
)


def claim(cabinet: Cabinet, call: Call, command: ClaimFiles) -> ClaimView:
    """Attach files to an entry, all or none: own, ready, and claimed by no other entry. Idempotent by `entry_id`."""
    actor = call.actor
    pictures = set(command.picture_ids)
    wanted = pictures.union(command.file_ids)
    with cabinet.engine.begin() as connection:
        facts = command.model_dump(exclude={"file_ids", "picture_ids"})
        row = upsert(claims).values(**facts, actor_id=actor.id, claimed_at=call.now)
        # one statement that makes or locks the row: between two, somebody may give the claim back
        row = row.on_conflict_do_update(index_elements=["entry_id"], set_={"entry_id": claims.c.entry_id})
        held = connection.execute(row.returning(claims.c.actor_id, claims.c.ticket_id)).one()
        mine = held.actor_id == actor.id and held.ticket_id == command.ticket_id
        statement = (
            update(files)
            .where(
                files.c.id.in_(wanted),
                files.c.owner_id == actor.id,
                files.c.state == "ready",
                (files.c.entry_id.is_(None)) | (files.c.entry_id == command.entry_id),
            )
            .values(entry_id=command.entry_id)
        )
        hit = connection.execute(statement).rowcount if mine else 0
        of_entry = select(func.count()).select_from(files).where(files.c.entry_id == command.entry_id)
        if hit != len(wanted) or connection.scalar(of_entry) != len(wanted):
            raise FileNotUsable()
        shown = select(func.count()).select_from(files).where(files.c.id.in_(pictures))
        if pictures and connection.scalar(shown.where(files.c.content_type.in_(PICTURE_TYPES))) != len(pictures):
            raise PictureNotUsable()
    return ClaimView(entry_id=command.entry_id, file_ids=[*command.file_ids, *command.picture_ids])


def release(cabinet: Cabinet, call: Call, command: ReleaseFiles) -> ClaimView:
    """Undo a claim that no event has confirmed; by who made it, or by the jobs of tickets."""
    actor = call.actor
    with cabinet.engine.begin() as connection:
        query = select(claims).where(claims.c.entry_id == command.entry_id).with_for_update()
        held = connection.execute(query).first()
        if held is not None and held.actor_id != actor.id and Scope.FILES_RECONCILE not in actor.scopes:
            raise NotFound()
        if held is not None and held.confirmed_at is None:
            connection.execute(update(files).where(files.c.entry_id == held.entry_id).values(entry_id=None))
            connection.execute(delete(claims).where(claims.c.entry_id == held.entry_id))
    return ClaimView(entry_id=command.entry_id, file_ids=[])


def unconfirmed_claims(cabinet: Cabinet, call: Call, command: UnconfirmedClaims) -> UnconfirmedClaimsView:
    """Claims that wait for their event, oldest first (the jobs of tickets)."""
    policy.require_reconciler(call.actor)
    before = call.now - timedelta(seconds=command.older_than_seconds)
    query = (
        select(claims.c.entry_id, claims.c.ticket_id, claims.c.claimed_at)
        .where(claims.c.confirmed_at.is_(None), claims.c.claimed_at <= before)
        .order_by(claims.c.claimed_at)
        .limit(command.limit)
    )
    with cabinet.reads.connect() as connection:
        rows = connection.execute(query).all()
    return UnconfirmedClaimsView(items=[UnconfirmedClaim.model_validate(dict(row._mapping)) for row in rows])


def confirm(connection: Connection, entries: Mapping[UUID, int]) -> int:
    """The entries exist: their claims can no longer be released. Returns how many files became attached.

    `entries`: each with the request's number, as the event says it. The claim's own may be of an attempt that came to
    nothing: each attempt to record a request draws one, and a repeat finds the claim made.
    """
    confirmed = connection.execute(_CONFIRM, {"entry_ids": list(entries), "numbers": list(entries.values())}).scalars()
    claimed = confirmed.all()
    if not claimed:
        return 0
    of_entries = select(files.c.id, files.c.owner_id, files.c.entry_id).where(files.c.entry_id.in_(claimed))
    attached = connection.execute(of_entries).all()
    for file in attached:
        number = entries[file.entry_id]
        event = FileAttached(file_id=file.id, owner_id=file.owner_id, entry_id=file.entry_id, ticket_number=number)
        add_events(connection, f"files/{file.id}", [event], call=None)
    return len(attached)
