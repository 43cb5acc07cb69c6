"""What a network does to a stream: cuts it into pieces, holds it back, slows it down. One listening port, one target."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

SEGMENT = 1448  # what an Ethernet frame carries
BUFFER = 64 * 1024  # so that a peer that is not read notices soon


class Proxy:
    """Passes everything on unchanged until told otherwise; the attributes may be set at any time.

    `piece`: the most bytes that arrive together. `stalls`: nothing moves for 2 s of every 4 s. `bytes_per_second`: a slow line.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self.piece: int | None = None
        self.stalls = False
        self.bytes_per_second: float | None = None
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self._sockets: list[socket.socket] = [self._server]
        self.port = int(self._server.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """End everything."""
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
                for one in (near, far):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._sockets += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(BUFFER):
                self._send(data, target)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _send(self, data: bytes, target: socket.socket) -> None:
        while data:
            while self.stalls and time.monotonic() % 4 < 2:
                time.sleep(0.01)
            piece = data[: self.piece or len(data)]
            target.sendall(piece)
            data = data[len(piece) :]
            if self.bytes_per_second:
                time.sleep(len(piece) / self.bytes_per_second)
            elif self.piece:
                time.sleep(0.0003)  # so that the pieces arrive one by one
