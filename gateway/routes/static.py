"""Everything outside the API: until there is a portal, one page that says where the API is."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

router = APIRouter(include_in_schema=False)

_PAGE = (
    "<!doctype html><html lang='ro'><meta charset='utf-8'><title>Solicitări</title>"
    "<h1>Suport clienți – Înregistrare Solicitări Service</h1>"
    "<p>API: <a href='/api/v1/docs'>/api/v1/docs</a></p></html>"
)


@router.get("/")
async def home(_request: Request) -> Response:
    """Where to go."""
    headers = {"content-security-policy": "default-src 'none'; frame-ancestors 'none'"}
    return HTMLResponse(_PAGE, headers=headers)
