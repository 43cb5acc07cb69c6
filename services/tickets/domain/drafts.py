"""Drafts: what is being written, safe from a lost session. Only their owner ever sees them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, insert, select, text, tuple_, update

from chassis import paging
from chassis.call import Call
from chassis.commands import Receipt
from chassis.writes import Write, Writes, write
from contracts.errors import InvalidCommand, StaleVersion
from contracts.model import Page
from contracts.tickets import (
    MAX_DRAFTS,
    CreateDraft,
    DiscardDraft,
    DraftContent,
    DraftKind,
    DraftSummary,
    DraftsView,
    DraftView,
    GetDraft,
    ListDrafts,
    SaveDraft,
    TooManyDrafts,
)
from services.tickets.domain import attaching, holding, policy, texts
from services.tickets.domain.desk import Desk
from services.tickets.models import drafts
from services.tickets.settings import DRAFT_DAYS

EXCERPT = 200
LIFE = timedelta(days=DRAFT_DAYS)

_SENT = Write("DELETE FROM drafts WHERE id = :draft_id AND owner_id = :owner_id")
_LOCK = text("SELECT pg_advisory_xact_lock(:lock)")


def create_draft(desk: Desk, call: Call, command: CreateDraft) -> DraftView:
    """Begin one; raises `TooManyDrafts` at the twenty-first."""
    actor, now = call.actor, call.now
    policy.require_may_draft(actor, command.kind)
    key = desk.commands.key(actor.id, "create_draft", command)
    draft_id = key.derived_id("draft")
    with desk.reads.connect() as connection:
        receipt = desk.commands.find(connection, key)
    if receipt is None:
        values = _checked(desk, call, command)
        held = _files(values["file_ids"], values["body_html"])
        if held:
            holding.hold(desk, call, draft_id, held)
        row = {"id": draft_id, "owner_id": actor.id, "version": 1, "created_at": now, "updated_at": now}

        def effect(connection: Connection) -> Receipt:
            connection.execute(_LOCK, {"lock": _lock(actor.id)})
            mine = select(func.count()).select_from(drafts).where(drafts.c.owner_id == actor.id)
            if (connection.scalar(mine) or 0) >= MAX_DRAFTS:
                raise TooManyDrafts()
            connection.execute(insert(drafts).values(**row, **values))
            return Receipt(str(draft_id), 1)

        try:
            desk.commands.once(desk.engine, key, effect)
        except TooManyDrafts:
            if held:
                holding.let_go(desk, call, draft_id)
            raise
    return get_draft(desk, call, GetDraft(draft_id=draft_id))


def save_draft(desk: Desk, call: Call, command: SaveDraft) -> DraftView:
    """Put the new content in place of the old; raises `StaleVersion` when another window saved meanwhile."""
    actor, now = call.actor, call.now
    policy.require_may_draft(actor, command.kind)
    with desk.reads.connect() as connection:
        found = policy.draft_for(connection, actor, command.draft_id)
    values = _checked(desk, call, command)
    if _is_saved(found, command, values):
        return _view(found)
    _check_version(found, command.expected_version)
    held = _files(values["file_ids"], values["body_html"])
    others = _files(found.file_ids, found.body_html) != held
    if others or (held and found.updated_at.date() != now.date()):
        holding.hold(desk, call, found.id, held)
    with desk.engine.begin() as connection:
        row = policy.draft_for(connection, actor, command.draft_id, lock=True)
        is_current = row.version == command.expected_version
        if is_current:
            values |= {"version": row.version + 1, "updated_at": now}
            connection.execute(update(drafts).where(drafts.c.id == row.id).values(**values))
    if not is_current and others:
        holding.hold(
            desk, call, row.id, _files(row.file_ids, row.body_html)
        )  # another window won: its files are those to keep
    _check_version(row, command.expected_version)
    return get_draft(desk, call, GetDraft(draft_id=command.draft_id))


def list_drafts(desk: Desk, call: Call, command: ListDrafts) -> DraftsView:
    """A page of the own drafts, without their texts."""
    actor = call.actor
    policy.require_may_draft(actor)
    bound = paging.fingerprint("drafts", str(actor.id), command.kind, command.number)
    query = select(drafts).where(drafts.c.owner_id == actor.id)
    if command.kind is not None:
        query = query.where(drafts.c.kind == command.kind.value)
    if command.number is not None:
        query = query.where(drafts.c.number == command.number)
    if command.cursor:
        position = paging.decode(command.cursor, bound, datetime.fromisoformat, UUID)
        query = query.where(tuple_(drafts.c.updated_at, drafts.c.id) < position)
    query = query.order_by(drafts.c.updated_at.desc(), drafts.c.id.desc()).limit(command.limit + 1)
    with desk.reads.connect() as connection:
        rows = connection.execute(query).all()
    more = len(rows) > command.limit
    rows = rows[: command.limit]
    cursor = paging.encode(bound, rows[-1].updated_at.isoformat(), rows[-1].id) if more else None
    items = [DraftSummary.model_validate(_fields(row)) for row in rows]
    return DraftsView(items=items, page=Page(next_cursor=cursor, limit=command.limit))


def get_draft(desk: Desk, call: Call, command: GetDraft) -> DraftView:
    """An own draft."""
    with desk.reads.connect() as connection:
        return _view(policy.draft_for(connection, call.actor, command.draft_id))


def discard_draft(desk: Desk, call: Call, command: DiscardDraft) -> None:
    """Delete an own draft and let go of its files."""
    actor = call.actor
    held: list[UUID] = []

    def effect(connection: Connection) -> Receipt:
        row = policy.draft_for(connection, actor, command.draft_id, lock=True)
        if command.expected_version is not None:
            _check_version(row, command.expected_version)
        connection.execute(delete(drafts).where(drafts.c.id == row.id))
        held.extend(_files(row.file_ids, row.body_html))
        return Receipt(str(row.id), row.version)

    desk.commands.once(desk.engine, desk.commands.key(actor.id, "discard_draft", command), effect)
    if held:
        holding.let_go(desk, call, command.draft_id)


def sent(to: Writes, call: Call, draft_id: UUID | None) -> None:
    """Among the writes that send what a draft holds: it is done with. Nothing happens when it is gone, or another's.

    Its files are attached now and need no holding; one that was left out is let go of when its time is over.
    """
    if draft_id is not None:
        write(to, _SENT, {"draft_id": draft_id, "owner_id": call.actor.id})


def purge(connection: Connection, now: datetime) -> int:
    """Forget drafts that nobody touched for 30 days before `now`; returns how many."""
    return connection.execute(delete(drafts).where(drafts.c.updated_at < now - LIFE)).rowcount


def _checked(desk: Desk, call: Call, command: DraftContent) -> dict[str, Any]:
    """The content as it is kept; raises `NotFound` for a request that the owner may not see."""
    if (command.number is None) != (command.kind is DraftKind.TICKET):
        detail = "Name the request, unless the draft is a new one."
        raise InvalidCommand(errors=[{"pointer": "/number", "detail": detail}])
    if command.number is not None:
        with desk.reads.connect() as connection:
            policy.ticket_for(connection, call.actor, command.number)
    body = texts.sanitised(command.body_html, may_be_empty=True)
    attaching.check_files(command.file_ids, body)
    facts = command.model_dump(include=set(DraftContent.model_fields) - {"body_html"})
    return facts | {"body_html": body.html, "body_text": body.text}


def _files(file_ids: Iterable[UUID], body_html: str) -> list[UUID]:
    """The files of a draft and the pictures in its text, each once."""
    return list(dict.fromkeys([*file_ids, *texts.pictures(body_html)]))


def _is_saved(row: Row[Any], command: SaveDraft, values: dict[str, Any]) -> bool:
    """Whether this very save was done already and only its answer was lost."""
    return row.version == command.expected_version + 1 and all(getattr(row, name) == values[name] for name in values)


def _check_version(row: Row[Any], expected: int) -> None:
    if row.version != expected:
        raise StaleVersion(version=row.version)


def _view(row: Row[Any]) -> DraftView:
    return DraftView.model_validate(_fields(row))


def _fields(row: Row[Any]) -> dict[str, Any]:
    return dict(row._mapping) | {"excerpt": row.body_text[:EXCERPT], "expires_at": row.updated_at + LIFE}


def _lock(owner_id: UUID) -> int:
    """Two windows of one person that begin a draft at once wait for each other, so that nobody has a twenty-first."""
    return int.from_bytes(blake2b(b"drafts/" + owner_id.bytes, digest_size=8).digest(), "big") >> 1
