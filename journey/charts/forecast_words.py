"""The figures of a forecast in words: their names, and how their values and differences read."""

from __future__ import annotations

import math

from journey.design.draft import Draft
from journey.design.edits import Edit
from journey.design.forecast import Band, Forecast
from journey.design.preview import Preview
from journey.design.start import Start
from journey.text import _, ngettext
from journey.text.format import MINUS, count, duration, number, percent

__all__ = [
    "KIND_NAMES",
    "amount",
    "change",
    "draft_words",
    "edit_words",
    "figure_name",
    "figure_text",
    "headline",
    "preview_words",
    "range_words",
    "start_words",
]

_SHARES = {
    "conversion": _("Conversion"),
    "completed": _("Completed, late ones too"),
    "lost": _("Lost"),
    "dropped": _("Dropped"),
}
_OTHERS = {
    "contacts_per_journey": _("Events per journey"),
    "cost_per_journey": _("Cost per journey"),
    "cost_per_completed": _("Cost per completed journey"),
    "value_per_journey": _("Value less cost per journey"),
    "median_duration_s": _("Median time to the goal"),
    "p90_duration_s": _("p90 time to the goal"),
}

KIND_NAMES = {
    "remove": _("Remove"),
    "bypass": _("Skip"),
    "add": _("Add a touchpoint"),
    "insert": _("Insert"),
    "draw": _("Draw a way"),
    "reroute": _("Reroute"),
    "wait": _("Change a wait"),
    "exit_rate": _("Change who leaves"),
    "limit_repeats": _("Limit repeats"),
    "channel": _("Move to a channel"),
    "merge": _("Merge"),
    "split": _("Split"),
    "rename": _("Rename"),
    "move": _("Move to a stage"),
    "cost": _("Change a cost"),
    "score": _("Change a score"),
    "inflow": _("Change how journeys begin"),
}
"""Kind of edit -> its name on screen."""

_NUMBERS = {
    "share": _("share"),
    "factor": _("times"),
    "value": _("to"),
    "cap_s": _("at most"),
    "median_s": _("median"),
    "p90_s": _("p90"),
    "max": _("at most"),
    "wait_s": _("after"),
    "exit_rate": _("exit rate"),
    "cost": _("cost"),
    "exit_factor": _("exit rate times"),
    "wait_factor": _("wait times"),
    "shift": _("by"),
}


def figure_name(name: str) -> str:
    """A figure as it is called on screen."""
    if name.startswith("score "):
        return _("Mean {score}").format(score=name.removeprefix("score "))
    return _SHARES.get(name) or _OTHERS.get(name, name)


def figure_text(name: str, value: float) -> str:
    """A value.

    >>> figure_text("conversion", 0.408), figure_text("median_duration_s", 90000.0), figure_text("cost", float("nan"))
    ('40.8 %', '1 d 1 h', '–')
    """
    if not math.isfinite(value):
        return "–"
    if name in _SHARES:
        return percent(value) if abs(value) < 0.0995 else f"{100 * value:.1f} %"
    return duration(value) if name.endswith("_s") else number(value)


def change(name: str, value: float) -> str:
    """A difference, with its sign; shares in points.

    >>> change("conversion", 0.0213), change("median_duration_s", -7200.0), change("conversion", 0.0)
    ('+2.1 points', '−2 h', '0 points')
    """
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    if name in _SHARES:
        text = _("{n} points").format(n=f"{100 * size:.1f}" if size >= 0.00005 else "0")
        return text if size < 0.0005 else _sign(value) + text
    text = duration(size) if name.endswith("_s") else number(size)
    return text if size == 0 else _sign(value) + text


def amount(name: str, value: float) -> str:
    """The number of an assumption.

    >>> amount("share", 0.4), amount("cap_s", 86400.0), amount("factor", 0.5)
    ('40 %', '1 d', '0.5')
    """
    if name in ("share", "exit_rate"):
        return percent(value)
    return duration(value) if name.endswith("_s") else number(value)


def range_words(name: str, band: Band) -> str:
    """The widest interval of a difference."""
    return _("95 %: {low} to {high}").format(low=change(name, band.low), high=change(name, band.high))


