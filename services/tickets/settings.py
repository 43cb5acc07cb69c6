"""The settings of tickets."""

from __future__ import annotations

from chassis.settings import ServiceSettings

AUTO_CLOSE_WORKING_DAYS = 5
LAST_ENTRIES = 50
DRAFT_DAYS = 30
CORRECTION_DAYS = 30
CLAIM_GRACE_SECONDS = 60


class TicketsSettings(ServiceSettings):
    """What tickets needs; the secret is for its jobs alone."""

    tickets_client_secret: str | None = None


SETTINGS = TicketsSettings
