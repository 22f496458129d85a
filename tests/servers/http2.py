"""A server that speaks HTTP/2 over TLS: one answer for each path."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

from tests.fetch.server import HERE


@dataclass
class Http2Server:
    answers: dict[str, tuple[int, list[tuple[str, str]], bytes]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Paths whose streams are reset in the body."""

    log: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def url(self, path: str) -> str:
        return f"https://127.0.0.1:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        connection.initiate_connection()
        writer.write(connection.data_to_send())
        while data := await reader.read(65536):
            for event in connection.receive_data(data):
                if isinstance(event, RequestReceived):
                    self._answer(connection, event)
            writer.write(connection.data_to_send())
        writer.close()

    def _answer(self, connection: H2Connection, event: RequestReceived) -> None:
        assert event.headers is not None
        assert event.stream_id is not None
        path = next(str(value) for name, value in event.headers if str(name) == ":path")
        self.log.append(path)
        status, headers, body = self.answers.get(path, (404, [], b"nothing here"))
        connection.send_headers(event.stream_id, [(":status", str(status)), *headers])
        connection.send_data(event.stream_id, body, end_stream=path not in self.broken)
        if path in self.broken:
            connection.reset_stream(event.stream_id)


@asynccontextmanager
async def http2_server() -> AsyncIterator[Http2Server]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(HERE / "tls" / "server.pem", HERE / "tls" / "server.key")
    context.set_alpn_protocols(["h2"])
    server = Http2Server()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=context)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
