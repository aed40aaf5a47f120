"""The board as a plain value: what the log says and what people wrote, ready to be drawn.

Every text in it is shown as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from journey.analyses.board import CHOICES, NOTE_LANES, Board, EmotionLine, Layout, Note, Persona
from journey.analyses.emotion_curve import BEST, WORST
from journey.analyses.interval import MINIMUM_N
from journey.charts.board_emotion import line_of, perceived, room_words, signed
from journey.charts.board_lanes import CELLS, contacts
from journey.charts.board_metrics import hurting, metric_cells, metric_lanes
from journey.charts.board_personas import persona_rows
from journey.charts.board_words import hurts
from journey.charts.label import clean
from journey.charts.metric_shading import shading_title
from journey.charts.theme import CHANNELS
from journey.text import _, ngettext
from journey.text.format import count, number
from journey.text.scope_words import sentence

__all__ = ["board_spec", "board_words", "explanations", "lane_title", "lane_titles", "lane_words", "lanes_of"]

_USUALLY_HIDDEN = frozenset({"touchpoints", "backstage", "owner", "truth", "notes"})


def lane_titles() -> dict[str, tuple[str, str]]:
    """Lane -> its title, and what belongs into an empty cell of it; in the usual order."""
    return {
        "personas": (_("Personas"), ""),
        "goal": (_("Customer goal"), _("What does the customer want here?")),
        "contacts": (_("Touchpoints"), ""),
        "touchpoints": (_("Touchpoints, we think"), _("Where do they meet us?")),
        "emotion": (_("Emotion"), ""),
        "perceived": (_("How it feels, we think"), ""),
        "reach": (_("Reach"), ""),
        "time": (_("Time in stage"), ""),
        "repeats": (_("Back and again"), ""),
        "switches": (_("Change of channel"), ""),
        "cost": (_("Cost"), ""),
        "voice": (_("Voice of the customer"), ""),
        "thoughts": (_("Thoughts and feelings"), _("What goes through their mind?")),
        "pains": (_("Pain points"), _("What hurts?")),
        "ideas": (_("Opportunities"), _("What could be better?")),
        "backstage": (_("Backstage"), _("Who and what works behind it?")),
        "owner": (_("Owner"), _("Who answers for this stage?")),
        "truth": (_("Moment of truth"), _("What must not go wrong here?")),
        "evidence": (_("Evidence"), ""),
        "notes": (_("Notes"), _("What else?")),
    }


def lane_title(board: Board, lane: str) -> str:
    """The title of any lane of a board, those of metrics too."""
    metric = metric_lanes(board).get(lane)
    return lane_titles()[lane][0] if metric is None else clean(shading_title(metric))


def lane_words() -> dict[str, str]:
    """What a lane for notes may be called in a file, in small letters -> its key."""
    lanes = (*NOTE_LANES, *CHOICES)
    return {word.casefold(): lane for lane in lanes for word in (lane, lane_titles()[lane][0])}


def lanes_of(board: Board, layout: Layout | None, notes: Iterable[Note] = ()) -> tuple[tuple[str, ...], frozenset[str]]:
    """All lanes that this board can have, in their order, and those of them that are hidden.

    Where nobody arranged them, no lane with notes is, and of the metrics those are shown that hurt somewhere.
    """
    usual = [lane for lane in lane_titles() if not _needs(board).get(lane, False)]
    metrics = tuple(metric_lanes(board))
    calm = frozenset(metrics) - hurting(board)
    if layout is None:
        hidden = _USUALLY_HIDDEN - {"touchpoints"} if board.blank else _USUALLY_HIDDEN
        at = usual.index("reach") if "reach" in usual else 0
        order = (*usual[:at], *metrics, *usual[at:])
        return order, (hidden & frozenset(usual) - {note.lane for note in notes}) | calm
    every = (*usual, *metrics)
    known = [lane for lane in layout.order if lane in every]
    # A metric that came after people arranged the lanes does not push itself among them.
    late = frozenset(metrics) - frozenset(known)
    return (*known, *(lane for lane in every if lane not in known)), layout.hidden & frozenset(every) | late


def board_spec(
    board: Board,
    notes: Iterable[Note],
    layout: Layout | None = None,
    *,
    title: str,
    workspace: str = "",
    pictures: Mapping[int, bytes] | None = None,
    personas: Sequence[tuple[Persona, Board | None]] = (),
) -> dict[str, Any]:
    """Put the board together.

    Parameters
    ----------
    notes : iterable of Note
        Those whose stage the log does not have (any more) get a column of their own, so that they are seen; a lane that
        is hidden by nobody is shown where it holds notes.
    title : str
        What stands on top of the exported file.
    workspace : str
        Where links to evidence lead.
    pictures : mapping
        Touchpoint -> its picture.
    personas : sequence of (Persona, Board)
        Each with the board of its segment; None where that cannot be told.

    Returns
    -------
    dict
        Texts, numbers and lists only: title, subtitle, stages, lanes, foot, words.
    """
    notes = tuple(notes)
    written: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        written.setdefault((note.lane, note.stage), []).append(note)
    names = [stage.name for stage in board.stages]
    lost = sorted({stage for _lane, stage in written if stage not in names})
    order, hidden = lanes_of(board, layout, notes)
    shown = [lane for lane in order if lane not in hidden and (lane != "personas" or personas)]
    pains = hurts(board)
    lanes = _Lanes(board, written, [*names, *lost], workspace, pictures or {}, personas)
    subtitle = _("{shown} of {total} journeys. {scope}").format(
        shown=count(board.journeys_shown), total=count(board.journeys_total), scope=clean(sentence(board.scope))
    )
    return {
        "title": clean(title),
        "subtitle": _("What people think; no log is behind it yet.") if board.blank else subtitle,
        "own": board.blank,
        "stages": [
            *(
                {
                    "name": stage.name,
                    "title": clean(stage.name),
                    "gone": False,
                    "side": stage.side,
                    "hurts": pains.get(stage.name, ""),
                }
                for stage in board.stages
            ),
            *({"name": name, "title": clean(name), "gone": True, "side": False, "hurts": ""} for name in lost),
        ],
        "lanes": [lanes.draw(lane) for lane in shown],
        "foot": list(explanations(board)),
        "words": board_words() | ({"nothing": _("Not said yet")} if board.blank else {}),
    }


def explanations(board: Board) -> tuple[str, ...]:
    """How the figures are computed, and what was assumed."""
    if board.blank:
        return ()
    found = [
        _(
            "Reach: journeys that come to a stage, of those in scope. Lost here: dropped or lost with their last "
            "touchpoint in the stage, of the mature ones that came before any goal. Time: first to last event of a "
            "visit. Back: to a column further left."
        )
    ]
    if board.emotions:
        text = _(
            "Emotion: mean answer and its 95 % interval, as -2 to +2. Scales, assumed where nobody declared them: "
            "{these}. Shaded: the gap between what we think and the nearest answer; marked as belief gap where it is "
            "half a step or more, and outside the interval of 30 answers or more."
        )
        found.append(text.format(these="; ".join(_scale(line) for line in board.emotions)))
        remembered = [line for line in board.emotions if line.peak_end.n >= MINIMUM_N]
        if remembered:
            text = _("Peak and end, per journey with three answers or more: {these}.")
            found.append(text.format(these="; ".join(_remembered(line) for line in remembered)))
    beside = [clean(stage.name) for stage in board.stages if stage.side]
    if beside:
        text = _("Beside the journey, so that nobody goes back from or to them, are these stages: {names}.")
        found.append(text.format(names=", ".join(beside)))
    if board.unstaged:
        text = ngettext(
            "{n} touchpoint has no stage and is not on the board.",
            "{n} touchpoints have no stage and are not on the board.",
            board.unstaged,
        )
        found.append(text.format(n=count(board.unstaged)))
    return tuple(found)


def _scale(line: EmotionLine) -> str:
    return _("{score} from {low} to {high}").format(
        score=clean(line.score), low=number(line.scale.low), high=number(line.scale.high)
    )


def _remembered(line: EmotionLine) -> str:
    felt = line.peak_end
    return _("{score} {feeling}, {n} journeys").format(
        score=clean(line.score), feeling=signed(felt.value or 0.0), n=count(felt.n)
    )


def _needs(board: Board) -> dict[str, bool]:
    """Lanes of data -> whether this board lacks what they show."""
    lacks = dict.fromkeys(("contacts", "reach", "time", "repeats"), board.blank)
    return lacks | {
        "emotion": not board.emotions and not board.blank,
        "cost": not board.has_costs,
        "switches": not board.has_switches,
        "voice": not board.has_comments,
    }


class _Lanes:
    """Draws one lane after the other."""

    def __init__(
        self,
        board: Board,
        written: Mapping[tuple[str, str], Sequence[Note]],
        stages: Sequence[str],
        workspace: str,
        pictures: Mapping[int, bytes],
        personas: Sequence[tuple[Persona, Board | None]],
    ) -> None:
        self.board, self.written, self.stages, self.workspace = board, written, stages, workspace
        self.pictures, self.personas = pictures, personas

    def draw(self, lane: str) -> dict[str, Any]:
        metric = metric_lanes(self.board).get(lane)
        if metric is not None:
            title = lane_title(self.board, lane)
            return {
                "key": lane,
                "title": title,
                "hint": "",
                "kind": "figures",
                "cells": metric_cells(self.board, metric),
            }
        title, hint = lane_titles()[lane]
        made: dict[str, Any] = {"key": lane, "title": title, "hint": hint}
        if lane == "emotion":
            return made | self._emotion()
        if lane == "personas":
            return made | {"kind": "personas", "personas": persona_rows(self.board, self.personas)}
        if lane == "contacts":
            return made | {
                "kind": "chips", "cells": [contacts(stage, self.pictures) for stage in self.board.stages]
            }  # fmt: skip
        if lane in CELLS:
            kind = "quotes" if lane == "voice" else "figures"
            return made | {"kind": kind, "cells": [CELLS[lane](stage) for stage in self.board.stages]}
        cells = [[self._note(note) for note in self.written.get((lane, stage), ())] for stage in self.stages]
        if lane in _options():
            options = [{"value": value, "label": label} for value, label in _options()[lane].items()]
            return made | {"kind": "choice", "options": options, "cells": cells}
        return made | {"kind": "notes", "cells": cells}

    def _emotion(self) -> dict[str, Any]:
        marks = [self.written.get(("perceived", stage.name), ()) for stage in self.board.stages]
        thought = {stage.name: perceived(held[0]) for stage, held in zip(self.board.stages, marks, strict=True) if held}
        lines = [
            line_of(line, self.board, CHANNELS[at % len(CHANNELS)], thought)
            for at, line in enumerate(self.board.emotions)
        ]
        return {
            "kind": "curve",
            "lines": lines,
            "perceived": [perceived(held[0]) if held else None for held in marks],
            "rooms": [room_words(held[0]) if held else "" for held in marks],
        }

    def _note(self, note: Note) -> dict[str, Any]:
        return {
            "id": note.id,
            "version": note.version,
            "text": note.text,
            "evidence": _address(note.evidence, self.workspace),
        }


def _address(evidence: str | None, workspace: str) -> str:
    """Where the evidence of a note is shown, beside the page of the board; empty for none.

    >>> _address("page=map&scope={}&place=3", "my shop")
    'map?workspace=my+shop&scope=%7B%7D&place=3'
    """
    given = dict(parse_qsl(evidence or ""))
    page = given.pop("page", "")
    return f"{page}?{urlencode({'workspace': workspace, **given})}" if page.replace("_", "").isalnum() else ""


def _options() -> dict[str, dict[str, str]]:
    return {
        "perceived": {
            "-2": _("Awful"), "-1": _("Bad"), "0": _("Neutral"), "1": _("Good"), "2": _("Delightful"),
        },
        "evidence": {"none": _("No data"), "partly": _("Partly"), "researched": _("Researched")},
    }  # fmt: skip


def board_words() -> dict[str, Any]:
    """What the drawing itself says."""
    return {
        "add": _("Add a note"),
        "edit": _("Edit"),
        "delete": _("Delete"),
        "full": _("Full screen"),
        "opens": _("What it is, and its journeys"),
        "gone": _("no such stage now"),
        "write": _("Write, then Ctrl+Enter; Escape leaves it as it was"),
        "lane": _("Drag to another place"),
        "perceived": _("we think"),
        "nothing": _("No answers here"),
        "best": _("Delight"),
        "worst": _("Pain"),
        "limits": [WORST, BEST],
        "board": _("Journey board"),
        "truth": _("Moment of truth"),
        "floating": _("Floating"),
        "evidence": _("Open what it rests on"),
        "rests": _("Rests on evidence"),
        "stage": _("New stage"),
        "rename": _("Press to rename, drag to move; without a name it goes"),
        "moved": _("Drag to another place"),
        "chip": _("Drag to another stage or place; arrow keys move it, too"),
        "chosen": _("shown now"),
    }
