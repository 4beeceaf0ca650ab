"""A client as plain as can be: signs in, keeps its cookies, asks for pages one after another or at a rate."""

from __future__ import annotations

import gzip
import http.client
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TIMEOUT = 300
MOVED = frozenset({301, 302, 303})


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took to come back whole."""

    status: int
    headers: Mapping[str, str]
    sent: bytes
    seconds: float

    @cached_property
    def body(self) -> bytes:
        """The page itself."""
        return gzip.decompress(self.sent) if self.headers.get("content-encoding") == "gzip" else self.sent


@dataclass
class Client:
    """One visitor of a server on this machine."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    last: str = "/"

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def ask(self, method: str, path: str, form: Mapping[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Referer": f"http://127.0.0.1:{self.port}/",
        }
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        connection.request(method, path, urlencode(form) if form else None, headers)
        response = connection.getresponse()
        sent = response.read()
        seconds = time.perf_counter() - started
        connection.close()
        for value in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(value).items()}
        return Answer(
            response.status, {name.lower(): value for name, value in response.headers.items()}, sent, seconds
        )

    def follow(self, path: str) -> Answer:
        """Follow redirects to a page."""
        for _ in range(5):
            self.last = path
            answer = self.get(path)
            if answer.status not in MOVED:
                return answer
            path = answer.headers["location"]
        raise AssertionError("too many redirects")

    def send(self, page: Answer, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form with the token of the page it stands on."""
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page.body)
        assert token, f"no form on {path}"
        return self.ask("POST", path, {"csrfmiddlewaretoken": token[1].decode(), **form})

    def sign_in(self, username: str, password: str) -> None:
        """Sign in through the page people use."""
        page = self.follow("/")
        done = self.send(page, self.last, {"username": username, "password": password})
        assert done.status in MOVED, f"not signed in: {done.status}"


def p95_at_rate(client: Client, paths: Sequence[str], *, rate: int, seconds: int) -> tuple[float, int]:
    """The 95th percentile when pages are asked for at a steady rate whether or not earlier ones came back.

    Shape: seconds, and how many answers were not 200.
    """
    times: list[float] = []
    bad: list[int] = []
    threads = []
    start = time.perf_counter()
    for number in range(rate * seconds):
        due = start + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        thread = threading.Thread(target=_timed, args=(client, paths[number % len(paths)], due, times, bad))
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    times.sort()
    return times[int(len(times) * 0.95)], len(bad)


def _timed(client: Client, path: str, due: float, times: list[float], bad: list[int]) -> None:
    """Time one page from the moment it was due: waiting in line counts."""
    answer = Client(client.port, dict(client.cookies)).get(path)
    times.append(time.perf_counter() - due)
    if answer.status != 200:
        bad.append(answer.status)
