"""The floor: stock nameko end to end, with nothing around it. `python -m tests.bench.floor store|http`.

An HTTP entrypoint, an `RpcProxy`, an `@rpc` service, one statement: no identity, no policy, no commands, no outbox, no log.
"""

# ruff: noqa: E402
import warnings

warnings.simplefilter("ignore")
import eventlet

eventlet.monkey_patch()

import os

os.environ["PSYCOPG_WAIT_FUNC"] = "wait_select"

import json
import sys
from typing import Any
from uuid import uuid4

from nameko.cli.run import run
from nameko.rpc import RpcProxy, rpc
from nameko.web.handlers import http
from sqlalchemy import TextClause, create_engine, text

MAX_WORKERS = 10

OPEN = text("SELECT row_to_json(t)::text FROM tickets t WHERE number = :number")
LIST = text(
    "SELECT json_agg(row_to_json(t))::text FROM (SELECT * FROM tickets WHERE company_id = :company_id AND status <> 'closed' "
    "ORDER BY created_at DESC, number DESC LIMIT 50) t"
)
SEARCH = text(
    "SELECT json_agg(row_to_json(f))::text FROM (SELECT t.* FROM tickets t JOIN public_documents d ON d.number = t.number "
    "WHERE d.words @@ CAST(:query AS tsquery) ORDER BY t.created_at DESC, t.number DESC LIMIT 50) f"
)
CREATE = text("INSERT INTO floor_notes (id, body) VALUES (:id, :body) RETURNING id::text")


class Store:
    """One statement a call."""

    name = "floor"
    engine = create_engine(os.environ["DATABASE_URL"], pool_size=MAX_WORKERS, max_overflow=0)

    def _one(self, statement: TextClause, **values: object) -> Any:
        with self.engine.begin() as connection:
            return connection.scalar(statement, values)

    @rpc
    def open(self, number):  # type: ignore[no-untyped-def]
        """One row."""
        return self._one(OPEN, number=number)

    @rpc
    def list(self, company_id):  # type: ignore[no-untyped-def]
        """Fifty rows."""
        return self._one(LIST, company_id=company_id)

    @rpc
    def search(self, query):  # type: ignore[no-untyped-def]
        """Fifty rows that hold a word."""
        return self._one(SEARCH, query=query)

    @rpc
    def create(self, body):  # type: ignore[no-untyped-def]
        """One insert."""
        return json.dumps({"id": self._one(CREATE, id=uuid4(), body=body)})


class Front:
    """nameko's own HTTP server in front of it."""

    name = "floor_http"
    store = RpcProxy("floor")

    @http("GET", "/open/<int:number>")
    def open(self, request, number):  # type: ignore[no-untyped-def]
        """GET one."""
        return 200, {"content-type": "application/json"}, self.store.open(number)

    @http("GET", "/list/<company_id>")
    def list(self, request, company_id):  # type: ignore[no-untyped-def]
        """GET a list."""
        return 200, {"content-type": "application/json"}, self.store.list(company_id) or "[]"

    @http("GET", "/search")
    def search(self, request):  # type: ignore[no-untyped-def]
        """GET what holds a word."""
        return 200, {"content-type": "application/json"}, self.store.search(request.args["query"]) or "[]"

    @http("POST", "/create")
    def create(self, request):  # type: ignore[no-untyped-def]
        """POST one."""
        return 201, {"content-type": "application/json"}, self.store.create(request.get_data(as_text=True))


if __name__ == "__main__":
    config = {
        "AMQP_URI": os.environ["AMQP_URI"],
        "WEB_SERVER_ADDRESS": os.environ["ADDRESS"],
        "max_workers": MAX_WORKERS,
    }
    run([Store if sys.argv[1] == "store" else Front], config)
