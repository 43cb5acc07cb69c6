"""Whether the gateway lives, and whether it can do its work."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from uuid import uuid4

import orjson
from fastapi import APIRouter
from prometheus_client import CollectorRegistry, Gauge
from starlette.requests import Request
from starlette.responses import Response

from chassis.call import Call
from chassis.parking import queue_of
from contracts.auth import KeySetView, PublicKeys
from contracts.errors import DomainError, Unauthenticated
from contracts.files import UnconfirmedClaims
from contracts.model import Command
from contracts.tickets import GetTicket
from gateway.bus import BusClient, deadline_ms
from gateway.calls import Services
from gateway.identity import anonymous
from gateway.routes.respond import json_bytes, parts_of

router = APIRouter(include_in_schema=False)

PROBES: dict[str, tuple[str, Command]] = {
    "auth": ("public_keys", PublicKeys()),
    "tickets": ("get_ticket", GetTicket(number=1)),
    "files": ("unconfirmed_claims", UnconfirmedClaims()),
}


class Readiness:
    """Whether bus and services answer, and whether messages lie parked; asked at most once a second."""

    def __init__(self, bus: BusClient, services: Services, registry: CollectorRegistry) -> None:
        self._bus = bus
        self._services = services
        self._known: tuple[float, dict[str, Any]] = (0.0, {})
        self._parked = Gauge(
            "parked_messages",
            "Messages that could not be worked off and wait for a person: solicitari dead list",
            ["service"],
            registry=registry,
        )

    async def state(self) -> dict[str, Any]:
        """`{"ready": bool, "degraded": bool, "parts": {name: "ok" | "away"}, "parked": {service: count}}`.

        Degraded: everything answers, but messages lie parked, or a part is away.
        """
        asked_at, known = self._known
        if time.monotonic() - asked_at < 1 and known:
            return known
        names = list(PROBES)
        depths, answers = await asyncio.gather(
            self._bus.depths(tuple(queue_of(name) for name in names)),
            asyncio.gather(*(self._answers(name) for name in names)),
        )
        parked = {name: depths[queue_of(name)] for name in names if queue_of(name) in depths}
        for name, count in parked.items():
            self._parked.labels(name).set(count)
        parts = {"bus": self._bus.is_up, **dict(zip(names, answers, strict=True))}
        is_ready = all(parts.values())
        found = {
            "ready": is_ready,
            "degraded": not is_ready or any(parked.values()),
            "parts": {n: "ok" if up else "away" for n, up in parts.items()},
            "parked": parked,
        }
        self._known = (time.monotonic(), found)
        return found

    async def _answers(self, service: str) -> bool:
        """A call without a token: being refused for that is an answer."""
        operation, command = PROBES[service]
        call = Call(request_id=f"ready-{uuid4()}", deadline_ms=deadline_ms(1))
        try:
            await self._services.send(call, service, operation, command)
        except Unauthenticated:
            return True
        except DomainError:
            return False
        return True


@router.get("/healthz")
async def healthz(_request: Request) -> Response:
    """The process lives."""
    return json_bytes(b'{"alive":true}')


@router.get("/readyz")
async def readyz(request: Request) -> Response:
    """The bus and every service answer: 200, else 503; `degraded` says that messages lie parked."""
    state = await parts_of(request).readiness.state()
    return json_bytes(orjson.dumps(state), 200 if state["ready"] else 503)


@router.get("/.well-known/jwks.json")
async def jwks(request: Request) -> Response:
    """The public keys of our tokens (RFC 7517)."""
    services = parts_of(request).services
    keys = await services.ask(anonymous(request), "auth", "public_keys", PublicKeys(), KeySetView)
    return json_bytes(orjson.dumps({"keys": keys.keys}), cache_control="public, max-age=60")
