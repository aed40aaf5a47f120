"""A phone in a workshop, as a program: it joins, listens and says things over a connection of its own."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

__all__ = ["Phone"]


class Phone:
    """One phone.

    Parameters
    ----------
    server : str
        The server's address, "http://127.0.0.1:1234".
    """

    def __init__(self, server: str, code: str, number: int) -> None:
        self.place = urlsplit(server).netloc
        self.code, self.number = code, number
        self.cookie = ""
        self.connection = http.client.HTTPConnection(self.place, timeout=60)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """One request; the answer's status and its JSON, or nothing where it has none."""
        given = {"Origin": f"http://{self.place}", "Content-Type": "application/json", **(headers or {})}
        if self.cookie:
            given.setdefault("Cookie", self.cookie)
        self.connection.request(method, path, body, {name: value for name, value in given.items() if value})
        answer = self.connection.getresponse()
        text = answer.read()
        if kept := answer.getheader("Set-Cookie"):
            self.cookie = kept.partition(";")[0]
        return answer.status, json.loads(text) if "json" in (answer.getheader("Content-Type") or "") else {}

    def say(self, what: str, **given: Any) -> tuple[int, dict[str, Any]]:
        """Send a word: "enter", "card", "back" or "vote"."""
        return self.ask("POST", f"/join/{self.code}/{what}", json.dumps(given).encode())

    def join(self) -> tuple[int, dict[str, Any]]:
        """Come in."""
        return self.say("enter", nickname=f"Person {self.number}", secret=f"{self.number:032x}")

    def look(self, seen: str = "") -> dict[str, Any]:
        """What the phone shows."""
        status, told = self.ask("GET", f"/join/{self.code}/live?seen={seen}")
        assert status == 200, told
        return told

    def lose_the_answer(self, what: str, **given: Any) -> None:
        """Send a word, and lose the connection before it is answered."""
        body = json.dumps(given).encode()
        headers = {"Origin": f"http://{self.place}", "Content-Type": "application/json", "Cookie": self.cookie}
        self.connection.request("POST", f"/join/{self.code}/{what}", body, headers)
        self.drop()

    def drop(self) -> None:
        """Lose the connection; the next request makes a new one."""
        self.connection.close()
        self.connection = http.client.HTTPConnection(self.place, timeout=60)
