"""A program with stock nameko, as an internal system would write it: opens a ticket over RPC and waits for its event.

Reads JSON from standard input: `amqp_uri`, `client_id`, `client_secret`, `on_behalf_of`. Prints JSON: the reply and the event.
"""

import json
import sys
import warnings

warnings.simplefilter("ignore")
import eventlet  # noqa: E402

eventlet.monkey_patch()
from eventlet.event import Event  # noqa: E402
from nameko.containers import ServiceContainer  # noqa: E402
from nameko.events import event_handler  # noqa: E402
from nameko.standalone.rpc import ClusterRpcProxy  # noqa: E402

arrived = Event()
wanted: dict[str, int] = {}


class Erp:
    """Listens to the desk."""

    name = "internal_demo"

    @event_handler("tickets", "ticket_opened_v1")
    def on_opened(self, event):  # type: ignore[no-untyped-def]
        """Keep the event of our ticket."""
        if event["data"]["external_ref"] == wanted.get("ref") and not arrived.ready():
            arrived.send(event)


def main() -> None:
    """Open, wait, print."""
    given = json.load(sys.stdin)
    config = {"AMQP_URI": given["amqp_uri"], "serializer": "json"}
    wanted["ref"] = given["external_ref"]
    container = ServiceContainer(Erp, config)
    container.start()
    with ClusterRpcProxy(config, timeout=10) as anonymous:
        credentials = {"client_id": given["client_id"], "client_secret": given["client_secret"]}
        token = anonymous.auth.issue_token(credentials)["access_token"]
    with ClusterRpcProxy(config, context_data={"auth_token": token}, timeout=10) as cluster:
        command = {
            "command_id": given["command_id"],
            "subject": "Factură respinsă de ERP",
            "body_html": "<p>Factura 1187 a fost respinsă.</p>",
            "on_behalf_of": given["on_behalf_of"],
            "external_ref": given["external_ref"],
        }
        reply = cluster.tickets.open_ticket(command)
        repeat = cluster.tickets.open_ticket(command=command)
        try:
            cluster.tickets.open_ticket({"subject": 1})
            refusal = None
        except Exception as error:  # whatever a stock client meets
            refusal = f"{type(error).__name__}: {error}"
    event = arrived.wait(timeout=15)
    container.stop()
    print(json.dumps({"reply": reply, "repeat": repeat, "refusal": refusal, "event": event}))


if __name__ == "__main__":
    main()
