"""Who may do what over HTTP, operation by operation. An operation that stands nowhere here fails the matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.matrix.cast import ALL, COMPANY, PEOPLE, READERS, SERVICES, STAFF

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """`allowed`: who gets past the check with Ana's thing. `knows`: who may learn that it exists, and so may meet 403.

    `body` is valid, so that it is the right and not the body that decides; `path` replaces an id of the address.
    """

    allowed: frozenset[str]
    knows: frozenset[str] = NOBODY
    body: dict[str, Any] | None = None
    query: dict[str, Any] = field(default_factory=dict)
    content: bytes | None = None
    path: dict[str, str] = field(default_factory=dict)


_NOW = datetime.now(UTC)
_TEXT = {"body_html": "<p>Text</p>"}
_WORK = {
    "started_at": (_NOW - timedelta(hours=3)).isoformat(),
    "ended_at": (_NOW - timedelta(hours=2)).isoformat(),
    "activity": "Analiză",
}
_TICKET = {"subject": "Subiect", **_TEXT}
_SIGNED_IN = ALL - {"stranger"}
_MANAGERS = frozenset({"admin", "company_admin"})
_STAFF_ONLY = Row(STAFF, knows=READERS)

# Stale on purpose: whoever may do it is told 412, so that nothing is disabled or closed by looking.
STALE = '"0.0"'

RIGHTS: dict[str, Row] = {
    # --- requests ---
    "list_tickets": Row(_SIGNED_IN - {"admin"}),
    "count_tickets": Row(_SIGNED_IN - {"admin"}),
    "open_ticket": Row(_SIGNED_IN - {"admin"}, body=_TICKET),
    "get_ticket": Row(READERS),
    "list_entries": Row(READERS),
    "list_history": Row(READERS),
    "list_work": Row(READERS),
    "mark_seen": Row(COMPANY | STAFF, knows=frozenset({"service"}), body={"seq": 1}),
    "add_update": Row(COMPANY | {"service"}, knows=READERS, body=_TEXT),
    "open_follow_up": Row(COMPANY, knows=READERS, body=_TEXT),
    "answer": Row(STAFF, knows=READERS, body={"kind": "reply", **_TEXT}),
    "add_note": Row(STAFF, knows=READERS, body=_TEXT),
    "assign": Row(STAFF, knows=READERS, body={}),
    "unassign": _STAFF_ONLY,
    "transition": Row(frozenset({"owner"}), knows=READERS, body={"action": "withdraw"}),
    "change_info_item": Row(STAFF, knows=READERS, body={"state": "waived"}),
    "log_work": Row(STAFF, knows=READERS, body=_WORK),
    "correct_work": Row(STAFF, knows=READERS, body=_WORK | {"reason": "greșit"}),
    "get_timer": _STAFF_ONLY,
    "start_timer": _STAFF_ONLY,
    "stop_timer": Row(STAFF, knows=READERS),
    # --- drafts ---
    "list_drafts": Row(PEOPLE - {"admin"}),
    "create_draft": Row(PEOPLE - {"admin"}, body={"kind": "ticket", **_TICKET}),
    "get_draft": Row(frozenset({"owner"})),
    "save_draft": Row(frozenset({"owner"}), body={"kind": "ticket", **_TICKET}),
    "discard_draft": Row(frozenset({"owner"})),
    # --- files ---
    "upload_file": Row(PEOPLE - {"admin"}, query={"name": "x.txt"}, content=b"x"),
    "get_file": Row(STAFF | {"owner"}),
    "read_file": Row(STAFF | {"owner"}),
    "list_reads": Row(frozenset({"owner"})),
    "discard_file": Row(frozenset({"owner"}), path={"file_id": "loose_file_id"}),
    # --- people ---
    "get_profile": Row(PEOPLE),
    "list_companies": Row(PEOPLE),
    "create_company": Row(frozenset({"admin"}), body={"name": ""}),
    "get_company": Row(COMPANY | STAFF | {"admin"}),
    "change_company": Row(frozenset({"admin"}), knows=COMPANY | STAFF, body={"name": "Altă companie"}),
    "list_users": Row(_MANAGERS | STAFF, knows=COMPANY),
    "invite_user": Row(_MANAGERS, knows=COMPANY | STAFF, body={"email": "", "role": "customer"}),
    "change_profile": Row(PEOPLE, body={"telephone": "+40 700 000 001"}),
    "list_sessions": Row(_SIGNED_IN),
    "find_users": Row(STAFF | SERVICES | {"admin"}),
    "list_audit": Row(frozenset({"admin"})),
    "get_user": Row(_MANAGERS | STAFF | {"owner"}, knows=COMPANY | {"service"}),
    "change_role": Row(_MANAGERS, knows=COMPANY | STAFF | {"service"}, body={"role": "customer"}),
    "disable_user": Row(_MANAGERS, knows=COMPANY | STAFF | {"service"}),
    "enable_user": Row(_MANAGERS, knows=COMPANY | STAFF | {"service"}),
}

# Not a matter of rights on a thing; where each is tested instead.
ELSEWHERE = {
    "start_session": "anybody may try: tests of signing in",
    "get_session": "the caller's own session by its cookie: tests of signing in",
    "end_session": "the caller's own session by its cookie: tests of signing in",
    "issue_token": "anybody may try: tests of signing in",
    "refresh_token": "whoever holds the refresh token: tests of signing in",
    "change_password": "the caller's own password: tests of the own account",
    "end_own_session": "the caller's own sessions: tests of the own account",
    "end_tokens": "the caller's own token family: tests of signing in",
    "get_invitation": "whoever holds the token: tests of invitations",
    "accept_invitation": "whoever holds the token: tests of invitations",
    "get_problem": "public",
}
assert not SERVICES & RIGHTS["upload_file"].allowed
