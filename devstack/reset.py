"""`./dev reset`: forget the data of `./dev up`."""

from __future__ import annotations

import fcntl
import sys

from devstack import servers
from devstack.up import DATA


def reset() -> int:
    """Remove all data; refuses while the stack runs."""
    if not DATA.exists():
        print("There is no data.")
        return 0
    with (DATA / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("It is running: stop `./dev up` first.", file=sys.stderr)
            return 1
        servers.forget(DATA)
    print("The data is gone; `./dev up` begins anew.")
    return 0
