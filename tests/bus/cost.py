"""`python -m tests.bus.cost [calls]`: CPU milliseconds of an empty call and of one call between services.

Stock nameko and the chassis take turns on the same broker, three rounds each; the median counts. Ours writes its line of
log per call, as it does in production.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from devstack.bootstrap import ROOT
from tests.bus.driver import Driver
from tests.support.stack import RunningStack, eventually, started

ROUNDS = 3
IN_FLIGHT = 8
MODULES = {"stock": ["tests.bus.on_stock"], "chassis": ["tests.bus.on_chassis", "plain"]}
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_ms(pid: int) -> float:
    """CPU time that a process has used, in milliseconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICKS


@contextmanager
def service(servers: RunningStack, kind: str, name: str, folder: Path) -> Iterator[int]:
    """A service under test; its process id."""
    env = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    env |= servers.facts["environments"][name] | {"SUBJECT": name, "JOURNAL": str(folder / "journal")}
    with (folder / f"{kind}-{name}.log").open("wb") as log:
        command = [sys.executable, "-m", *MODULES[kind]]
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def measured(driver: Driver, name: str, operation: str, calls: int, pids: dict[str, int]) -> dict[str, float]:
    """CPU milliseconds per call of each process, with eight calls in flight."""
    before = {who: cpu_ms(pid) for who, pid in pids.items()}
    waiting: list[str] = []
    for _ in range(calls):
        waiting.append(driver.call(name, operation))
        if len(waiting) == IN_FLIGHT:
            assert driver.collect([waiting.pop(0)]), f"{name}.{operation} did not answer"
    assert len(driver.collect(waiting)) == len(waiting)
    return {who: (cpu_ms(pid) - before[who]) / calls for who, pid in pids.items()}


def one_round(servers: RunningStack, kind: str, calls: int, folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """What an empty call costs in the service and the broker, and what an inner call adds."""
    with ExitStack() as running:
        pids = {name: running.enter_context(service(servers, kind, name, folder)) for name in ("files", "tickets")}
        driver = Driver(servers.amqp("gateway"))
        running.callback(driver.close)
        for name, operation in (("files", "nothing"), ("tickets", "pass_on")):
            eventually(
                lambda name=name, operation=operation: driver.ask(name, operation, within=2),  # type: ignore[misc]
                within=60,
            )
        broker = servers.pid("broker")
        assert broker is not None
        pids["broker"] = broker
        empty = measured(driver, "tickets", "nothing", calls, pids)
        outer = measured(driver, "tickets", "pass_on", calls, pids)
    inner = {who: outer[who] - empty[who] for who in outer}
    return {"service": empty["tickets"], "broker": empty["broker"]}, {
        "caller": inner["tickets"],
        "callee": inner["files"],
        "broker": inner["broker"],
    }


def main() -> None:
    """Measure and print."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    found: dict[str, list[tuple[dict[str, float], dict[str, float]]]] = {kind: [] for kind in MODULES}
    with started("--only-servers") as servers, tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            for kind in MODULES:
                found[kind].append(one_round(servers, kind, calls, Path(folder)))
    print(f"CPU ms per call, {calls} calls, {IN_FLIGHT} in flight, median of {ROUNDS} rounds\n")
    for number, title in enumerate(("an empty call", "one call between services adds")):
        sums = {}
        for kind in MODULES:
            parts = {who: statistics.median(r[number][who] for r in found[kind]) for who in found[kind][0][number]}
            sums[kind] = sum(parts.values())
            listed = ", ".join(f"{who} {ms:.2f}" for who, ms in parts.items())
            print(f"{title:<32} {kind:<8} {listed}; together {sums[kind]:.2f}")
        print(f"{title:<32} chassis : stock = {sums['chassis'] / sums['stock']:.2f}\n")


if __name__ == "__main__":
    main()
