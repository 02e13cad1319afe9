"""A routing server on the loopback with OSRM's answers, and what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, bytes] | tuple[int, bytes, dict[str, str]]
"""Status, content, and headers where there are any."""


def routes(*metres: float) -> Answer:
    """OSRM's answer with ways of these lengths."""
    return 200, json.dumps({"code": "Ok", "routes": [{"distance": each, "duration": 60.0} for each in metres]}).encode()


def nothing(code: str) -> Answer:
    """OSRM's answer where there is no way."""
    return 400, json.dumps({"code": code, "message": "Impossible route between points"}).encode()


@dataclass
class Server:
    """Where the server listens, and the paths it was asked for."""

    url: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def server(answer: Callable[[str], Answer]) -> Iterator[Server]:
    """Answer requests until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            running.asked.append(self.path)
            status, content, *headers = answer(self.path)
            self.send_response(status)
            for name, value in headers[0].items() if headers else ():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = Server(f"http://127.0.0.1:{listening.server_port}")
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    try:
        yield running
    finally:
        listening.shutdown()
        listening.server_close()
