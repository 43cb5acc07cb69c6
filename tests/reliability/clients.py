"""Clients that work all the time and do what docs/api.md says: repeat with the same key until there is an answer."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx

from contracts.auth import Role
from tests.reliability.ledger import Ledger, Stored, Written
from tests.support.api import Api
from tests.support.world import PASSWORD, Actor

GIVE_UP_SECONDS = 180.0
PAUSE_SECONDS = (0.05, 0.4)
LARGEST_FILE = 60_000
LOST_ON_THE_WAY = 1 / 20  # of the answers that say done
REPEATED = frozenset({409, 429, 502, 503, 504})


class Client(threading.Thread):
    """One person at work until `over`; what it does depends on `seed` and its name alone."""

    def __init__(self, person: Actor, name: str, seed: int, ledger: Ledger, over: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.person = person
        self.api: Api = person.api
        self.ledger = ledger
        self.over = over
        self._random = random.Random(f"{seed}/{name}")
        self._company = str(person.company_id) if person.company_id else None
        self._count = 0

    def run(self) -> None:
        """Work."""
        is_staff = self.person.role is Role.CONSULTANT
        while not self.over.is_set():
            if is_staff:
                self._answer()
            else:
                self._random.choices((self._open, self._update, self._upload), (4, 4, 2))[0]()

    def _open(self) -> None:
        files = [f for f in (self._upload(), self._upload()) if f]
        marker = self._marker()
        body = {"subject": marker, "body_html": f"<p>{marker}</p>", "file_ids": files}
        self._write("/tickets", body, marker, files, new_of=self._company)

    def _update(self) -> None:
        numbers = self.ledger.recent(self._company)
        if not numbers:
            return
        files = [f for f in [self._upload()] if f] if self._random.random() < 0.3 else []
        marker = self._marker()
        path = f"/tickets/{self._random.choice(numbers)}/updates"
        self._write(path, {"body_html": f"<p>{marker}</p>", "file_ids": files}, marker, files)

    def _answer(self) -> None:
        numbers = self.ledger.recent(self._company)
        if not numbers:
            self.over.wait(0.1)
            return
        files = [f for f in [self._upload()] if f] if self._random.random() < 0.2 else []
        marker = self._marker()
        kind = self._random.choice(("reply", "info_request", "resolution"))
        body: dict[str, Any] = {"kind": kind, "body_html": f"<p>{marker}</p>", "file_ids": files}
        if kind == "info_request":
            body["info_items"] = ["versiunea"]
        self._write(f"/tickets/{self._random.choice(numbers)}/answers", body, marker, files)

    def _upload(self) -> str | None:
        content = self._random.randbytes(self._random.randint(100, LARGEST_FILE))
        name = f"{self._marker()}.bin"
        answer = self._until_acknowledged("upload", lambda key: self.api.upload(name, content, key=key))
        if answer is None:
            return None
        file = Stored(str(answer["id"]), hashlib.sha256(content).hexdigest(), self.person.email)
        self.ledger.keep(file)
        return file.file_id

    def _write(
        self, path: str, body: dict[str, Any], marker: str, files: list[str], *, new_of: str | None = None
    ) -> None:
        self.ledger.sending(marker)
        answer = self._until_acknowledged(path, lambda key: self.api.post(path, body, key=key))
        if answer is not None:
            number, version, entry_id = int(answer["number"]), int(answer["version"]), str(answer["entry_id"])
            entry = Written(marker, number, version, entry_id, tuple(files), self.person.email)
            self.ledger.wrote(entry, new_of=new_of)

    def _until_acknowledged(self, what: str, ask: Callable[[str], httpx.Response]) -> dict[str, Any] | None:
        """The answer that says done; None when the request was refused, or never answered."""
        started, key = time.monotonic(), self._key()
        while time.monotonic() - started < GIVE_UP_SECONDS:
            try:
                answer = ask(key)
            except httpx.HTTPError as error:
                self.ledger.retried(type(error).__name__)
            else:
                if answer.status_code in (200, 201):
                    if self._random.random() < LOST_ON_THE_WAY:
                        self.ledger.retried("answer lost on the way")
                        continue
                    self.ledger.acknowledged(started)
                    done: dict[str, Any] = answer.json()
                    return done
                code = str(answer.json().get("code"))
                self.ledger.retried(f"{answer.status_code} {code}")
                if answer.status_code == 401:
                    self._sign_in()
                elif code == "entry-voided":  # nothing was recorded: the same again, as something new
                    key = self._key()
                elif answer.status_code not in REPEATED or code not in _REPEATED_CODES:
                    self.ledger.refused.append(f"{what}: {answer.status_code} {code}")
                    return None
            time.sleep(self._random.uniform(*PAUSE_SECONDS))
        self.ledger.abandoned.append(what)
        return None

    def _sign_in(self) -> None:
        try:
            answer = self.api.client.post("/tokens", json={"email": self.person.email, "password": PASSWORD})
        except httpx.HTTPError:
            return
        if answer.status_code == 201:
            self.api.client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"

    def _marker(self) -> str:
        self._count += 1
        return f"{self.name}-{self._count}"

    def _key(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))


_REPEATED_CODES = frozenset(
    {
        "command-in-progress",
        "unavailable",
        "outcome-unknown",
        "deadline-exceeded",
        "store-unavailable",
        "too-many-requests",
    }
)
