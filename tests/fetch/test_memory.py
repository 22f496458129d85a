"""Whatever servers send, and however many at once, memory stays bounded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SERVER = """
import asyncio, gzip
from tests.fetch.server import Server, answer, endless

KINDS = [
    endless(b"HTTP/1.1 200 OK\\r\\n\\r\\n", b"x" * 65536),
    answer(gzip.compress(b"\\0" * 10**8), "Content-Encoding: gzip"),
    answer(b"x" * 19_000_000),
    endless(b"HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n", b"10000\\r\\n" + b"x" * 65536 + b"\\r\\n"),
]

async def main():
    async with Server() as server:
        for number in range(24):
            server.on(f"/{number}", KINDS[number % 4])
        print(server.port, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""
CLIENT = """
import asyncio, re, sys
from pathlib import Path
from scraper.archive import Archive
from scraper.fetch import Client, Guard, Limits, Request
from tests.fetch.scene import CONTACT, NOBODY, START

async def main(folder, port):
    with Archive.open(folder, operator=CONTACT, user_agent="scraper", now=lambda: START) as archive:
        async with Client(keep=archive.keep, contact=CONTACT, guard=Guard(allow_private=True), tls=NOBODY) as client:

            async def ask(number):
                end = await client.exchange(Request(url=f"http://127.0.0.1:{port}/{number}"), Limits())
                return str(end.outcome)

            ends = await asyncio.gather(*map(ask, range(24)))
    # Not getrusage: its peak is that of the parent where that was larger when it started the process.
    peak = re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())
    print(*sorted(set(ends)), int(peak[1]) // 1024)

asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
"""


@pytest.mark.slow
def test_a_flood_from_all_sides_stays_below_300_mb(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        done = subprocess.run(
            [sys.executable, "-c", CLIENT, str(tmp_path), port],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
    finally:
        server.kill()
        server.communicate()
    assert done.returncode == 0, done.stderr
    *ends, megabytes = done.stdout.split()
    assert ends == ["None", "too_large"]
    assert int(megabytes) < 300
