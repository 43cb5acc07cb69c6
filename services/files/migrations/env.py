"""Alembic's entry to the migrations of files."""

from __future__ import annotations

from alembic import context

from chassis.migrations import run_environment
from services.files.models import metadata

run_environment(context.config, metadata)
