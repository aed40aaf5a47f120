"""The board as a plain value: what the log says and what people wrote, ready to be drawn.

Every text in it is shown as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from journey.analyses.board import Board, EmotionLine, Layout, Note, Stage
from journey.analyses.emotion_curve import BEST, WORST
from journey.analyses.interval import MINIMUM_N
from journey.charts.label import clean, compact
from journey.charts.theme import CHANNELS
from journey.model import Interval
from journey.text import _, ngettext
from journey.text.format import MINUS, count, duration, interval, number, percent
from journey.text.scope_words import sentence

__all__ = ["board_spec", "explanations", "lane_titles", "lanes_of"]

MOST_CONTACTS = 5
_USUALLY_HIDDEN = frozenset({"backstage", "owner", "truth", "notes"})
_ICONS = {
    "web": ("web", "site", "online", "portal", "browser", "сайт"),
    "app": ("app", "mobile", "приложение"),
    "mail": ("mail", "letter", "sms", "newsletter", "почт"),
    "phone": ("phone", "call", "hotline", "телефон", "звон"),
    "shop": ("shop", "store", "branch", "office", "магазин", "офис"),
    "chat": ("chat", "messenger", "чат"),
    "courier": ("courier", "delivery", "parcel", "post", "курьер"),
}


def lane_titles() -> dict[str, tuple[str, str]]:
    """Lane -> its title, and what belongs into an empty cell of it; in the usual order."""
    return {
        "goal": (_("Customer goal"), _("What does the customer want here?")),
        "contacts": (_("Touchpoints"), ""),
        "touchpoints": (_("Touchpoints, we think"), _("Where do they meet us?")),
        "emotion": (_("Emotion"), ""),
        "perceived": (_("How it feels, we think"), ""),
        "reach": (_("Reach"), ""),
        "time": (_("Time in stage"), ""),
        "repeats": (_("Back and again"), ""),
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


def lanes_of(board: Board, layout: Layout | None) -> tuple[tuple[str, ...], frozenset[str]]:
    """All lanes that this log can have, in their order, and those of them that are hidden."""
    usual = [lane for lane in lane_titles() if _has(board, lane)]
    if layout is None:
        return tuple(usual), _USUALLY_HIDDEN & frozenset(usual)
    known = [lane for lane in layout.order if lane in usual]
    return (*known, *(lane for lane in usual if lane not in known)), layout.hidden & frozenset(usual)


def board_spec(board: Board, notes: Iterable[Note], layout: Layout | None = None, *, title: str) -> dict[str, Any]:
    """Put the board together.

    Parameters
    ----------
    notes : iterable of Note
        Those whose stage the log does not have (any more) get a column of their own, so that they are seen.
    title : str
        What stands on top of the exported file.

    Returns
    -------
    dict
        Texts, numbers and lists only: title, subtitle, stages, lanes, foot, words.
    """
    written: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        written.setdefault((note.lane, note.stage), []).append(note)
    names = [stage.name for stage in board.stages]
    lost = sorted({stage for _lane, stage in written if stage not in names})
    order, hidden = lanes_of(board, layout)
    shown = [lane for lane in order if lane not in hidden]
    return {
        "title": clean(title),
        "subtitle": _("{shown} of {total} journeys. {scope}").format(
            shown=count(board.journeys_shown), total=count(board.journeys_total), scope=clean(sentence(board.scope))
        ),
        "stages": [
            *(
                {"name": stage.name, "title": clean(stage.name), "gone": False, "side": stage.side}
                for stage in board.stages
            ),
            *({"name": name, "title": clean(name), "gone": True, "side": False} for name in lost),
        ],
        "lanes": [_lane(lane, board, written, [*names, *lost]) for lane in shown],
        "foot": list(explanations(board)),
        "words": _words(),
    }


def explanations(board: Board) -> tuple[str, ...]:
    """How the figures are computed, and what was assumed."""
    found = [
        _(
            "Reach: journeys that come to a stage, of those in scope. Lost here: dropped or lost with their last "
            "touchpoint in the stage, of the mature ones that came before any goal. Time: first to last event of a "
            "visit. Back: to a column further left."
        )
    ]
    if board.emotions:
        text = _(
            "Emotion: mean answer and its 95 % interval, as -2 to +2. No scales are declared; assumed are {these}. "
            "Shaded: the gap between what we think and the nearest answer."
        )
        found.append(text.format(these="; ".join(_scale(line) for line in board.emotions)))
    beside = [clean(stage.name) for stage in board.stages if stage.side]
    if beside:
        text = _(
            "By name, these stages are read as beside the journey, so that nobody goes back from or to them: {names}."
        )
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


def _has(board: Board, lane: str) -> bool:
    needs = {"emotion": bool(board.emotions), "cost": board.has_costs, "voice": board.has_comments}
    return needs.get(lane, True)


def _lane(lane: str, board: Board, written: dict[tuple[str, str], list[Note]], stages: list[str]) -> dict[str, Any]:
    title, hint = lane_titles()[lane]
    made: dict[str, Any] = {"key": lane, "title": title, "hint": hint}
    cells: dict[str, Callable[[Stage], dict[str, Any]]] = {
        "contacts": _contacts, "reach": _reach, "time": _time, "repeats": _repeats, "cost": _cost, "voice": _voice,
    }  # fmt: skip
    if lane == "emotion":
        marks = [written.get(("perceived", stage.name), ()) for stage in board.stages]
        return {
            **made,
            "kind": "curve",
            "lines": [_line(line, board, CHANNELS[at % len(CHANNELS)]) for at, line in enumerate(board.emotions)],
            "perceived": [int(held[0].text) if held else None for held in marks],
        }
    if lane in cells:
        kind = {"contacts": "chips", "voice": "quotes"}.get(lane, "figures")
        return {**made, "kind": kind, "cells": [cells[lane](stage) for stage in board.stages]}
    notes = [[_note(note) for note in written.get((lane, stage), ())] for stage in stages]
    if lane in _options():
        options = [{"value": value, "label": label} for value, label in _options()[lane].items()]
        return {**made, "kind": "choice", "options": options, "cells": notes}
    return {**made, "kind": "notes", "cells": notes}


def _options() -> dict[str, dict[str, str]]:
    return {
        "perceived": {
            "-2": _("Awful"), "-1": _("Bad"), "0": _("Neutral"), "1": _("Good"), "2": _("Delightful"),
        },
        "evidence": {"none": _("No data"), "partly": _("Partly"), "researched": _("Researched")},
    }  # fmt: skip


def _note(note: Note) -> dict[str, Any]:
    return {"id": note.id, "version": note.version, "text": note.text}


def _contacts(stage: Stage) -> dict[str, Any]:
    more = len(stage.contacts) - MOST_CONTACTS
    return {
        "chips": [
            {
                "name": clean(contact.name),
                "value": compact(contact.events),
                "icon": _icon(contact.channel),
                "channel": clean(contact.channel or ""),
                "truth": contact.moment_of_truth,
            }
            for contact in stage.contacts[:MOST_CONTACTS]
        ],
        "more": _("+{n} more").format(n=more) if more > 0 else "",
    }


def _icon(channel: str | None) -> str:
    name = (channel or "").lower()
    return next((icon for icon, words in _ICONS.items() if any(word in name for word in words)), "other")


def _reach(stage: Stage) -> dict[str, Any]:
    lost = stage.lost
    detail = _("{n} journeys").format(n=count(stage.journeys))
    return {
        "value": percent(stage.reach),
        "bar": stage.reach,
        "detail": detail,
        "warn": "" if lost.value is None else _("lost here {share}").format(share=interval(lost)),
        "thin": not lost.value or _thin(lost),
    }


def _time(stage: Stage) -> dict[str, Any]:
    if stage.time_median_s is None:
        return {"value": "–", "detail": ""}
    parts = [_("p90 {time}").format(time=duration(stage.time_p90_s))]
    if stage.onward_median_s is not None:
        parts.append(_("then {time} to the next").format(time=duration(stage.onward_median_s)))
    return {"value": duration(stage.time_median_s), "detail": " · ".join(parts)}


def _repeats(stage: Stage) -> dict[str, Any]:
    back = stage.backtracks
    return {
        "value": percent(stage.repeats.value),
        "detail": _("come again") if stage.repeats.value is not None else "",
        "warn": _("{share} of {n} departures go back").format(share=percent(back.value), n=count(back.n))
        if back.value
        else "",
        "thin": _thin(back),
    }


def _cost(stage: Stage) -> dict[str, Any]:
    if stage.cost is None:
        return {"value": "–", "detail": ""}
    return {"value": number(stage.cost), "detail": _("a journey that comes here")}


def _voice(stage: Stage) -> dict[str, Any]:
    return {
        "quotes": [clean(text) for text in stage.quotes],
        "detail": ngettext("{n} comment", "{n} comments", stage.comments).format(n=count(stage.comments))
        if stage.comments
        else "",
    }


def _line(line: EmotionLine, board: Board, colour: str) -> dict[str, Any]:
    return {
        "name": clean(line.score),
        "colour": colour,
        "points": [_point(line.feelings.get(stage.name)) for stage in board.stages],
    }


def _point(felt: Interval | None) -> dict[str, Any] | None:
    if felt is None or felt.value is None:
        return None
    low, high = (felt.value if end is None else end for end in (felt.low, felt.high))
    return {"value": felt.value, "low": low, "high": high, "thin": _thin(felt), "text": _signed(felt.value),
            "n": _("n {n}").format(n=count(felt.n))}  # fmt: skip


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else MINUS if value < 0 else ''}{abs(value):.1f}"


def _thin(figure: Interval) -> bool:
    return 0 < figure.n < MINIMUM_N


def _words() -> dict[str, Any]:
    return {
        "add": _("Add a note"),
        "edit": _("Edit"),
        "delete": _("Delete"),
        "full": _("Full screen"),
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
    }
