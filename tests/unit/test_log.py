"""Lines of log: ours and those of libraries look alike, and whatever is in one, it is a line and raises nothing."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = r"""
import logging
from uuid import UUID
from chassis import log

log.configure("orders", "INFO")
ours = log.get_logger("rpc")
ours.debug("unseen")
ours.info("call", operation="orders.place", ms=1.5, actor_id=UUID(int=7))
ours.info("call", operation="half a pair: \ud800, two\nlines")
try:
    raise ValueError("why")
except ValueError:
    ours.exception("failed")
logging.getLogger("library").warning("%s is odd", "it")
logging.getLogger("amqp").info("unseen")
"""


def test_every_line_is_one_object_with_level_time_and_service() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["event"] for line in lines] == ["call", "call", "failed", "it is odd"]
    assert [line["level"] for line in lines] == ["info", "info", "error", "warning"]
    assert all(line["service"] == "orders" and line["timestamp"].endswith("Z") for line in lines)
    call, odd, failed, library = lines
    assert (call["operation"], call["ms"], "00000007" in call["actor_id"]) == ("orders.place", 1.5, True)
    assert odd["operation"] == "half a pair: \ud800, two\nlines"
    assert "ValueError: why" in failed["exception"]
    assert library["logger"] == "library"
