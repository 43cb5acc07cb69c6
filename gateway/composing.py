"""What a page needs beside the service's answer: people by id, files as the caller may see them.

Names are remembered for 60 s and dropped by auth's events. Files are asked only when there are some. Both are optional
parts: after half a second the page goes out without them, and says so in `missing`.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import orjson

from chassis.call import Call
from contracts.auth import GetUsers, PeopleView
from contracts.errors import DomainError
from contracts.files import PICTURE, DescribeFiles
from gateway.bus import deadline_ms
from gateway.calls import Services
from gateway.settings import OPTIONAL_PART_SECONDS, PEOPLE_SECONDS

MOST_PEOPLE = 20_000
MOST_ASKED = 200  # at once, of auth
MOST_FILES_ASKED = 500  # at once, of files
USER_EVENTS = ("user_activated_v1", "user_changed_v1", "user_disabled_v1", "user_enabled_v1", "role_changed_v1")

# What a person sees of another depends on who looks: the viewer's kind is part of the key.
Key = tuple[str, str]


class Composer:
    """Remembers people, asks for files."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._people: OrderedDict[Key, tuple[bytes, float]] = OrderedDict()

    async def user_changed(self, message: Any) -> None:
        """An event of auth: forget the person, for every viewer."""
        try:
            user_id = str(json.loads(message.body)["data"]["user_id"])
        except (ValueError, KeyError, TypeError):
            self._people.clear()
            return
        for key in [k for k in self._people if k[1] == user_id]:
            del self._people[key]

    def forget_people(self) -> None:
        """The connection was lost: events may have been missed."""
        self._people.clear()

    async def page(self, call: Call, answer: bytes, people: Iterable[str], files: Iterable[str]) -> tuple[bytes, bool]:
        """The answer with `people`, `files` and `missing`; and whether it is whole."""
        wanted_files = list(dict.fromkeys(files))
        (people_json, people_whole), (files_json, files_whole) = await asyncio.gather(
            self._people_json(call, people), self._files_json(call, wanted_files)
        )
        missing = [n for n, whole in (("people", people_whole), ("files", files_whole)) if not whole]
        parts = (
            answer[:-1],
            b',"people":',
            people_json,
            b',"files":',
            files_json,
            b',"missing":',
            orjson.dumps(missing),
            b"}",
        )
        return b"".join(parts), not missing

    async def listed(self, call: Call, answer: bytes, people: Iterable[str]) -> bytes:
        """A list's answer with `people` and `missing`."""
        people_json, whole = await self._people_json(call, people)
        missing = b"[]" if whole else b'["people"]'
        return b"".join((answer[:-1], b',"people":', people_json, b',"missing":', missing, b"}"))

    async def _people_json(self, call: Call, ids: Iterable[str]) -> tuple[bytes, bool]:
        viewer = _viewer(call)
        now = time.monotonic()
        wanted = list(dict.fromkeys(i for i in ids if i))
        found: dict[str, bytes] = {}
        unknown = []
        for user_id in wanted:
            known = self._people.get((viewer, user_id))
            if known is not None and known[1] > now:
                found[user_id] = known[0]
            else:
                unknown.append(user_id)
        whole = True
        for first in range(0, len(unknown), MOST_ASKED):  # one call, but for a long page that names many strangers
            try:
                found |= await self._ask_people(call, viewer, unknown[first : first + MOST_ASKED])
            except (DomainError, TimeoutError):
                whole = False
                break
        return b"{" + b",".join(b'"%s":%s' % (i.encode(), j) for i, j in found.items()) + b"}", whole

    async def _ask_people(self, call: Call, viewer: str, ids: list[str]) -> dict[str, bytes]:
        command = GetUsers(ids=[UUID(i) for i in ids])
        answer = await self._services.ask(optional(call), "auth", "get_users", command, PeopleView)
        until = time.monotonic() + PEOPLE_SECONDS
        found = {}
        for user_id, person in answer.people.items():
            found[str(user_id)] = person.model_dump_json(exclude_none=True).encode()
            self._people[(viewer, str(user_id))] = (found[str(user_id)], until)
        while len(self._people) > MOST_PEOPLE:
            self._people.popitem(last=False)
        return found

    async def _files_json(self, call: Call, ids: list[str]) -> tuple[bytes, bool]:
        found: list[bytes] = []
        whole = True
        for first in range(0, len(ids), MOST_FILES_ASKED):  # one call, but for a long page that is full of pictures
            command = DescribeFiles(ids=[UUID(i) for i in ids[first : first + MOST_FILES_ASKED]])
            try:
                answer = await self._services.send(optional(call), "files", "describe", command)
            except (DomainError, TimeoutError):
                whole = False
                break
            found.append(answer[len(b'{"files":{') : -len(b"}}")])
        return b"{" + b",".join(files for files in found if files) + b"}", whole


def people_of(page: dict[str, Any]) -> list[str]:
    """Everybody whom a request's page names."""
    ticket = page["ticket"]
    named = [ticket["author_id"], ticket["recorded_by"], ticket["assignee_id"]]
    named += [person for entry in page["entries"] for person in people_of_entry(entry)]
    return [person for person in [*named, *(work["consultant_id"] for work in page["work"])] if person]


def people_of_entry(entry: dict[str, Any]) -> list[str | None]:
    """Whoever wrote an entry, whom it speaks of, and who ticked its items."""
    about = [entry["fact"]["person_id"]] if entry["fact"] else []
    return [entry["author_id"], *about, *(item["changed_by"] for item in entry["info_items"])]


def files_of(entries: list[dict[str, Any]]) -> list[str]:
    """The files of entries, and the pictures in their texts."""
    attached = [file_id for entry in entries for file_id in entry["file_ids"]]
    return attached + [picture for entry in entries for picture in PICTURE.findall(entry["body_html"])]


def optional(call: Call) -> Call:
    """The call with the short deadline of an optional part."""
    deadline = min(call.deadline_ms, deadline_ms(OPTIONAL_PART_SECONDS))
    return Call(call.request_id, deadline, call.token, call.caller, call.traceparent)


def _viewer(call: Call) -> str:
    """Viewers who see the same of everybody share what is remembered; a person sees more of herself."""
    actor = call.actor
    if actor.is_staff:
        return "staff"
    return f"{actor.role}/{actor.id}"
