"""Reads everything back and compares it with the ledger: each finding is a broken promise."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import psycopg

from tests.reliability.ledger import Ledger, Written
from tests.reliability.listener import Arrival
from tests.support.api import Api
from tests.support.stack import RunningStack

_ENTRY_EVENTS = "('ticket_opened_v1', 'ticket_updated_v1', 'ticket_answered_v1')"
_OUTBOX = "SELECT subject, sequence, position, event_id::text FROM outbox WHERE subject = ANY(%s) ORDER BY id"
_PER_ENTRY = (
    f"SELECT data->>'entry_id', count(*) FROM outbox WHERE subject = ANY(%s) AND name IN {_ENTRY_EVENTS} GROUP BY 1"
)
_POSITIONS = "SELECT count(*), coalesce(max(position), 0), count(*) FILTER (WHERE published_at IS NULL) FROM outbox"
_FOLLOWED = "SELECT subject, last_sequence FROM inbox_subjects WHERE source = 'tickets' AND subject = ANY(%s)"
_UNCONFIRMED = (
    "SELECT count(*) FROM claims WHERE confirmed_at IS NULL AND company_id = ANY(%s::uuid[]) "
    "AND entry_id IN (SELECT entry_id FROM files WHERE entry_id IS NOT NULL)"
)


@dataclass
class Findings:
    """What is not as it was promised; every list is empty after a good run."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    files_lost: list[str] = field(default_factory=list)
    events_wrong: list[str] = field(default_factory=list)
    applied_twice: list[str] = field(default_factory=list)
    claims_left: int = 0

    def broken(self) -> dict[str, Any]:
        """What was found, by kind; empty: all promises held."""
        return {kind: found for kind, found in asdict(self).items() if found}


def read_back(
    stack: RunningStack, ledger: Ledger, readers: list[Api], staff: Api, companies: list[str], arrivals: list[Arrival]
) -> Findings:
    """Compare. `readers`: a customer of each company; `staff`: somebody who may read every file that is attached."""
    findings = Findings()
    pages = {row["number"]: _page(api, row["number"]) for api in readers for row in api.tickets()}
    _entries(findings, ledger, pages)
    _files(findings, ledger, staff, pages)
    subjects = [f"tickets/{number}" for number in pages]
    _events(findings, stack, subjects, pages, arrivals)
    findings.applied_twice = _applied_twice(stack)
    with psycopg.connect(_plain(stack.database("files"))) as connection:
        row = connection.execute(_UNCONFIRMED, (companies,)).fetchone()
        findings.claims_left = int(row[0]) if row else -1
    return findings


def _page(api: Api, number: int) -> dict[str, Any]:
    page = api.ticket(number)
    while page["entries"][0]["seq"] > 1:
        path, before = f"/tickets/{number}/entries", page["entries"][0]["seq"]
        page["entries"] = api.get(path, params={"before_seq": before, "limit": 200}).json()["items"] + page["entries"]
    return page


def _entries(findings: Findings, ledger: Ledger, pages: dict[int, dict[str, Any]]) -> None:
    """Every acknowledged entry once, as it was sent; nothing that was never sent; seq and versions without gaps."""
    said: dict[str, list[dict[str, Any]]] = defaultdict(list)
    where: dict[str, int] = {}
    for number, page in pages.items():
        seqs = [entry["seq"] for entry in page["entries"]]
        if seqs != list(range(1, len(seqs) + 1)):
            findings.gaps.append(f"{number}: entries {seqs}")
        for entry in page["entries"]:
            if entry["kind"] != "system":
                said[entry["body_text"].strip()].append(entry)
                where[entry["id"]] = number
    versions: dict[int, set[int]] = defaultdict(set)
    for one in ledger.written:
        found = said.get(one.marker, [])
        if not any(entry["id"] == one.entry_id for entry in found):
            findings.lost.append(one.marker)
        findings.altered += [one.marker for entry in found if not _same(entry, one, where)]
        if one.version in versions[one.number]:
            findings.doubled.append(f"{one.number}: version {one.version} twice")
        versions[one.number].add(one.version)
    findings.doubled += [marker for marker, found in said.items() if len(found) > 1]
    findings.unknown += [marker for marker in said if marker not in ledger.sent]
    acknowledged = {one.marker for one in ledger.written}
    unanswered = Counter(where[e["id"]] for m, found in said.items() if m not in acknowledged for e in found)
    for number, page in pages.items():
        missing = set(range(1, page["ticket"]["version"] + 1)) - versions[number]
        if len(missing) > unanswered[number]:
            findings.gaps.append(f"{number}: versions {sorted(missing)}")


