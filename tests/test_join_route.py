"""Phones at the real server: forty at once, wrong ones, lost connections, and that a join code opens nothing else."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from server import Server, serving
from workshop_phone import Phone

from journey.store.board_stages import new_board
from journey.store.workshops.cards import write_card
from journey.store.workshops.rounds import open_round
from journey.store.workshops.workshop import open_workshop
from journey.store.workspace import Workspace

PHONES, DOTS, CARDS = 40, 5, 7


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str], int]]:
    """A server with two workshops: one that collects cards, one that votes with dots on seven cards."""
    folder = tmp_path_factory.mktemp("join")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESIRE_PATH_WORKSPACES", str(folder))
        codes = {}
        for name in ("write", "vote"):
            new_board(folder / f"{name}.duckdb", ["Buy", "Use"])
            with Workspace(folder / f"{name}.duckdb") as workspace:
                made = open_workshop(workspace, name)
                codes[name] = made.code
                asked = open_round(workspace, made.id, "cards", {"stages": ["Buy", "Use"]})
                if name == "vote":
                    for n in range(CARDS):
                        write_card(workspace, made.id, None, "pain", "Buy", f"Card {n}", str(n))
                    asked = open_round(workspace, made.id, "dots", {"dots": DOTS})
        with serving(folder, tmp_path_factory.mktemp("join_log")) as server:
            yield replace(server, url=server.url.replace("localhost", "127.0.0.1")), codes, asked


def test_forty_phones_at_once_lose_no_vote(room: tuple[Server, dict[str, str], int], tmp_path: Path) -> None:
    server, codes, asked = room
    wrong: list[str] = []
    start = threading.Barrier(PHONES)

    def take_part(number: int) -> None:
        phone = Phone(server.url, codes["vote"], number)
        start.wait(60)
        try:
            assert phone.join()[0] == 200
            assert phone.look()["me"] == f"Person {number}"
            for n in range(DOTS):
                target = f"card:{1 + (number + n) % CARDS}"
                # Every third vote meets a bad connection: the phone cannot know that it was heard, and says it again.
                if (number + n) % 3 == 0:
                    phone.lose_the_answer("vote", round=asked, target=target, value=1)
                status, told = phone.say("vote", round=asked, target=target, value=1)
                assert status == 200 and told["pulse"], told
            beyond = f"card:{1 + (number + DOTS) % CARDS}"
            status, told = phone.say("vote", round=asked, target=beyond, value=1)
            assert (status, told["error"]) == (409, "Your 5 dots are spent."), told
            # Back after a reload: it is who it was, and sees its dots.
            phone.drop()
            told = phone.look()
            assert told["me"] == f"Person {number}" and sum(told["votes"].values()) == DOTS, told
        except Exception as error:
            wrong.append(f"{number}: {error!r}")

    phones = [threading.Thread(target=take_part, args=(number,)) for number in range(PHONES)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join(240)
    assert not wrong
    late = Phone(server.url, codes["vote"], 0)
    assert late.join()[0] == 200 and late.look()["people"] == PHONES
    # What was answered lies on the disk: a copy of the file holds it, though the server was not stopped.
    for part in server.folder.glob("vote.duckdb*"):
        shutil.copy(part, tmp_path / part.name)
    with Workspace(tmp_path / "vote.duckdb") as kept:
        rows = kept.run("SELECT participant, count(*), sum(value) FROM workshop_vote GROUP BY 1")
        by_card = dict(kept.run("SELECT target, sum(value) FROM workshop_vote GROUP BY 1"))
    assert len(rows) == PHONES and {(n, dots) for _who, n, dots in rows} == {(DOTS, DOTS)}
    expected = {f"card:{card}": 0 for card in range(1, CARDS + 1)}
    for number in range(PHONES):
        for n in range(DOTS):
            expected[f"card:{1 + (number + n) % CARDS}"] += 1
    assert by_card == expected


def test_wrong_words_are_told_in_a_sentence(room: tuple[Server, dict[str, str], int]) -> None:
    server, codes, _asked = room
    phone = Phone(server.url, codes["write"], 1)
    good = {"kind": "pain", "stage": "Buy", "text": "Slow", "client": "1"}
    assert phone.say("card", **good)[0] == 401
    assert phone.say("enter", nickname="", secret="0" * 32)[1]["error"] == "A nickname has a letter at least."
    assert phone.join()[0] == 200
    for change, status, said in (
        ({"text": ""}, 409, "The card is empty."),
        ({"text": "x" * 5000}, 409, "The card has 5000 signs, and 280 are room for."),
        ({"text": "x" * 20_000}, 413, "This is more than fits on a card."),
        ({"text": 7}, 409, "This could not be read."),
        ({"stage": "Nowhere"}, 409, "The journey has no stage 'Nowhere'."),
    ):
        answer, told = phone.say("card", **{**good, **change})
        phone.drop()
        assert (answer, told["error"]) == (status, said) and told["hint"]
    for body in (b"", b"[]", b"{", b"\xff\xfe"):
        assert phone.ask("POST", f"/join/{codes['write']}/card", body)[0] == 400
    markup = "<script>alert('x')</script> & \U0001f600 <b>"
    for _time in range(2):
        assert phone.say("card", kind="idea", stage="Use", text=markup, client="2")[0] == 200
    assert [(card["text"], card["mine"]) for card in phone.look()["cards"]] == [(markup, True)]
    assert phone.say("vote", round=1, target="card:1", value=1)[1]["error"] == "This cannot be voted on any more."
    assert phone.say("vote", round=99, target="card:1", value=1)[1]["error"] == "This round is closed."
    assert phone.ask("POST", f"/join/{codes['write']}/card", b"{}", {"Origin": "http://evil.example"})[0] == 403
    assert phone.ask("POST", f"/join/{codes['write']}/card", b"{}", {"Origin": ""})[0] == 403
    assert phone.say("erase")[0] == 404


def test_a_phone_hears_of_a_change_and_not_of_others(room: tuple[Server, dict[str, str], int]) -> None:
    server, codes, _asked = room
    one, two = Phone(server.url, codes["write"], 11), Phone(server.url, codes["write"], 12)
    assert one.join()[0] == two.join()[0] == 200
    seen = one.look()["pulse"]
    assert one.look(seen) == {"pulse": seen}
    heard: list[dict[str, object]] = []
    waiting = threading.Thread(target=lambda: heard.append(one.look(seen)))
    waiting.start()
    assert two.say("card", kind="pain", stage="Buy", text="Heard?", client="h")[0] == 200
    waiting.join(30)
    told = heard[0]
    assert "Heard?" in str(told["cards"]) and "Person 12" not in str(told) and told["votes"] == {}


def test_a_code_opens_its_workshop_and_nothing_else(room: tuple[Server, dict[str, str], int]) -> None:
    server, codes, asked = room
    phone = Phone(server.url, codes["write"], 121)
    assert phone.join()[0] == 200
    other = Phone(server.url, codes["vote"], 121)
    other.cookie = phone.cookie
    assert other.ask("GET", f"/join/{codes['vote']}/live")[0] == 401
    assert other.say("vote", round=asked, target="card:1", value=1)[0] == 401
    for path in ("/join/ABC234", "/join/ABC234/live", "/join/.workshops", "/join/..", "/join/", "/join/a/b/c",
                 "/join/join.py", "/join/join.html", "/join/door.py"):  # fmt: skip
        assert phone.ask("GET", path)[0] in (400, 404), path
    phone.connection.request("GET", f"/join/{codes['write']}")
    answer = phone.connection.getresponse()
    page = answer.read().decode()
    policy = answer.getheader("Content-Security-Policy") or ""
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert answer.getheader("Cache-Control") == "no-store"
    assert 'src="http' not in page and "Buy" not in page


def test_codes_are_not_guessed(room: tuple[Server, dict[str, str], int]) -> None:
    server, codes, _asked = room
    phone = Phone(server.url, codes["write"], 31)
    answers = [phone.ask("GET", f"/join/AAA{n:03}/live")[0] for n in range(60)]
    assert answers[0] == 404 and answers[-1] == 429
    assert phone.join()[0] == 200
