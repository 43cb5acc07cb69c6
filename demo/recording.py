"""Records the story's requests and plays what follows, step by step, each under its own command id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

import urllib3

from chassis.client import client
from contracts.tickets import (
    AddNote,
    AddUpdate,
    AnswerTicket,
    AssignTicket,
    ChangeInfoItem,
    GetTicket,
    InfoItemState,
    ListTickets,
    LogWork,
    OpenFollowUp,
    OpenTicket,
    TicketsApi,
    TicketSummary,
    TransitionTicket,
)
from demo.ageing import was_moved
from demo.papers import content
from demo.story import Attachment, Request, Step, What
from demo.telling import Teller, story_id


class Recorder:
    """Speaks for the people whom a `Teller` has gathered. `gateway_url`: where files are uploaded."""

    def __init__(self, teller: Teller, gateway_url: str) -> None:
        self._teller = teller
        self._gateway_url = gateway_url
        self._tickets: TicketsApi = client(TicketsApi, teller.bus, "tickets")
        self._http = urllib3.PoolManager()
        self._numbers: dict[str, int] = {}

    def record_all(self, story: Iterable[Request]) -> list[tuple[int, Request]]:
        """Record every request, the oldest first so that numbers grow with time; returns their numbers."""
        there = {(t.author_id, t.subject): t for t in self._there()}
        found = []
        for request in sorted(story, key=lambda r: -r.days):
            earlier = there.get((self._teller.ids[request.author], request.subject))
            # One that lies in the past was told to its end; the services forget command ids after a week, so ask not.
            over = earlier is not None and was_moved(earlier.created_at)
            number = earlier.number if earlier and over else self._record(request)
            self._numbers[request.key] = number
            found.append((number, request))
        return found

    def _there(self) -> Iterable[TicketSummary]:
        for company_id in self._teller.companies.values():
            cursor = None
            while True:
                command = ListTickets(company=company_id, limit=200, cursor=cursor)
                view = self._tickets.list_tickets(self._teller.call("mihai"), command)
                yield from view.items
                cursor = view.page.next_cursor
                if cursor is None:
                    break

    def _record(self, request: Request) -> int:
        by = request.recorded_by or request.author
        call, command_id = self._teller.call(by), story_id(request.key, "open")
        file_ids = self._upload(by, request.files, request.key)
        if request.follow_up_of:
            follow_up = OpenFollowUp(
                command_id=command_id,
                number=self._numbers[request.follow_up_of],
                subject=request.subject,
                body_html=request.text,
                file_ids=file_ids,
                priority=request.priority,
                category=request.category,
            )
            number = self._tickets.open_follow_up(call, follow_up).number
        else:
            command = OpenTicket(
                command_id=command_id,
                subject=request.subject,
                body_html=request.text,
                file_ids=file_ids,
                priority=request.priority,
                category=request.category,
                on_behalf_of=self._teller.ids[request.author] if request.recorded_by else None,
            )
            number = self._tickets.open_ticket(call, command).number
        worked = 0
        for index, step in enumerate(request.steps):
            worked += step.minutes
            self._play(number, step, index + 1, worked, (request.key, str(index)))
        return number

    def _play(self, number: int, step: Step, version: int, worked: int, path: tuple[str, ...]) -> None:
        """Play a step on the request in `version`; `worked`: minutes of work up to and with it."""
        call, command_id = self._teller.call(step.who), story_id(*path)
        match step.what:
            case What.ASSIGN:
                to = self._teller.ids[step.to] if step.to else None
                assign = AssignTicket(command_id=command_id, number=number, assignee_id=to, expected_version=version)
                self._tickets.assign(call, assign)
            case What.ANSWER:
                answer = AnswerTicket(
                    command_id=command_id,
                    number=number,
                    kind=step.kind,
                    body_html=step.text,
                    info_items=list(step.items),
                    file_ids=self._upload(step.who, step.files, *path),
                )
                self._tickets.answer(call, answer)
            case What.UPDATE:
                update = AddUpdate(
                    command_id=command_id,
                    number=number,
                    body_html=step.text,
                    file_ids=self._upload(step.who, step.files, *path),
                    still_open=step.still_open,
                )
                self._tickets.add_update(call, update)
            case What.NOTE:
                self._tickets.add_note(call, AddNote(command_id=command_id, number=number, body_html=step.text))
            case What.WORK:
                self._tickets.log_work(call, self._work(number, step, worked, command_id))
            case What.TICK:
                change = ChangeInfoItem(
                    command_id=command_id,
                    number=number,
                    item_id=self._item(number, step),
                    state=InfoItemState.SATISFIED,
                    expected_version=version,
                )
                self._tickets.change_info_item(call, change)
            case What.TRANSITION:
                transition = TransitionTicket(
                    command_id=command_id,
                    number=number,
                    action=step.action,
                    reason=step.text,
                    expected_version=version,
                )
                self._tickets.transition(call, transition)

    def _work(self, number: int, step: Step, worked: int, command_id: str) -> LogWork:
        """Work lies before the recording, one interval before the other: in the past, and none counted twice."""
        recorded_at = self._tickets.get_ticket(self._teller.call(step.who), GetTicket(number=number)).ticket.created_at
        started_at = recorded_at - timedelta(minutes=worked)
        return LogWork(
            command_id=command_id,
            number=number,
            started_at=started_at,
            ended_at=started_at + timedelta(minutes=step.minutes),
            activity=step.text,
        )

    def _item(self, number: int, step: Step) -> UUID:
        detail = self._tickets.get_ticket(self._teller.call(step.who), GetTicket(number=number))
        return [item.id for entry in detail.entries for item in entry.info_items][step.item]

    def _upload(self, who: str, files: tuple[Attachment, ...], *path: str) -> list[UUID]:
        """Upload a step's files over HTTP; bytes never travel on the bus."""
        return [self._upload_one(who, file, story_id(*path, "file", file.name)) for file in files]

    def _upload_one(self, who: str, file: Attachment, key: str) -> UUID:
        headers = {"authorization": f"Bearer {self._teller.tokens[who]}", "idempotency-key": key}
        url = f"{self._gateway_url}/api/v1/files?{urlencode({'name': file.name})}"
        answer = self._http.request("POST", url, body=content(file), headers=headers, timeout=30.0)
        if answer.status != 201:
            raise RuntimeError(f"uploading {file.name} was answered {answer.status}: {answer.json().get('detail')}")
        return UUID(answer.json()["id"])
