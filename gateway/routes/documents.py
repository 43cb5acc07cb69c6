"""OpenAPI, its page, and what each problem means."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gateway.problems import problem_of
from gateway.routes.respond import PROBLEM, json_bytes
from gateway.routes.schemas import DEFINITIONS, PROBLEM_SCHEMA

router = APIRouter(tags=["documents"])

ERRORS = Path(__file__).resolve().parents[2] / "docs" / "errors.md"
_CSP = "default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; base-uri 'none'"
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b2430}"
    "code{background:#eef1f5;padding:.1em .3em;border-radius:3px}pre{background:#eef1f5;padding:.6em;white-space:pre-wrap}dt{margin-top:1rem}dd{margin:0 0 0 1.5rem}"
)


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document, generated from the contracts."""
    if app.openapi_schema is None:
        document = app.openapi()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for name, schema in DEFINITIONS.items():
            schemas.setdefault(name, schema)
        schemas["Problem"] = PROBLEM_SCHEMA
        document["components"]["securitySchemes"] = {
            "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "cookie": {"type": "apiKey", "in": "cookie", "name": "__Host-session"},
        }
        document["security"] = [{"bearer": []}, {"cookie": []}]
        app.openapi_schema = document
    return app.openapi_schema


@router.get("/openapi.json", operation_id="get_openapi", include_in_schema=False)
async def get_openapi(request: Request) -> Response:
    """The API in OpenAPI 3.1."""
    return json_bytes(orjson.dumps(openapi_of(request.app), option=orjson.OPT_SORT_KEYS))


@router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> Response:
    """A page that lists every operation; nothing on it comes from another origin."""
    rows = []
    for path, verbs in openapi_of(request.app)["paths"].items():
        for verb, operation in verbs.items():
            text = html.escape(operation.get("description", "").split("\n")[0])
            rows.append(f"<dt><code>{verb.upper()} {html.escape(path)}</code></dt><dd>{text}{_example(operation)}</dd>")
    body = "<h1>Solicitări – API</h1><p>As OpenAPI 3.1: <a href='/api/v1/openapi.json'>/api/v1/openapi.json</a></p>"
    return _page("Solicitări – API", body + "<dl>" + "".join(rows) + "</dl>")


def _example(operation: dict[str, Any]) -> str:
    media = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if "example" not in media:
        return ""
    return f"<pre>{html.escape(json.dumps(media['example'], ensure_ascii=False, indent=2))}</pre>"


@router.get(
    "/problems/{code}",
    operation_id="get_problem",
    responses={200: {"content": {"text/html": {}}}, 404: PROBLEM, 422: PROBLEM},
)
async def get_problem(request: Request, code: str) -> Response:
    """What a problem means and what to do."""
    paragraph = paragraphs().get(code)
    if paragraph is None:
        raise problem_of("unknown-address")
    return _page(code, f"<h1><code>{html.escape(code)}</code></h1><p>{html.escape(paragraph)}</p>")


@lru_cache(maxsize=1)
def paragraphs() -> dict[str, str]:
    """The paragraphs of docs/errors.md by code."""
    parts = re.split(r"^### `([a-z0-9-]+)`.*$", ERRORS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {code: " ".join(text.split("\n## ")[0].split()) for code, text in zip(parts[1::2], parts[2::2], strict=True)}


def _page(title: str, body: str) -> Response:

    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    content = (
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>{html.escape(title)}</title>"
        f"<meta name='viewport' content='width=device-width'><style>{_STYLE}</style>{body}</html>"
    )
    return HTMLResponse(content, headers={"content-security-policy": _CSP.format(digest=digest)})
