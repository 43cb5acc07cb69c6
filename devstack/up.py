"""`./dev up`: everything, in order, until Ctrl-C; and the throwaway stack of the tests."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import signal
import time
from pathlib import Path

from devstack import servers
from devstack.bootstrap import say
from devstack.console import Console, fail
from devstack.debian import STACK
from devstack.stack import Stack
from devstack.supervise import Failed

DATA = STACK / "data"


async def up(*, demo: bool, only_servers: bool) -> int:
    """Run the product until SIGINT, SIGTERM or SIGHUP; returns the exit code."""
    DATA.mkdir(parents=True, exist_ok=True)
    with (DATA / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print(f"This checkout is running already; where, says {DATA / 'stack.json'}.")
            return 1
        console = Console(DATA / "logs", echo=True)
        return await _run(Stack(DATA, console.say), console, demo=demo, only_servers=only_servers, quiet=False)


async def throwaway(
    folder: Path,
    *,
    demo: bool = False,
    only_servers: bool = False,
    amqp_uri: str | None = None,
    runner: str = "chassis.runner",
) -> int:
    """Run a stack for tests in `folder`; prints `ready <stack.json>` and removes everything at the end."""
    console = Console(folder / "logs", echo=False)
    stack = Stack(folder, console.say, throwaway=True, amqp_uri=amqp_uri, runner=runner)
    try:
        return await _run(stack, console, demo=demo, only_servers=only_servers, quiet=True)
    finally:
        if not (folder / "keep").exists():
            servers.forget(folder, ignore_errors=True)


async def _run(stack: Stack, console: Console, *, demo: bool, only_servers: bool, quiet: bool) -> int:
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, over.set)
    started = time.monotonic()
    starting = loop.create_task(_start(stack, demo=demo, only_servers=only_servers, quiet=quiet))
    stopping = loop.create_task(over.wait())
    code = 0
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            file = stack.write_description()
            if quiet:
                print(f"ready {file}", flush=True)
            else:
                _welcome(stack, time.monotonic() - started, only_servers=only_servers)
            while not over.is_set():
                stack.write_description()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(over.wait(), 0.1 if stack.throwaway else 1)
    except Failed as error:
        code = fail(console, str(error))
    finally:
        starting.cancel()
        stopping.cancel()
        if not quiet:
            say("stopping")
        await stack.supervisor.stop()
        console.close()
    return code


async def _start(stack: Stack, *, demo: bool, only_servers: bool, quiet: bool) -> None:
    def progress(what: str) -> None:
        if not quiet:
            say(what)

    progress("starting broker, database and store")
    await stack.start_servers()
    if only_servers:
        return
    progress("migrating")
    await stack.migrate()
    progress("starting auth, tickets, files, their jobs and the gateway")
    await stack.start_ours()
    if demo:
        progress("telling the demo story")
        await stack.tell_demo()


def _welcome(stack: Stack, seconds: float, *, only_servers: bool) -> None:
    say(f"ready after {seconds:.1f} s; Ctrl-C stops everything; logs are in {stack.logs}")
    if only_servers:
        return
    print(
        f"\n  {stack.gateway_url}            API: {stack.gateway_url}/api/v1   documentation: {stack.gateway_url}/api/v1/docs\n"
    )
    told = stack.data / "demo.json"
    if told.exists():
        story = json.loads(told.read_text(encoding="utf-8"))
        for account in story["accounts"]:
            print(f"  {account['role']:<14} {account['email']:<42} {account['company'] or 'Meridian Soft'}")
        print(f"\n  password of all: {story['password']}\n", flush=True)
