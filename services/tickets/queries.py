"""Read models: JSON that PostgreSQL makes, from statements built once per shape.

The fields are those of the views in `contracts/tickets.py`; a test compares them.
"""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy import TextClause, text

SUMMARY = (
    "'number', t.number, 'subject', t.subject, 'status', t.status, 'priority', t.priority, 'category', t.category, "
    "'company_id', t.company_id, 'author_id', t.author_id, 'assignee_id', t.assignee_id, 'created_at', t.created_at, "
    "'updated_at', t.updated_at, 'effort_seconds', t.effort_seconds, 'version', t.version"
)
TICKET = (
    SUMMARY + ", 'id', t.id, 'recorded_by', t.recorded_by, 'follow_up_of', t.follow_up_of, "
    "'followed_up_by', (SELECT coalesce(json_agg(f.number ORDER BY f.number), '[]') FROM tickets f WHERE f.follow_up_of = t.number), "
    "'external_ref', t.external_ref, 'waiting_since', t.waiting_since, 'resolved_at', t.resolved_at, "
    "'closed_at', t.closed_at, 'close_reason', t.close_reason"
)
ENTRY = (
    "'id', e.id, 'seq', e.seq, 'kind', e.kind, 'author_id', e.author_id, 'body_html', e.body_html, 'body_text', e.body_text, "
    "'file_ids', e.file_ids, 'info_items', (SELECT coalesce(json_agg(json_build_object('id', i.id, 'text', i.text, 'state', i.state, "
    "'changed_by', i.changed_by, 'changed_at', i.changed_at) "
    "ORDER BY i.ordinal), '[]') FROM info_items i WHERE i.entry_id = e.id), 'fact', e.fact, 'in_reply_to', e.in_reply_to, 'created_at', e.created_at"
)
WORK = (
    "'id', w.id, 'consultant_id', w.consultant_id, 'started_at', w.started_at, 'ended_at', w.ended_at, "
    "'seconds', round(extract(epoch FROM w.ended_at - w.started_at))::int, 'activity', w.activity, 'billable', w.billable, "
    "'note', CASE WHEN :internal THEN w.note END, 'corrected_at', w.corrected_at, 'corrected_by', w.corrected_by, "
    "'correction_reason', CASE WHEN :internal THEN w.correction_reason END"
)
DURATIONS = (
    "'effort_seconds', t.effort_seconds, "
    "'elapsed_seconds', floor(extract(epoch FROM coalesce(t.closed_at, :now) - t.created_at))::int, "
    "'waiting_seconds', t.waiting_seconds + coalesce(floor(extract(epoch FROM :now - t.waiting_since))::int, 0), "
    "'first_response_seconds', floor(extract(epoch FROM t.first_response_at - t.created_at))::int"
)
WORK_ENTRY = "SELECT w.* FROM work_now w WHERE w.id = :work_entry_id AND w.ticket_id = :ticket_id"
INFO_ITEM = (
    "SELECT i.id, i.state FROM info_items i JOIN entries e ON e.id = i.entry_id "
    "WHERE i.id = :item_id AND e.ticket_id = :ticket_id"
)
_SETTINGS = "LEFT JOIN desk_settings s ON s.company_id = t.company_id"
_COLUMNS = (
    "t.*, coalesce(s.update_scope, 'company') AS update_scope, "
    "coalesce(s.auto_close_working_days, 5) AS auto_close_working_days"
)


@lru_cache(maxsize=2000)
def statement(sql: str) -> TextClause:
    """A statement, built once per text; the texts are made of fixed pieces alone."""
    return text(sql)


def ticket_sql(condition: str, *, lock: bool) -> str:
    """The row of a request, by `:number`, for one who may see it."""
    end = " FOR UPDATE OF t" if lock else ""
    return f"SELECT {_COLUMNS} FROM tickets t {_SETTINGS} WHERE t.number = :number AND {condition}{end}"


def active_of_sql() -> str:
    """Active requests of a consultant, locked in the order of their numbers."""
    return (
        f"SELECT {_COLUMNS} FROM tickets t {_SETTINGS} WHERE t.assignee_id = :assignee_id AND t.status <> 'closed' "
        "ORDER BY t.number LIMIT :limit FOR UPDATE OF t"
    )


def page_sql(condition: str) -> str:
    """A request as one page needs it: its row for the policy, and the parts as JSON."""
    visible = "e.ticket_id = t.id AND (:internal OR NOT e.is_internal)"
    last = f"SELECT * FROM entries e WHERE {visible} ORDER BY e.seq DESC LIMIT :last"
    return (
        f"SELECT {_COLUMNS}, json_build_object({TICKET})::text AS ticket_json, "
        f"(SELECT coalesce(json_agg(json_build_object({ENTRY}) ORDER BY e.seq), '[]')::text FROM ({last}) e) AS entries_json, "
        f"(SELECT count(*) FROM entries e WHERE {visible}) > :last AS has_older, "
        f"(SELECT coalesce(json_agg(json_build_object({WORK}) ORDER BY w.started_at, w.id), '[]')::text "
        "FROM work_now w WHERE w.ticket_id = t.id AND :work) AS work_json, "
        f"json_build_object({DURATIONS})::text AS durations_json "
        f"FROM tickets t {_SETTINGS} WHERE t.number = :number AND {condition}"
    )


def entries_sql(condition: str) -> str:
    """Entries before a `seq`, newest first, each as JSON."""
    return (
        f"SELECT e.seq, json_build_object({ENTRY})::text AS item FROM entries e JOIN tickets t ON t.id = e.ticket_id "
        f"WHERE t.number = :number AND {condition} AND (:internal OR NOT e.is_internal) "
        "AND (CAST(:before_seq AS int) IS NULL OR e.seq < :before_seq) ORDER BY e.seq DESC LIMIT :limit"
    )


def list_sql(conditions: tuple[str, ...], *, descending: bool) -> str:
    """A page of requests, each as JSON, with its sort keys."""
    order = "DESC" if descending else "ASC"
    return (
        f"SELECT t.created_at, t.number, json_build_object({SUMMARY})::text AS item FROM tickets t "
        f"WHERE {' AND '.join(conditions)} ORDER BY t.created_at {order}, t.number {order} LIMIT :limit"
    )


def count_sql(conditions: tuple[str, ...], most: int) -> str:
    """How many requests there are, counted to `most`."""
    return f"SELECT count(*) FROM (SELECT 1 FROM tickets t WHERE {' AND '.join(conditions)} LIMIT {most}) found"
