"""`python -m gateway`: serve HTTP until SIGTERM; open requests finish."""

from __future__ import annotations

if __name__ == "__main__":  # before anything else is imported
    from chassis.starting import end_at_once_when_told

    end_at_once_when_told()

import asyncio
import contextlib
from types import FrameType
from typing import Any

import uvicorn
from prometheus_client import start_http_server

from chassis import log
from chassis.health import INTERVAL_SECONDS, HealthFile
from gateway.app import create_app
from gateway.protocol import BoundedProtocol
from gateway.settings import GatewaySettings

DRAIN_SECONDS = 8


class Server(uvicorn.Server):
    """uvicorn, with a health file and the metrics of the application on their own port."""

    def __init__(self, settings: GatewaySettings) -> None:
        self.application = create_app(settings)
        self._settings = settings
        config = uvicorn.Config(
            self.application,
            host=settings.gateway_host,
            port=settings.gateway_port,
            loop="uvloop",
            http=BoundedProtocol,
            ws="none",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=DRAIN_SECONDS,
        )
        super().__init__(config)

    async def startup(self, sockets: Any = None) -> None:
        """Begin to listen, and to say how we are."""
        await super().startup(sockets)
        parts = self.application.state.parts
        self._beats = asyncio.create_task(self._beat(parts))
        if self._settings.metrics_port is not None:
            start_http_server(self._settings.metrics_port, addr=self._settings.gateway_host, registry=parts.registry)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End in order, with exit code 0; uvicorn itself would raise the signal once more at the end."""
        self.should_exit = True

    async def shutdown(self, sockets: Any = None) -> None:
        """Stop listening and let open requests finish."""
        self._beats.cancel()
        HealthFile(self._settings.health_file).write("stopping")
        await super().shutdown(sockets)

    async def _beat(self, parts: Any) -> None:
        health = HealthFile(self._settings.health_file)
        while True:
            with contextlib.suppress(Exception):
                state = await parts.readiness.state()
                health.write(
                    "degraded" if state["degraded"] else "ready", {**state["parts"], "parked": state["parked"]}
                )
            await asyncio.sleep(INTERVAL_SECONDS)


def main() -> None:
    """Run the gateway."""
    settings = GatewaySettings.from_environment()
    log.configure("gateway", settings.log_level)
    Server(settings).run()


if __name__ == "__main__":
    main()