def edit_words(edit: Edit) -> str:
    """An edit in a line: what it changes, and by how much."""
    numbers = []
    for name, value in edit.numbers:
        text = amount(name, value.likely)
        if not value.is_sure:
            text = _("{likely} ({low} to {high})").format(
                likely=text, low=amount(name, value.low), high=amount(name, value.high)
            )
        numbers.append(f"{_NUMBERS[name]} {text}")
    words = f"{edit.says}: {', '.join(numbers)}" if numbers else edit.says
    return words[:1].upper() + words[1:]


def headline(found: Forecast) -> str:
    """The answer in a sentence, the difference first."""
    name = "conversion" if "conversion" in found.difference else "contacts_per_journey"
    band = found.difference[name]
    if not found.scenario.active:
        return _("Nothing is edited, so nothing changes.")
    if band.low <= 0 <= band.high:
        return _("{figure} changes by {change}, which may be nothing ({range}).").format(
            figure=figure_name(name), change=change(name, band.value), range=range_words(name, band)
        )
    return _("{figure} {change} ({range}): from {before} to {after}.").format(
        figure=figure_name(name), change=change(name, band.value), range=range_words(name, band),
        before=figure_text(name, found.as_is[name].value), after=figure_text(name, found.to_be[name].value),
    )  # fmt: skip


def preview_words(found: Preview) -> str:
    """What is expected of a scenario, without how sure it is."""
    if not found.scenario.active:
        return _("Start with what hurts: click a place on the map, or add an edit below.")
    name = "conversion" if "conversion" in found.figures else "contacts_per_journey"
    before, after = found.as_is[name], found.figures[name]
    n = len(found.scenario.active)
    counted = n if found.wrong is None else sum(number < found.wrong.number for number, _e in found.scenario.active)
    edits = ngettext("{n} edit", "{n} edits", n).format(n=count(n))
    if counted < n:
        edits = _("{n} of {all}").format(n=count(counted), all=edits)
    return _("{edits}: {figure} {before} becomes {after}, {change}.").format(
        edits=edits,
        figure=figure_name(name).lower(),
        before=figure_text(name, before),
        after=figure_text(name, after),
        change=change(name, after - before),
    )


def draft_words(found: Draft) -> str:
    """What a design is that no log is behind."""
    n = len(found.ways.touchpoints)
    if not n:
        return _("A blank design: add the first touchpoint.")
    words = ngettext("{n} touchpoint", "{n} touchpoints", n).format(n=count(n))
    missing = n - len(found.ways.reached & found.ways.ending)
    if not found.ways.steps or missing:
        return _("{touchpoints}, of which {n} lie on no way from a start to an end.").format(
            touchpoints=words, n=count(missing)
        )
    return _("{touchpoints}, from {begin} to {end}.").format(
        touchpoints=words, begin=_some(found.ways.starts), end=_some(found.ways.goals)
    )


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:3]) + ("…" if len(names) > 3 else "")


def start_words(start: Start) -> str:
    """What a scenario starts from, and what that keeps it from telling."""
    return {
        "as_is": _("It starts from the as-is."),
        "stage": _("It starts from the stage {name}: the journeys that visit it, seen there and where they end."),
        "happy_path": _(
            "It starts from the happy path: the journeys that come to it, seen at its {n} touchpoints and where they "
            "end."
        ),
        "variant": _(
            "It starts from one variant of {n} touchpoints: these journeys all ended alike, so the log cannot tell "
            "what an edit does to who completes."
        ),
        "persona": _("It starts from the persona {name}: the journeys of its segment."),
        "bpmn": _(
            "It starts from the file {name}. How many go which way, how long they wait and where they leave is not "
            "known, so nothing can be forecast."
        ),
        "empty": _(
            "It starts from nothing. How many go which way, how long they wait and where they leave is not known, so "
            "nothing can be forecast."
        ),
    }[start.kind].format(name=start.name, n=count(len(start.path)))


def _sign(value: float) -> str:
    return "+" if value > 0 else MINUS
