"""Alembic's entry to the migrations of tickets."""

from __future__ import annotations

from alembic import context

from chassis.migrations import run_environment
from services.tickets.models import metadata

run_environment(context.config, metadata)
