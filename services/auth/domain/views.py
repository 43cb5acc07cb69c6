"""Rows as the views of the contract."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import Row

from chassis.identity import Principal
from contracts.auth import CompanyView, PersonView, ServiceAccountView, UserView
from services.auth.domain import policy


def user_view(row: Row[Any]) -> UserView:
    """An account."""
    return UserView.model_validate(dict(row._mapping))


def person_view(actor: Principal, row: Row[Any]) -> PersonView:
    """A person as the actor may see them."""
    shown = policy.sees_contact_details(actor, row)
    return PersonView(
        id=row.id,
        name=row.name or (row.email if shown else "—"),
        role=row.role,
        company_id=row.company_id,
        company_name=row.company_name,
        email=row.email if shown else None,
        telephone=row.telephone if shown else None,
        is_active=row.state == "active",
    )


def company_view(row: Row[Any]) -> CompanyView:
    """A company."""
    return CompanyView.model_validate(dict(row._mapping))


def service_account_view(row: Row[Any]) -> ServiceAccountView:
    """An internal system's account; its secret is not kept and never shown again."""
    return ServiceAccountView.model_validate(dict(row._mapping) | {"client_id": row.id, "client_secret": None})


def folded(text: str) -> str:
    """A key for ordering and comparing: without case and diacritics (ș and ş alike)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
