"""Personas on the board: a row each, with the figures and the curve of its segment under the same stages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from journey.analyses.board import Board, EmotionLine, Persona
from journey.charts.board_emotion import line_of
from journey.charts.board_lanes import as_address, thin
from journey.charts.label import clean
from journey.charts.theme import CHANNELS
from journey.scope import Scope
from journey.text import _, ngettext
from journey.text.format import count, duration, interval, percent
from journey.text.scope_words import sentence

__all__ = ["common_score", "persona_rows"]


def persona_rows(board: Board, personas: Sequence[tuple[Persona, Board | None]]) -> list[dict[str, Any]]:
    """One row for each persona, all with the same score."""
    score = common_score([held for _persona, held in personas if held is not None])
    return [_row(board, persona, held, score, at) for at, (persona, held) in enumerate(personas)]


def common_score(boards: Sequence[Board]) -> str | None:
    """The score with the most answers over all segments: curves of different scores are not laid side by side."""
    answers: dict[str, int] = {}
    for held in boards:
        for line in held.emotions:
            answers[line.score] = answers.get(line.score, 0) + sum(felt.n for felt in line.feelings.values())
    return max(answers, key=lambda score: answers[score], default=None)


def _row(board: Board, persona: Persona, held: Board | None, score: str | None, at: int) -> dict[str, Any]:
    names = [stage.name for stage in board.stages]
    known = {stage.name: stage for stage in held.stages} if held is not None else {}
    line = next((line for line in held.emotions if line.score == score), None) if held is not None else None
    return {
        "name": clean(persona.name),
        "about": clean(persona.about),
        "picture": as_address(persona.picture),
        "segment": clean(sentence(Scope.parse(persona.scope)))
        if persona.scope
        else ""
        if board.blank
        else _("Everybody"),
        "figures": [] if board.blank else _figures(held),
        "opens": f"persona:{persona.id}" if held is not None and not board.blank else "",
        "chosen": held is not None and held.scope.selection() == board.scope.selection(),
        "score": clean(score or ""),
        "line": _line(line, held, names, CHANNELS[at % len(CHANNELS)]),
        "cells": [
            {
                "reach": percent(known[name].reach),
                "lost": _("lost {share}").format(share=percent(known[name].lost.value))
                if known[name].lost.value
                else "",
                "thin": thin(known[name].lost),
                "time": duration(known[name].time_median_s) if known[name].time_median_s is not None else "",
            }
            if name in known
            else None
            for name in names
        ],
    }


def _figures(held: Board | None) -> list[dict[str, str]]:
    if held is None:
        return [{"text": _("Its filter fits this log no more"), "opens": ""}]
    n = held.journeys_shown
    told = [{"text": ngettext("{n} journey", "{n} journeys", n).format(n=count(n)), "opens": "journeys"}]
    if held.conversion.value is not None:
        text = _("{share} reach the goal").format(share=interval(held.conversion))
        told.append({"text": text, "opens": "journeys"})
    return told


def _line(line: EmotionLine | None, held: Board | None, names: list[str], colour: str) -> dict[str, Any]:
    if line is None or held is None:
        return {"name": "", "colour": colour, "points": [None for _name in names], "opens": ""}
    return line_of(line, held, colour, {})
