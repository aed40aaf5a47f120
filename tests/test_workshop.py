"""Workshops in the store: who may say what, that nothing is counted twice, and what is kept on the board."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journey.analyses.board import board
from journey.charts.board_spec import board_spec
from journey.charts.room_wall import room_wall
from journey.errors import WrongInput
from journey.store.board_notes import choose, edit_note, notes
from journey.store.board_stages import new_board
from journey.store.opportunities import opportunities
from journey.store.workshops.cards import hide_card, merge_cards, take_back, write_card
from journey.store.workshops.judgement import judgements
from journey.store.workshops.keep import Kept, keep_result
from journey.store.workshops.participants import Participant, join
from journey.store.workshops.register import listed_in
from journey.store.workshops.rounds import close_round, open_round, reopen_round
from journey.store.workshops.spoken import read_card, read_votes
from journey.store.workshops.state import RoomState, room_state
from journey.store.workshops.tally import dots_of, feelings_of, judged_in
from journey.store.workshops.votes import take_back_by_hand, vote, vote_by_hand
from journey.store.workshops.workshop import Workshop, close_workshop, open_workshop, reopen_workshop, workshops
from journey.store.workspace import Workspace

STAGES = {"stages": ["Buy", "Use"]}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv("DESIRE_PATH_WORKSPACES", str(tmp_path))
    new_board(tmp_path / "shop.duckdb", ["Buy", "Use"])
    with Workspace(tmp_path / "shop.duckdb") as made:
        yield made


@pytest.fixture
def room(workspace: Workspace) -> Workshop:
    return open_workshop(workspace, "Checkout")


def person(workspace: Workspace, room: Workshop, n: int) -> Participant:
    return join(workspace, room.id, f"Person {n}", f"{n:032x}")


def cards(workspace: Workspace, room: Workshop, who: Participant, n: int) -> list[int]:
    open_round(workspace, room.id, "cards", STAGES)
    kinds = ("pain", "idea")
    return [
        write_card(workspace, room.id, who.id, kinds[i % 2], "Buy", f"Card {i}", f"mark {i}").id for i in range(n)
    ]  # fmt: skip


def now(workspace: Workspace, room: Workshop) -> RoomState:
    return room_state(workspace, room.id)


def dots(workspace: Workspace, room: Workshop) -> dict[int, int]:
    return {one.card.id: one.dots for one in dots_of(now(workspace, room)) if one.dots}


def test_a_phone_that_comes_back_is_the_same_person(workspace: Workspace, room: Workshop) -> None:
    first = person(workspace, room, 1)
    assert person(workspace, room, 1) == first and person(workspace, room, 2) != first
    kept = workspace.run("SELECT secret FROM workshop_participant")
    assert all(f"{1:032x}" != secret for (secret,) in kept)
    for nickname, secret in (("", "a" * 32), (" \n\t", "a" * 32), ("x" * 31, "a" * 32), ("Ann", "short"), ("Ann", "")):
        with pytest.raises(WrongInput):
            join(workspace, room.id, nickname, secret)


@pytest.mark.parametrize(
    ("kind", "stage", "text", "said"),
    [
        ("pain", "Buy", "", "The card is empty."),
        ("pain", "Buy", " \n\u200b\t", "The card is empty."),
        ("pain", "Buy", "x" * 5000, "The card has 5000 signs, and 280 are room for."),
        ("pain", "Nowhere", "Slow", "The journey has no stage 'Nowhere'."),
        ("joke", "Buy", "Slow", "A card is a pain point or an idea."),
    ],
)
def test_a_card_that_cannot_be(
    workspace: Workspace, room: Workshop, kind: str, stage: str, text: str, said: str
) -> None:
    who = person(workspace, room, 1)
    open_round(workspace, room.id, "cards", STAGES)
    with pytest.raises(WrongInput) as refused:
        write_card(workspace, room.id, who.id, kind, stage, text, "1")
    assert refused.value.message == said and refused.value.hint
    assert now(workspace, room).cards == ()


def test_a_card_sent_again_is_one_card_and_is_taken_back_by_its_writer_only(
    workspace: Workspace, room: Workshop
) -> None:
    who, other = person(workspace, room, 1), person(workspace, room, 2)
    (number,) = cards(workspace, room, who, 1)
    again = write_card(workspace, room.id, who.id, "pain", "Buy", "Card 0", "mark 0")
    assert again.id == number and len(now(workspace, room).cards) == 1
    markup = "<img src=x onerror=alert(1)> & 'it'; DROP TABLE workshop_card"
    assert write_card(workspace, room.id, other.id, "pain", "Use", markup, "mark 0").text == markup
    take_back(workspace, room.id, other.id, number)
    assert len(now(workspace, room).cards) == 2
    take_back(workspace, room.id, who.id, number)
    take_back(workspace, room.id, who.id, number)
    assert [card.text for card in now(workspace, room).cards] == [markup]


def test_dots_have_an_end(workspace: Workspace, room: Workshop) -> None:
    who = person(workspace, room, 1)
    one, two, three = cards(workspace, room, who, 3)
    asked = open_round(workspace, room.id, "dots", {"dots": 3})
    vote(workspace, room.id, asked, who.id, f"card:{one}", 2)
    vote(workspace, room.id, asked, who.id, f"card:{one}", 2)
    vote(workspace, room.id, asked, who.id, f"card:{two}", 1)
    for target, value, said in (
        (f"card:{three}", 1, "Your 3 dots are spent."),
        (f"card:{one}", 3, "Your 3 dots are spent."),
        (f"card:{one}", 51, "A vote here goes from 0 to 50."),
        (f"card:{one}", -1, "A vote here goes from 0 to 50."),
        ("card:999", 1, "This cannot be voted on any more."),
        ("stage:Buy", 1, "This cannot be voted on any more."),
    ):
        with pytest.raises(WrongInput) as refused:
            vote(workspace, room.id, asked, who.id, target, value)
        assert refused.value.message == said
    assert dots(workspace, room) == {one: 2, two: 1}
    vote(workspace, room.id, asked, who.id, f"card:{two}", 0)
    vote(workspace, room.id, asked, who.id, f"card:{three}", 1)
    assert dots(workspace, room) == {one: 2, three: 1}


def test_dots_go_with_a_card_that_is_merged(workspace: Workspace, room: Workshop) -> None:
    who, other = person(workspace, room, 1), person(workspace, room, 2)
    one, idea, two = cards(workspace, room, who, 3)
    asked = open_round(workspace, room.id, "dots", {"dots": 3})
    vote(workspace, room.id, asked, who.id, f"card:{one}", 1)
    vote(workspace, room.id, asked, who.id, f"card:{two}", 2)
    vote(workspace, room.id, asked, other.id, f"card:{two}", 1)
    with pytest.raises(WrongInput, match="cannot be one card"):
        merge_cards(workspace, room.id, two, idea)
    merge_cards(workspace, room.id, two, one)
    assert dots(workspace, room) == {one: 4}
    # What is said of the card from now on holds for the whole of it: nobody gets more dots by a merge.
    vote(workspace, room.id, asked, who.id, f"card:{one}", 2)
    vote(workspace, room.id, asked, who.id, f"card:{idea}", 1)
    with pytest.raises(WrongInput, match="spent"):
        vote(workspace, room.id, asked, who.id, f"card:{one}", 3)
    assert dots(workspace, room) == {one: 3, idea: 1}
    merge_cards(workspace, room.id, two, None)
    assert dots(workspace, room) == {one: 2, two: 1, idea: 1}
    hide_card(workspace, room.id, one)
    assert dots(workspace, room) == {two: 1, idea: 1}
    hide_card(workspace, room.id, one, hidden=False)
    assert dots(workspace, room) == {one: 2, two: 1, idea: 1}


def test_a_closed_round_and_a_workshop_that_is_over_take_nothing(workspace: Workspace, room: Workshop) -> None:
    who = person(workspace, room, 1)
    asked = open_round(workspace, room.id, "emotion", STAGES)
    vote(workspace, room.id, asked, who.id, "stage:Buy", -2)
    close_round(workspace, room.id)
    with pytest.raises(WrongInput, match="This round is closed"):
        vote(workspace, room.id, asked, who.id, "stage:Buy", 2)
    reopen_round(workspace, room.id, asked)
    vote(workspace, room.id, asked, who.id, "stage:Use", 1)
    other = open_round(workspace, room.id, "cards", STAGES)
    with pytest.raises(WrongInput, match="This round is closed"):
        vote(workspace, room.id, asked, who.id, "stage:Buy", 2)
    with pytest.raises(WrongInput, match="cannot be voted on"):
        vote(workspace, room.id, other, who.id, "stage:Buy", 2)
    close_workshop(workspace, room.id)
    with pytest.raises(WrongInput, match="This workshop is over"):
        write_card(workspace, room.id, who.id, "pain", "Buy", "Late", "1")
    with pytest.raises(WrongInput, match="This workshop is over"):
        person(workspace, room, 3)
    assert listed_in(room.code) is None and reopen_workshop(workspace, room.id).code == room.code
    assert listed_in(room.code) == ("shop", room.id) and [one.closed for one in workshops(workspace)] == [False]


def test_a_copy_of_a_workspace_does_not_take_the_people_of_the_first(
    workspace: Workspace, room: Workshop, tmp_path: Path
) -> None:
    workspace.close()
    (tmp_path / "copy.duckdb").write_bytes((tmp_path / "shop.duckdb").read_bytes())
    with Workspace(tmp_path / "copy.duckdb") as copy:
        again = reopen_workshop(copy, room.id)
    assert again.code != room.code and (listed_in(room.code), listed_in(again.code)) == (("shop", 1), ("copy", 1))


def test_what_is_called_out_is_entered_by_hand(workspace: Workspace, room: Workshop) -> None:
    open_round(workspace, room.id, "cards", STAGES)
    write_card(workspace, room.id, None, *read_card("us: + a way back", ["Buy", "Use"]), "h1")
    (card,) = now(workspace, room).cards
    assert (card.kind, card.stage, card.text) == ("idea", "Use", "a way back")
    asked = open_round(workspace, room.id, "dots", {"dots": 3})
    held = now(workspace, room).round
    assert held is not None
    vote_by_hand(workspace, room.id, asked, read_votes(f"{card.id} 12", held))
    assert dots(workspace, room) == {card.id: 12}
    open_round(workspace, room.id, "emotion", STAGES)
    held = now(workspace, room).round
    assert held is not None
    vote_by_hand(workspace, room.id, held.id, read_votes("1: -1 0 2", held))
    vote_by_hand(workspace, room.id, held.id, read_votes("-1 2", held))
    felt = feelings_of(now(workspace, room), held)
    assert (felt["Buy"].values, felt["Use"].values) == ((-1, -1, 0, 2), (2,))
    assert felt["Buy"].mean == 0 and felt["Buy"].spread == pytest.approx((6 / 4) ** 0.5)
    take_back_by_hand(workspace, room.id, held.id)
    assert feelings_of(now(workspace, room), held)["Buy"].values == (-1, 0, 2)
    for line in ("", "3: 1", "1: 5", "1 2 0", "hello"):
        with pytest.raises(WrongInput):
            read_votes(line, held)
    assert room_wall(now(workspace, room), "http://x/join/A")["people"] == "0 people in the room"


def test_the_result_is_kept_on_the_board(workspace: Workspace, room: Workshop) -> None:
    people = [person(workspace, room, n) for n in range(1, 4)]
    pain, idea = cards(workspace, room, people[0], 2)
    asked = open_round(workspace, room.id, "dots", {"dots": 5})
    vote(workspace, room.id, asked, people[0].id, f"card:{pain}", 4)
    emotion = open_round(workspace, room.id, "emotion", STAGES)
    for who, value in zip(people, (-2, -1, -1), strict=True):
        vote(workspace, room.id, emotion, who.id, "stage:Buy", value)
    items = [{"key": f"card:{idea}", "title": "Card 1"}]
    judging = open_round(workspace, room.id, "value_effort", {"items": items})
    for who, value, effort in zip(people, (5, 4, 5), (2, 2, 1), strict=True):
        vote(workspace, room.id, judging, who.id, f"value:card:{idea}", value)
        vote(workspace, room.id, judging, who.id, f"effort:card:{idea}", effort)
    (judged,) = judged_in(now(workspace, room), now(workspace, room).rounds[-1])
    assert judged.value is not None and judged.value.mean == pytest.approx(14 / 3)

    for _time in range(2):
        assert keep_result(workspace, now(workspace, room)) == Kept(2, 1, 1, 0)
    held = {note.lane: note for note in notes(workspace)}
    assert len(notes(workspace)) == 3
    assert held["pains"].text == "Card 0\n— From “Checkout”, 4 dots" and held["pains"].stage == "Buy"
    assert held["pains"].evidence == f"page=workshop&session={room.id}"
    felt = held["perceived"].room
    assert held["perceived"].text == "-1" and felt is not None
    assert (felt.n, felt.title) == (3, "Checkout") and felt.mean == pytest.approx(-4 / 3)
    assert felt.spread == pytest.approx((2 / 9) ** 0.5)
    curve = next(
        lane for lane in board_spec(board(workspace), notes(workspace), title="x")["lanes"] if lane["kind"] == "curve"
    )
    assert curve["perceived"] == [pytest.approx(-4 / 3), None] and curve["rooms"] == ["n 3, spread 0.5", ""]
    (opportunity,) = opportunities(workspace)
    assert (opportunity.title, opportunity.stage, opportunity.effort, opportunity.value) == ("Card 1", "Buy", 2, None)
    (said,) = judgements(workspace)
    assert (said.value, said.value_n, said.effort, said.effort_n) == (pytest.approx(14 / 3), 3, pytest.approx(5 / 3), 3)

    # What people change on the board since stays theirs; the rest is brought up to date.
    edit_note(workspace, held["pains"].id, held["pains"].version, "Ours now")
    choose(workspace, "perceived", "Buy", "2", held["perceived"].version)
    merge_cards(workspace, room.id, pain, None)
    reopen_round(workspace, room.id, asked)
    vote(workspace, room.id, asked, people[1].id, f"card:{idea}", 2)
    assert keep_result(workspace, now(workspace, room)) == Kept(1, 0, 1, 2)
    held = {note.lane: note for note in notes(workspace)}
    assert held["pains"].text == "Ours now" and held["ideas"].text == "Card 1\n— From “Checkout”, 2 dots"
    assert held["perceived"].text == "2" and held["perceived"].room is None
