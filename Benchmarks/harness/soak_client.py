"""A plain HTTP/1.1 client for the soak: kept connections, and callers who hang up."""

import asyncio
import json
import random
import socket
import struct
import urllib.parse

LIMIT = 20


class Answer:
    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body

    @property
    def type(self):
        return self.fields.get("content-type", "").partition(";")[0]

    @property
    def code(self):
        """Of a problem document; nothing for anything else."""
        try:
            return json.loads(self.body).get("code", "")
        except ValueError:
            return ""


class Client:
    """One connection, opened again where the gateway says that it closes it."""

    def __init__(self, url):
        base = urllib.parse.urlsplit(url)
        self._address = base.hostname, base.port
        self._reader = self._writer = None

    async def ask(self, method, path, headers, body=b""):
        """- Throws: `OSError`, `EOFError` or `TimeoutError` where there is no whole answer."""
        async with asyncio.timeout(LIMIT):
            if self._writer is None:
                self._reader, self._writer = await asyncio.open_connection(*self._address)
            self._writer.write(self._request(method, path, headers, body))
            return await self._answer()

    def _request(self, method, path, headers, body):
        fields = {"Host": "{}:{}".format(*self._address)} | headers
        if body:
            fields |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return head.encode() + b"\r\n" + body

    async def _answer(self):
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        body = await self._reader.readexactly(int(fields.get("content-length", 0)))
        if fields.get("connection") == "close":
            self.close()
        return Answer(int(head[0].split()[1]), fields, body)

    async def hang_up(self, path, headers):
        """Asks on a connection of its own and goes away: in the middle of the head, or without taking the answer."""
        _, writer = await asyncio.open_connection(*self._address)
        request = self._request("GET", path, headers, b"")
        is_whole = random.random() < 0.5
        writer.write(request if is_whole else request[: len(request) // 2])
        await writer.drain()
        if is_whole:
            await asyncio.sleep(random.random() / 500)
        # Reset rather than closed: what a caller that was killed leaves behind.
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.transport.abort()

    def close(self):
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None
