"""`./dev bench`: requests a second, latencies, processor time and memory by process, the product beside the floor.

    ./dev bench [--tickets 50000] [--also 500000] [--seconds 5] [--at-once 1 8 32] [--only open list] [--json FILE]
                [--plot FILE] [--compare FILE]

Product and floor are measured in turn on the same servers; the driver checks every answer. Everything is on: identity,
policy, commands, outbox and relay, metrics, a log line per request. The database does not wait for the disk (as in tests).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from minio import Minio

from tests.bench import load, report, steps
from tests.bench.cpu import Meter
from tests.bench.stage import Stage, prepared

DEEP = "list, page 1000"
VAIN = "search in vain, all companies"
TURNS = 5

Side = tuple[str, load.Step]  # where, and what
Row = tuple[str, dict[str, Side]]  # what is measured, and by whom it is done


def main(arguments: list[str]) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--tickets", type=int, default=50_000)
    parser.add_argument("--also", type=int, default=0, help="measure open, list and search again with so many more")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--at-once", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--only", nargs="+", default=None)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--compare", type=Path)
    options = parser.parse_args(arguments)
    with prepared(options.tickets) as stage:
        data = "first"
        stage.fill("updates", 2_000, shut=0)
        idle = Meter(stage.groups).memory()
        results = asyncio.run(_measure(stage, data, options))
        if options.also:
            stage.fill("more", options.also)
            results += asyncio.run(
                _measure(stage, "more", options, only={"open", "list", DEEP, "search", VAIN}, suffix=" (more)")
            )
        after = Meter(stage.groups).memory()
    print("\n" + report.table(results) + "\n\n" + report.ratios(results))
    print("\nMB idle: " + ", ".join(f"{n} {mb:.0f}" for n, mb in idle.items()))
    print("MB after: " + ", ".join(f"{n} {mb:.0f}" for n, mb in after.items()))
    if options.compare:
        print("\n" + report.compared(results, options.compare))
    if options.json:
        body = {"results": results, "memory_idle_mb": idle, "memory_after_mb": after}
        options.json.write_text(json.dumps(body, indent=1), encoding="utf-8")
    if options.plot:
        options.plot.write_text(report.plot(results), encoding="utf-8")
    return 0


async def _measure(
    stage: Stage, data: str, options: argparse.Namespace, *, only: set[str] | None = None, suffix: str = ""
) -> list[report.Result]:
    wanted = set(options.only) if options.only else only
    results: list[report.Result] = []
    ours, theirs = steps.product(stage, data), steps.floor(stage, data)
    rows: list[Row] = [
        (what, {"product": (stage.stack.gateway_url, ours[what]), "floor": (stage.floor_url, theirs[what])})
        for what in ours
    ]
    rows.append((VAIN, {"product": (stage.stack.gateway_url, steps.vain(stage))}))
    if options.tickets >= 50_000 and (not wanted or DEEP in wanted):
        page = await asyncio.to_thread(steps.thousandth_page, stage)
        rows.append((DEEP, {"product": (stage.stack.gateway_url, page)}))
    if only is None:
        rows += await _transfers(stage)
    for workers in options.at_once:
        for what, sides in rows:
            if wanted and what not in wanted:
                continue
            _refresh(stage)
            results += await _in_turns(stage, what + suffix, sides, workers, options.seconds)
    return results


async def _in_turns(
    stage: Stage, what: str, sides: dict[str, Side], workers: int, seconds: float
) -> list[report.Result]:
    """Measure both sides in short turns: a machine that is not alone changes its speed from one second to the next."""
    runs = {who: load.Run() for who in sides}
    spent: dict[str, Counter[str]] = {who: Counter() for who in sides}
    for _ in range(TURNS):
        for who, (url, step) in sides.items():
            meter = Meter(stage.groups)
            meter.start()
            runs[who].add(await load.drive(url, step, workers=workers, seconds=seconds / TURNS, headers={}))
            spent[who].update(meter.stop())
    for who, run in runs.items():
        print(f"{what}, {who}, {workers} at once: {run.count / run.seconds:.0f}/s", flush=True)
    return [_result(what, who, workers, run, spent[who]) for who, run in runs.items()]


def _result(what: str, who: str, workers: int, run: load.Run, spent: Mapping[str, float]) -> report.Result:
    cpu: dict[str, float] = {name: 1000 * seconds / run.count for name, seconds in spent.items()}
    return {
        "what": what,
        "who": who,
        "workers": workers,
        "count": run.count,
        "per_second": run.count / run.seconds,
        **{f"p{p}": run.percentile(p / 100) for p in (50, 95, 99)},
        "cpu_ms": cpu,
        "cpu_ms_sum": sum(cpu.values()),
    }


async def _transfers(stage: Stage) -> list[Row]:
    file_id = stage.people[0].api.uploaded("bench.bin", steps.MEGABYTE)
    s3: dict[str, Any] = stage.stack.facts["s3"]
    parts = urlsplit(s3["S3_ENDPOINT"])
    store = Minio(parts.netloc, s3["S3_ACCESS_KEY"], s3["S3_SECRET_KEY"], secure=False, region="us-east-1")
    key = f"bench/{uuid4().hex}"
    put_url, get_url = (
        store.presigned_put_object(s3["S3_BUCKET"], key),
        store.presigned_get_object(s3["S3_BUCKET"], key),
    )
    through, straight = steps.transfers(stage, file_id), steps.bare(put_url, get_url)
    return [
        (what, {"product": (stage.stack.gateway_url, through[what]), "floor": (s3["S3_ENDPOINT"], straight[what])})
        for what in through
    ]


def _refresh(stage: Stage) -> None:
    """Access tokens live five minutes: sign in again between the runs, in good time."""
    stage.people = [
        stage.world.signed_in(p.email, p.id, p.role, p.company_id) if time.monotonic() > p.renew_at else p
        for p in stage.people
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
