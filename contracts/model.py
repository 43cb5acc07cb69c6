"""The bases of everything that is said on the bus."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints


def _without_control_characters(text: str) -> str:
    """Refuse what a single line of text never holds: control characters and unpaired surrogates."""
    if any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in text):
        raise ValueError("must not contain control characters or line breaks")
    return text


def _storable(text: str) -> str:
    """Refuse what PostgreSQL and UTF-8 cannot keep: NUL and unpaired surrogates."""
    if any(c == "\x00" or 0xD800 <= ord(c) < 0xE000 for c in text):
        raise ValueError("must not contain NUL characters or unpaired surrogates")
    return text


Text = Annotated[str, AfterValidator(_storable)]
Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_without_control_characters)]
Moment = AwareDatetime
CommandId = Annotated[
    str,
    StringConstraints(min_length=8, max_length=200, pattern=r"^[A-Za-z0-9._:~-]+$"),
    Field(description="client's id"),
]
Context = Any  # of a call: who, until when, how it is traced; `chassis.call.Call`, which words know nothing of
Cursor = Annotated[str, StringConstraints(max_length=500, pattern=r"^[A-Za-z0-9_.=-]*$")]


class Command(BaseModel):
    """Something a caller asks for. Unknown fields are refused, so a misspelt one is never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WritingCommand(Command):
    """A command with an effect: it runs once per (principal, operation, command_id)."""

    command_id: CommandId


class View(BaseModel):
    """An answer. Clients may meet fields they do not know yet."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Audience(StrEnum):
    """Who may ever see an event of a type."""

    COMPANY = "company"
    STAFF = "staff"
    OWNER = "owner"
    ADMIN = "admin"


class Event(BaseModel):
    """The data of an event: ids and changed facts; never bytes, secrets, subjects or texts."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    name: ClassVar[str]
    audience: ClassVar[Audience]


class CloudEvent(BaseModel):
    """CloudEvents 1.0 in structured JSON, with the extensions this product uses."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str
    data: dict[str, Any]
    position: int = Field(description="per source, without gaps, in the order of commits")
    sequence: int = Field(description="per subject, without gaps")
    audience: Audience
    companyid: UUID | None = None
    actorid: UUID | None = None
    traceparent: str | None = None
    causationid: str | None = None


class Page(View):
    """Where a list goes on: pass `next_cursor` with the same filter and sort; none when this was the last page."""

    next_cursor: str | None = None
    limit: int
