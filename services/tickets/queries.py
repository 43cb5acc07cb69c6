"""Read models: JSON that PostgreSQL makes, from statements built once per shape.

The fields are those of the views in `contracts/tickets/views.py`; a test compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import TextClause, text

from services.tickets.models import tickets

# Marks and unread entries are those of `:reader`; internal systems have none (NULL).
MARK = "LEFT JOIN read_marks m ON m.user_id = :reader AND m.ticket_id = t.id"
_UNREAD = (
    "FROM entries e WHERE e.ticket_id = t.id AND t.last_seq > coalesce(m.seq, 0) AND e.seq > coalesce(m.seq, 0) "
    "AND CAST(:reader AS uuid) IS NOT NULL AND e.author_id IS DISTINCT FROM :reader AND e.kind <> 'system' "
    "AND (:internal OR NOT e.is_internal)"
)
IS_UNREAD = f"EXISTS (SELECT {_UNREAD})"
SUMMARY = (
    "'number', t.number, 'subject', t.subject, 'status', t.status, 'priority', t.priority, 'category', t.category, "
    "'company_id', t.company_id, 'author_id', t.author_id, 'assignee_id', t.assignee_id, 'created_at', t.created_at, "
    "'updated_at', t.updated_at, 'effort_seconds', t.effort_seconds, "
    "'waiting_since', CASE WHEN :internal THEN t.customer_waits_since END, "
    f"'unread_count', (SELECT count(*) {_UNREAD}), 'version', t.version"
)
# `auto_close_at` is added by `domain/reading.py`: working days are counted there.
TICKET = (
    SUMMARY + ", 'id', t.id, 'recorded_by', t.recorded_by, 'follow_up_of', t.follow_up_of, "
    "'followed_up_by', (SELECT coalesce(json_agg(f.number ORDER BY f.number), '[]') FROM tickets f WHERE f.follow_up_of = t.number), "
    "'external_ref', t.external_ref, 'resolved_at', t.resolved_at, 'closed_at', t.closed_at, 'close_reason', t.close_reason"
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
# Overlapping intervals of the same consultant count once.
PER_CONSULTANT = (
    "(SELECT coalesce(json_agg(json_build_object('consultant_id', c.consultant_id, 'effort_seconds', c.seconds) "
    "ORDER BY c.seconds DESC, c.consultant_id), '[]') FROM (SELECT r.consultant_id, "
    "round(sum(extract(epoch FROM upper(r.merged) - lower(r.merged))))::int AS seconds FROM (SELECT w.consultant_id, "
    "unnest(range_agg(tstzrange(w.started_at, w.ended_at))) AS merged FROM work_now w "
    "WHERE w.ticket_id = t.id AND :work GROUP BY w.consultant_id) r GROUP BY r.consultant_id) c)"
)
DURATIONS = (
    "'effort_seconds', t.effort_seconds, "
    "'elapsed_seconds', floor(extract(epoch FROM coalesce(t.closed_at, :now) - t.created_at))::int, "
    "'waiting_seconds', t.waiting_seconds + coalesce(floor(extract(epoch FROM :now - t.waiting_since))::int, 0), "
    "'first_response_seconds', floor(extract(epoch FROM t.first_response_at - t.created_at))::int, "
    f"'per_consultant', {PER_CONSULTANT}"
)
HISTORY = (
    "'at', h.at, 'by', h.by, 'what', h.what, 'entry_id', h.entry_id, 'seq', h.seq, 'kind', h.kind, 'facts', h.facts"
)
WORK_ENTRY = (
    "SELECT w.id, w.ticket_id, w.consultant_id, w.started_at, w.ended_at, w.activity, w.billable, w.note, w.revision "
    "FROM work_now w WHERE w.id = :work_entry_id AND w.ticket_id = :ticket_id"
)
INFO_ITEM = (
    "SELECT i.id, i.state FROM info_items i JOIN entries e ON e.id = i.entry_id "
    "WHERE i.id = :item_id AND e.ticket_id = :ticket_id"
)
PUBLIC_DOCUMENTS, STAFF_DOCUMENTS = "public_documents", "staff_documents"
_QUERY = "CAST(:query AS tsquery)"
_SETTINGS = "LEFT JOIN desk_settings s ON s.company_id = t.company_id"
# Named: a column that a later version adds changes the result of no statement that is prepared on its names.
_COLUMNS = (
    ", ".join(f"t.{column.name}" for column in tickets.columns)
    + ", coalesce(s.update_scope, 'company') AS update_scope, "
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
        f"json_build_object({DURATIONS})::text AS durations_json, coalesce(m.seq, 0) AS seen_seq "
        f"FROM tickets t {_SETTINGS} {MARK} WHERE t.number = :number AND {condition}"
    )


def entries_sql(condition: str) -> str:
    """Entries before a `seq`, newest first, each as JSON."""
    return (
        f"SELECT e.seq, json_build_object({ENTRY})::text AS item FROM entries e JOIN tickets t ON t.id = e.ticket_id "
        f"WHERE t.number = :number AND {condition} AND (:internal OR NOT e.is_internal) "
        "AND (CAST(:before_seq AS int) IS NULL OR e.seq < :before_seq) ORDER BY e.seq DESC LIMIT :limit"
    )


def history_sql() -> str:
    """Entries and changes of a request after a place in its history, newest first, each as JSON.

    Places are (time, 0 for an entry and 1 for a change, seq or id): what an entry brought about comes after it.
    """
    after = "(CAST(:at AS timestamptz) IS NULL OR ({}) < (CAST(:at AS timestamptz), CAST(:rank AS int), CAST(:n AS bigint)))"
    entry = "e.created_at, 0, CAST(e.seq AS bigint)"
    change = "c.created_at, 1, c.id"
    return (
        f"SELECT CAST(h.at AS text) AS place, h.rank, h.n, json_build_object({HISTORY})::text AS item FROM ("
        "(SELECT e.created_at AS at, 0 AS rank, CAST(e.seq AS bigint) AS n, 'entry' AS what, e.author_id AS by, "
        "e.id AS entry_id, e.seq, e.kind, CAST(NULL AS jsonb) AS facts FROM entries e WHERE e.ticket_id = :ticket_id "
        f"AND (:internal OR NOT e.is_internal) AND e.kind <> 'system' AND {after.format(entry)} "
        "ORDER BY e.created_at DESC, e.seq DESC LIMIT :limit) UNION ALL "
        "(SELECT c.created_at, 1, c.id, c.what, c.actor_id, NULL, NULL, NULL, c.facts FROM changes c "
        f"WHERE c.ticket_id = :ticket_id AND (:work OR c.what NOT LIKE 'work%') AND {after.format(change)} "
        "ORDER BY c.created_at DESC, c.id DESC LIMIT :limit)) h "
        "ORDER BY h.at DESC, h.rank DESC, h.n DESC LIMIT :limit"
    )


def work_sql() -> str:
    """Records of work after a place (beginning, id), each as JSON."""
    return (
        f"SELECT CAST(w.started_at AS text) AS place, w.id, json_build_object({WORK})::text AS item FROM work_now w "
        "WHERE w.ticket_id = :ticket_id AND :work AND (CAST(:at AS timestamptz) IS NULL OR "
        "(w.started_at, w.id) > (CAST(:at AS timestamptz), CAST(:id AS uuid))) ORDER BY w.started_at, w.id LIMIT :limit"
    )


def per_consultant_sql() -> str:
    """What everybody worked on a request, as JSON."""
    return f"SELECT {PER_CONSULTANT}::text FROM tickets t WHERE t.id = :ticket_id"


def list_sql(conditions: Sequence[str], key: str, *, descending: bool) -> str:
    """A page of requests, each as JSON, with its place in the order: `key`, number."""
    window = _window_sql("", conditions, key, _by(key, descending=descending), "LIMIT :limit")
    return _items_sql(window, descending=descending)


def walk_sql(inner: Sequence[str], joins: str, rest: Sequence[str], key: str, *, descending: bool) -> str:
    """The same, of the next `:window` requests that `inner` means."""
    window = _window_sql("", inner, key, _by(key, descending=descending), "LIMIT :window")
    by = _by("t.place", descending=descending)
    return _items_sql(f"SELECT t.* FROM ({window}) t {joins} {_where(rest)} {by} LIMIT :limit", descending=descending)


def collect_sql(joins: str, conditions: Sequence[str], key: str, *, descending: bool) -> str:
    """The same, of all that the conditions mean. OFFSET 0 keeps the planner from walking along the order."""
    found = _window_sql(joins, conditions, key, "", "OFFSET 0")
    by = _by("t.place", descending=descending)
    return _items_sql(f"SELECT t.* FROM ({found}) t {by} LIMIT :limit", descending=descending)


def walk_words_sql(
    documents: str, inner: Sequence[str], joins: str, conditions: Sequence[str], *, descending: bool
) -> str:
    """The same, of the next `:window` documents, which lie in the order of creation; their words are looked at on the way.

    `inner`: of the conditions those on company and creation, which documents have as requests do.
    """
    by = _by("t.created_at", descending=descending)
    window = f"SELECT t.created_at, t.number, t.words FROM {documents} t {_where(inner)} {by} LIMIT :window"
    order = "DESC" if descending else "ASC"
    return _items_sql(
        f"SELECT t.*, d.created_at AS place FROM ({window}) d JOIN tickets t ON t.number = d.number {joins} "
        f"{_where([f'd.words @@ {_QUERY}', *conditions])} ORDER BY d.created_at {order}, d.number {order} LIMIT :limit",
        descending=descending,
    )


def holds_words_sql(documents: str) -> str:
    """A join: the words are in the document of a request at hand."""
    return f"JOIN {documents} d ON {_of_ticket(documents)} AND d.words @@ {_QUERY}"


def says_words_sql(documents: str) -> str:
    """The same as a condition, so that the planner looks at one request after the other."""
    return f"(SELECT d.words @@ {_QUERY} FROM {documents} d WHERE {_of_ticket(documents)})"


def found_by_words_sql(documents: str) -> str:
    """A join: first the documents that hold the words, by their index."""
    found = f"SELECT d.number FROM {documents} d WHERE d.words @@ {_QUERY} OFFSET 0"
    return f"JOIN ({found}) d ON d.number = t.number"


def _of_ticket(documents: str) -> str:
    company = "d.company_id = t.company_id AND " if documents == PUBLIC_DOCUMENTS else ""
    return f"{company}d.created_at = t.created_at AND d.number = t.number"


def _window_sql(joins: str, conditions: Sequence[str], key: str, by: str, end: str) -> str:
    return f"SELECT t.*, {key} AS place FROM tickets t {joins} {_where(conditions)} {by} {end}"


def _items_sql(page: str, *, descending: bool) -> str:
    return (
        f"SELECT CAST(t.place AS text) AS place, t.number, json_build_object({SUMMARY})::text AS item "
        f"FROM ({page}) t {MARK} {_by('t.place', descending=descending)}"
    )


def _by(key: str, *, descending: bool) -> str:
    order = "DESC" if descending else "ASC"
    return f"ORDER BY {key} {order}, t.number {order}"


def _where(conditions: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def after_sql(key: str, *, descending: bool) -> str:
    """Behind a place in the order."""
    return f"({key}, t.number) {'<' if descending else '>'} (CAST(:after_place AS timestamptz), :after_number)"


def count_sql(joins: str, conditions: Sequence[str], most: int) -> str:
    """How many requests there are, counted to `most`."""
    return f"SELECT count(*) FROM (SELECT 1 FROM tickets t {joins} {_where(conditions)} LIMIT {most}) found"


def count_found_sql(documents: str) -> str:
    """How many documents hold the words, counted to `:few`.

    MATERIALIZED: planned as if all were wanted, so by the index. With the limit in sight the planner reads documents one by one,
    since it takes the beginning of a word for frequent: all of them, where the word is in none.
    """
    found = f"SELECT FROM {documents} d WHERE d.words @@ {_QUERY}"
    return f"WITH found AS MATERIALIZED ({found}) SELECT count(*) FROM (SELECT FROM found LIMIT :few) few"


def load_sql() -> str:
    """Active requests by who has them, from the index alone."""
    return (
        "SELECT assignee_id, count(*) AS active, count(*) FILTER (WHERE priority = 'urgent') AS urgent, "
        "count(*) FILTER (WHERE status = 'waiting_customer') AS waiting_customer "
        "FROM tickets WHERE status <> 'closed' GROUP BY assignee_id"
    )


def active_by_author_sql() -> str:
    """Active requests of a company by who wrote them."""
    return (
        "SELECT author_id, count(*) AS active FROM tickets WHERE company_id = :company_id AND status <> 'closed' "
        "GROUP BY author_id"
    )


def mark_sql() -> str:
    """Keep how far somebody has seen a request; never backwards, never beyond its last entry."""
    return (
        "INSERT INTO read_marks AS m (user_id, ticket_id, seq) VALUES (:reader, :ticket_id, :seq) "
        "ON CONFLICT (user_id, ticket_id) DO UPDATE SET seq = excluded.seq WHERE m.seq < excluded.seq"
    )
