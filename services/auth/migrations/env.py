"""Alembic's entry to the migrations of auth."""

from __future__ import annotations

from alembic import context

from chassis.migrations import run_environment
from services.auth.models import metadata

run_environment(context.config, metadata)
