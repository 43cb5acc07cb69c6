"""Statements that are read often, built once."""

from __future__ import annotations

from sqlalchemy import select

from services.auth.models import companies, revocations, users

PERSON = select(users, companies.c.name.label("company_name")).select_from(users.outerjoin(companies))
REVOCATIONS = select(revocations).order_by(revocations.c.position)