def _same(entry: dict[str, Any], one: Written, where: dict[str, int]) -> bool:
    is_text = entry["body_html"] == f"<p>{one.marker}</p>"
    return is_text and where[entry["id"]] == one.number and sorted(entry["file_ids"]) == sorted(one.file_ids)


def _files(findings: Findings, ledger: Ledger, staff: Api, pages: dict[int, dict[str, Any]]) -> None:
    """Every acknowledged file of a request opens for staff with its hash, so its claim held."""
    attached = {f for page in pages.values() for entry in page["entries"] for f in entry["file_ids"]}
    for file_id in sorted(attached):
        answer = staff.get(f"/files/{file_id}/content")
        known = ledger.stored.get(file_id)
        if known is None or answer.status_code != 200 or hashlib.sha256(answer.content).hexdigest() != known.sha256:
            findings.files_lost.append(f"{file_id}: {answer.status_code}")


def unattached(ledger: Ledger, mine: dict[str, Api]) -> list[str]:
    """Acknowledged files that are part of no request must open for their owner, with their hash."""
    used = {f for one in ledger.written for f in one.file_ids}
    wrong = []
    for file in ledger.stored.values():
        if file.file_id not in used:
            answer = mine[file.owner].get(f"/files/{file.file_id}/content")
            if answer.status_code != 200 or hashlib.sha256(answer.content).hexdigest() != file.sha256:
                wrong.append(f"{file.file_id}: {answer.status_code}")
    return wrong


def _events(
    findings: Findings,
    stack: RunningStack,
    subjects: list[str],
    pages: dict[int, dict[str, Any]],
    arrivals: list[Arrival],
) -> None:
    """One event per entry; sequences and positions without gaps; all arrived, first arrivals in order per request."""
    with psycopg.connect(_plain(stack.database("tickets"))) as connection:
        rows = connection.execute(_OUTBOX, (subjects,)).fetchall()
        per_entry: dict[str, int] = dict(connection.execute(_PER_ENTRY, (subjects,)).fetchall())
        count, last, waiting = connection.execute(_POSITIONS).fetchone() or (0, 0, 0)
    if count != last or waiting:
        findings.events_wrong.append(f"{count} events, last position {last}, {waiting} not published")
    spoken = {e["id"] for page in pages.values() for e in page["entries"] if e["kind"] != "system"}
    findings.events_wrong += [f"entry {e}: {per_entry.get(e, 0)} events" for e in spoken if per_entry.get(e, 0) != 1]
    sequences: dict[str, list[int]] = defaultdict(list)
    for subject, sequence, _, _ in rows:
        sequences[subject].append(sequence)
    for subject, found in sequences.items():
        if found != list(range(1, len(found) + 1)):
            findings.events_wrong.append(f"{subject}: sequences {found}")
    came: dict[str, list[int]] = defaultdict(list)
    seen: set[str] = set()
    for arrival in arrivals:
        if arrival.event_id not in seen:
            seen.add(arrival.event_id)
            came[arrival.subject].append(arrival.sequence)
    for subject, expected in sequences.items():
        if sorted(came[subject]) != expected:
            findings.events_wrong.append(f"{subject}: arrived {came[subject]} of {len(expected)}")
        elif came[subject] != expected:
            findings.events_wrong.append(f"{subject}: out of order {came[subject]}")
    with psycopg.connect(_plain(stack.database("files"))) as connection:
        followed: dict[str, int] = dict(connection.execute(_FOLLOWED, (subjects,)).fetchall())
    findings.events_wrong += [
        f"{subject}: files came to {followed.get(subject, 0)} of {len(expected)}"
        for subject, expected in sequences.items()
        if followed.get(subject, 0) != len(expected)
    ]


def _applied_twice(stack: RunningStack) -> list[str]:
    """Events whose transaction files committed more than once, as its log tells."""
    times = Counter(line["event_id"] for line in _lines(stack, "files", "event") if line["applied"])
    return [event_id for event_id, count in times.items() if count > 1]


def executed_twice(stack: RunningStack, since: datetime, part: str = "tickets") -> int:
    """Calls that ran more than once with success since then: harmless by their command rows, and counted."""
    calls = (line for line in _lines(stack, part, "call") if datetime.fromisoformat(line["timestamp"]) >= since)
    ran = Counter((line["request_id"], line["operation"]) for line in calls if _wrote(line))
    return sum(count - 1 for count in ran.values())


def _wrote(line: dict[str, Any]) -> bool:
    return line["outcome"] == "ok" and line["operation"].partition(".")[2] in ("open_ticket", "add_update", "answer")


def _lines(stack: RunningStack, part: str, event: str) -> Iterator[dict[str, Any]]:
    for text in stack.log(part).splitlines():
        if f'"event":"{event}"' in text:
            try:
                yield json.loads(text)
            except ValueError:  # cut off by a kill
                continue


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")
