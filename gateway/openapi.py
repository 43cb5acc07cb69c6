"""`python -m gateway.openapi`: print the OpenAPI document, from the code alone; nothing has to run."""

from __future__ import annotations

import sys

import orjson

from gateway.app import create_app
from gateway.routes.documents import openapi_of
from gateway.settings import GatewaySettings


def document() -> bytes:
    """The OpenAPI document as JSON, always in the same order."""
    app = create_app(GatewaySettings(amqp_uri="amqp://", root_public_key=""))
    return orjson.dumps(openapi_of(app), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


if __name__ == "__main__":
    sys.stdout.buffer.write(document())
