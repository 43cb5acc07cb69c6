"""Services with a protection taken out: the tests of the tests. A run against one of them must find something.

`python -m devstack test-stack FOLDER --runner tests.reliability.without.command_row`

They count their greenlets when asked to (SIGUSR2); `tests.reliability.without.nothing` does only that.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import warnings
from collections.abc import Callable
from importlib import import_module


def run(*take_out: Callable[[], None]) -> None:
    """Be `chassis.runner` for the service that the command line names, after taking protections out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import eventlet

        eventlet.monkey_patch()
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_select"
    from chassis import runner

    for one in take_out:
        one()
    signal.signal(signal.SIGUSR2, _count)
    runner.main(import_module(f"services.{sys.argv[1]}.service").SERVICE)


def _count(_number: int, _frame: object) -> None:
    """Say in the log how many greenlets there are."""
    from greenlet import greenlet

    from chassis import log

    gc.collect()
    log.get_logger("tests").info("counted", greenlets=sum(isinstance(o, greenlet) for o in gc.get_objects()))
