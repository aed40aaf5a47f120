"""Keeping what a workshop came to: cards as notes of the board, feelings as its curve, votes on opportunities.

Kept again, it is brought up to date; what people changed on the board since is left as they have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from journey.store.board_notes import LONGEST, put_note
from journey.store.opportunities import LONGEST as LONGEST_TITLE
from journey.store.opportunities import Opportunity, put_opportunity
from journey.store.workshops.card import LANES
from journey.store.workshops.pulse import changing
from journey.store.workshops.state import RoomState
from journey.store.workshops.tally import CardDots, ItemJudged, Said, dots_of, feelings_of, judged_in
from journey.store.workspace import Workspace
from journey.text import _, ngettext

__all__ = ["Kept", "keep_result"]


@dataclass(frozen=True)
class Kept:
    """What stands on the board now.

    Attributes
    ----------
    cards, feelings, opportunities : int
        Notes, stages and opportunities that the workshop wrote or renewed.
    left : int
        Notes and feelings that people have changed or deleted since they were kept first: they were left so.
    """

    cards: int
    feelings: int
    opportunities: int
    left: int


def keep_result(workspace: Workspace, state: RoomState) -> Kept:
    """Put the result on the board, whole or not at all: what is hidden on the wall is not kept."""
    with changing(workspace, state.workshop.id) as cursor:
        cards = [_keep_card(cursor, state, one) for one in dots_of(state)]
        asked = [one for one in state.rounds if one.kind == "emotion"]
        # Of several rounds, the last one in which a stage was felt.
        felt: dict[str, Said] = {}
        for one in asked:
            felt |= feelings_of(state, one)
        feelings = [_keep_feeling(cursor, state, stage, said) for stage, said in felt.items()]
        judged = {
            item.key: item for one in state.rounds if one.kind == "value_effort" for item in judged_in(state, one)
        }
        texts = {f"card:{one.card.id}": one for one in dots_of(state)}
        opportunities = sum(_keep_judgement(cursor, state, item, texts) for item in judged.values())
    return Kept(sum(cards), sum(feelings), opportunities, cards.count(False) + feelings.count(False))


def _keep_card(cursor: duckdb.DuckDBPyConnection, state: RoomState, one: CardDots) -> bool:
    text = _note(state, one)
    held = cursor.execute(
        """SELECT k.note, k.version, n.version FROM workshop_kept k LEFT JOIN board_note n ON n.id = k.note
           WHERE k.card = ?""",
        [one.card.id],
    ).fetchone()
    if held is None:
        evidence = f"page=workshop&session={state.workshop.id}"
        note = put_note(cursor, LANES[one.card.kind], one.card.stage, text, evidence)
        cursor.execute("INSERT INTO workshop_kept VALUES (?, ?, ?)", [one.card.id, note.id, note.version])
        return True
    number, kept, current = held
    if current != kept:
        return False
    (old,) = cursor.execute("SELECT text FROM board_note WHERE id = ?", [number]).fetchall()[0]
    if old != text:
        cursor.execute("UPDATE board_note SET text = ?, version = version + 1 WHERE id = ?", [text, number])
        cursor.execute("UPDATE workshop_kept SET version = version + 1 WHERE card = ?", [one.card.id])
    return True


def _note(state: RoomState, one: CardDots) -> str:
    """The words of the card, and below them where they come from."""
    if one.dots:
        origin = ngettext("From “{title}”, {n} dot", "From “{title}”, {n} dots", one.dots).format(
            title=state.workshop.title, n=one.dots
        )
    else:
        origin = _("From “{title}”").format(title=state.workshop.title)
    words = "\n".join([one.card.text, *(f"+ {part.text}" for part in one.parts)])
    return f"{words[: LONGEST - len(origin) - 3]}\n— {origin}"


def _keep_feeling(cursor: duckdb.DuckDBPyConnection, state: RoomState, stage: str, said: Said) -> bool:
    # The choice of the board is a face; beside it stands what the room said exactly.
    face = str(max(-2, min(2, round(said.mean))))
    note = cursor.execute(
        "SELECT id, version, text FROM board_note WHERE lane = 'perceived' AND stage = ?", [stage]
    ).fetchone()
    before = cursor.execute(
        "SELECT note, version FROM room_feeling WHERE stage = ? AND workshop = ?", [stage, state.workshop.id]
    ).fetchone()
    if before is not None and (note is None or note[:2] != before):
        return False
    if note is None:
        made = put_note(cursor, "perceived", stage, face)
        number, version = made.id, made.version
    else:
        number, version = note[0], note[1] + (note[2] != face)
        cursor.execute("UPDATE board_note SET text = ?, version = ? WHERE id = ?", [face, version, number])
    cursor.execute(
        "INSERT OR REPLACE INTO room_feeling VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [stage, state.workshop.id, state.workshop.title, number, version, said.mean, said.spread, said.n],
    )
    return True


def _keep_judgement(
    cursor: duckdb.DuckDBPyConnection, state: RoomState, item: ItemJudged, texts: Mapping[str, CardDots]
) -> bool:
    """An opportunity gets what the room says; a card that was judged becomes one, if none of its title is there."""
    if item.value is None or item.effort is None:
        return False
    kind, _colon, key = item.key.partition(":")
    found = None
    if kind == "opportunity":
        found = cursor.execute("SELECT id FROM opportunity WHERE id = ?", [int(key)]).fetchone()
    elif item.key in texts:
        title = item.title[:LONGEST_TITLE]
        found = cursor.execute("SELECT id FROM opportunity WHERE title = ? ORDER BY id", [title]).fetchone()
        if found is None:
            found = (put_opportunity(cursor, Opportunity(title=title, stage=texts[item.key].card.stage)),)
    if found is None:
        return False
    # What nobody estimated yet takes the room's word; an estimate that is there stays.
    cursor.execute(
        "UPDATE opportunity SET effort = ?, version = version + 1 WHERE id = ? AND effort IS NULL",
        [round(item.effort.mean), found[0]],
    )
    cursor.execute(
        "INSERT OR REPLACE INTO room_judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [found[0], state.workshop.id, state.workshop.title, item.value.mean, item.value.spread, item.value.n,
         item.effort.mean, item.effort.spread, item.effort.n],
    )  # fmt: skip
    return True
