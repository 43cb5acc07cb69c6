"""A program with stock nameko that asks the same thing over and over: one JSON line per request on standard output.

Reads JSON from standard input: `amqp_uri`, `token`, `number`. Prints `{"started": epoch seconds, "outcome": "ok" | error}`
until it is ended. A connection that is lost is made anew.
"""

import json
import sys
import time
import warnings

warnings.simplefilter("ignore")
import eventlet  # noqa: E402

eventlet.monkey_patch()
from nameko.standalone.rpc import ClusterRpcProxy  # noqa: E402

PAUSE_SECONDS = 0.05


def main() -> None:
    """Ask for ever."""
    given = json.load(sys.stdin)
    config = {"AMQP_URI": given["amqp_uri"], "serializer": "json"}
    while True:
        try:
            with ClusterRpcProxy(config, context_data={"auth_token": given["token"]}, timeout=3) as cluster:
                while True:
                    _ask(cluster, given["number"])
                    time.sleep(PAUSE_SECONDS)
        except Exception as error:  # the broker is away: connect anew
            _print(time.time(), type(error).__name__)
            time.sleep(PAUSE_SECONDS)


def _ask(cluster: ClusterRpcProxy, number: int) -> None:
    started = time.time()
    try:
        cluster.tickets.get_ticket({"number": number})
    except Exception as error:  # whatever a stock client meets
        kind = getattr(error, "exc_type", None)
        _print(started, kind or type(error).__name__)
        if kind is None:
            raise
    else:
        _print(started, "ok")


def _print(started: float, outcome: str) -> None:
    print(json.dumps({"started": started, "outcome": outcome}), flush=True)


if __name__ == "__main__":
    main()
