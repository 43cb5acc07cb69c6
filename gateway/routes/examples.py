"""An example of every JSON body, shown in OpenAPI and on the page of it; a test holds each against its schema."""

from __future__ import annotations

from typing import Any

_PERSON = "7b0c4c3e-6f53-4c1d-9a55-0f1f3a1f8a10"
_FILE = "0d3a3a0c-7c36-4a0e-b1c1-5d3f4c2b9e77"
_DRAFT = {
    "kind": "ticket",
    "subject": "Raport de stocuri",
    "body_html": "<p>De ieri, raportul…</p>",
    "file_ids": [_FILE],
}

EXAMPLES: dict[str, Any] = {
    "StartSession": {"email": "andrei.lupu@agrodunarea.example", "password": "o parolă lungă și a mea"},
    "IssueToken": {"email": "andrei.lupu@agrodunarea.example", "password": "o parolă lungă și a mea"},
    "RefreshToken": {"refresh_token": "the refresh_token of the answer before"},
    "ChangeProfile": {"telephone": "+40 722 000 111", "language": "ro"},
    "ChangePassword": {"current_password": "o parolă lungă și a mea", "new_password": "alta, mai lungă, tot a mea"},
    "CreateCompany": {"name": "Agro Dunărea SRL", "time_zone": "Europe/Bucharest"},
    "ChangeCompany": {"name": "Agro Dunărea SA"},
    "InviteUser": {"email": "ioana.radu@agrodunarea.example", "role": "customer", "name": "Ioana Radu"},
    "ChangeRole": {"role": "dispatcher"},
    "Disablement": {"successor_id": _PERSON},
    "AcceptInvitation": {"name": "Ioana Radu", "password": "o parolă lungă și a mea", "telephone": "+40 722 000 222"},
    "OpenTicket": {
        "subject": "Raportul de stocuri nu mai iese",
        "body_html": "<p>De ieri, raportul de stocuri se oprește la 40 %.</p>",
        "priority": "high",
        "file_ids": [_FILE],
    },
    "AddUpdate": {"body_html": "<p>Am încercat și pe alt calculator: la fel.</p>", "still_open": True},
    "OpenFollowUp": {"body_html": "<p>A apărut din nou, la gestiunea 3.</p>"},
    "AnswerTicket": {
        "kind": "info_request",
        "body_html": "<p>Vă rugăm să ne trimiteți:</p>",
        "info_items": ["versiunea programului", "o copie de siguranță de azi"],
    },
    "AddNote": {"body_html": "<p>Seamănă cu cererea de luna trecută.</p>"},
    "AssignTicket": {"assignee_id": _PERSON},
    "TransitionTicket": {"action": "close", "reason": "Rezolvat la telefon."},
    "ChangeInfoItem": {"state": "satisfied"},
    "MarkSeen": {"seq": 4},
    "LogWork": {
        "started_at": "2026-03-02T09:00:00+02:00",
        "ended_at": "2026-03-02T09:45:00+02:00",
        "activity": "Refăcut indexul de stocuri",
    },
    "CorrectWork": {"ended_at": "2026-03-02T09:30:00+02:00", "reason": "Ultimul sfert de oră a fost altceva."},
    "CreateDraft": _DRAFT,
    "SaveDraft": _DRAFT,
}
