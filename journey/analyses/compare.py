"""Who: two groups of journeys compared, in everything that can be counted of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from scipy.stats import false_discovery_control

from journey.analyses.clustered import Sums, mean_gap, share_gap
from journey.analyses.compare_groups import Groups, counted, grouped
from journey.analyses.compare_waits import medians
from journey.analyses.interval import MINIMUM_N
from journey.errors import WrongInput
from journey.model import Interval, Level, Progress, silent
from journey.scope import Scope
from journey.store.outcomes import read_definitions
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Comparison", "Difference", "Kind", "compare"]

Kind = Literal["reach", "transition", "wait", "exit", "conversion", "converted", "score", "metric", "duration"]
ALPHA = 0.05


@dataclass(frozen=True)
class Difference:
    """One thing in which the groups may differ.

    Attributes
    ----------
    kind : str
        reach (share of journeys that come to `source`), transition (of those that come to `source`, the share that
        goes on directly to `target`), wait (median seconds between the two), exit and conversion (of those that came
        to `source` before any goal), converted (conversion of the whole group), score (mean of `name` given at
        `source`), metric (mean `name` per journey: events, cost), duration (median seconds of a journey).
    source, target : int or None
        Ids as in the flow map of the same scope; `source_name`, `target_name` name them.
    a, b : Interval
        Wilson for shares, bootstrap for medians, normal for means; over customers, whose journeys belong together.
    gap : Interval
        b - a; n counts the customers of the smaller side.
    p, q : float
        Of no difference; adjusted by Benjamini-Hochberg over all rows that rest on enough.
    thin : bool
        Rests on fewer than 30 customers on one side: shown, but ranks nothing.
    size : float
        What ranks: the gap (of medians relative, of scores in spans of the score) times the share of journeys that it
        concerns.
    """

    kind: Kind
    name: str
    source: int | None
    target: int | None
    source_name: str
    target_name: str
    a: Interval
    b: Interval
    gap: Interval
    p: float
    q: float
    thin: bool
    size: float

    @property
    def above_line(self) -> bool:
        """Whether it passes the false-discovery control at 5 %."""
        return not self.thin and self.q <= ALPHA


@dataclass(frozen=True)
class Comparison:
    """Two groups of journeys.

    Attributes
    ----------
    groups : Groups
    differences : tuple of Difference
        Above the line first, each part by descending size.
    compared : int
        Rows that rest on enough, and were tested.
    only_a, only_b : tuple of Difference
        Touchpoints and transitions that occur on one side alone, by descending number of journeys there.
    by_construction : tuple of str
        Touchpoints whose reach was not compared, as the groups are chosen by them.
    ends_chosen : bool
        The groups are chosen by their outcome, so exits and conversion were not compared, and only what came before
        the end of each journey.
    """

    groups: Groups
    differences: tuple[Difference, ...]
    compared: int
    only_a: tuple[Difference, ...]
    only_b: tuple[Difference, ...]
    by_construction: tuple[str, ...]
    ends_chosen: bool


def compare(workspace: Workspace, scope: Scope, a: Scope, b: Scope, *, progress: Progress = silent) -> Comparison:
    """Compare the journeys of two scopes, within a third.

    Parameters
    ----------
    scope : Scope
        What both are taken from; its level and hidden touchpoints hold for both.
    a, b : Scope
        Which journeys. Those in both are left out: A-only is compared with B-only.

    Raises
    ------
    WrongInput
        A side has no journeys of its own.
    """
    with grouped(workspace, scope, a, b) as (selection, groups):
        for side, n, young in zip(("A", "B"), groups.journeys, groups.young, strict=True):
            if not n:
                raise WrongInput(
                    _why_empty(side, groups.overlap, young),
                    _("Choose another group, or clear a filter."),
                )
        progress(0.1, _("Counting touchpoints and transitions"))
        ends_chosen = bool(a.outcomes or b.outcomes)
        facts = counted(selection, before_end=ends_chosen)
        progress(0.6, _("Comparing waits"))
        waits = medians(selection)
        names = dict(selection.run(f"SELECT id, name FROM {selection.nodes}"))
        spans = dict(
            selection.run(
                """SELECT s.name, max(a.value) - min(a.value)
                   FROM answer a JOIN score s ON s.id = a.score GROUP BY s.name"""
            )
        )
        _asked, applied = read_definitions(selection.cursor)
    chosen = {name for one in (a, b) for name in _chosen(one)}
    if ends_chosen and scope.level is Level.TOUCHPOINT:
        chosen |= {*applied.goals, *applied.lost}
    total = sum(groups.journeys)
    rows: list[Difference] = []
    for (kind, name, source, target), sides in facts.items():
        if ends_chosen and kind in ("exit", "conversion", "converted"):
            continue
        if chosen & {names.get(source), names.get(target)} and kind in ("reach", "transition"):
            continue
        if not {0, 1} <= set(sides) or (kind == "conversion" and sides == facts.get(("converted", "", -1, -1))):
            continue
        rows.append(_row(kind, name, source, target, names, sides, total, spans))  # type: ignore[arg-type]
    for (source, target), (of_a, of_b, gap, p) in waits.items():
        largest = max(of_a.value or 0.0, of_b.value or 0.0)
        relative = abs(gap.value or 0.0) / largest if largest else 0.0
        kind = "wait" if source >= 0 else "duration"
        share = 1.0 if source < 0 else _share(facts, source, target, total)
        rows.append(
            Difference(
                kind, "", *_nodes(source, target), names.get(source, ""), names.get(target, ""), of_a, of_b, gap, p,  # type: ignore[arg-type]
                1.0, gap.n < MINIMUM_N, relative * share,
            )
        )  # fmt: skip
    return _ranked(rows, groups, tuple(sorted(name for name in chosen if name)), ends_chosen)


def _why_empty(side: str, overlap: int, young: int) -> str:
    if overlap:
        return _("{side} has no journeys that the other has not.").format(side=side)
    if young:
        return _("{side} has no journeys that are old enough to be judged.").format(side=side)
    return _("{side} has no journeys here.").format(side=side)


def _chosen(scope: Scope) -> tuple[str, ...]:
    steps = [name for then in scope.then for name in (then.source, then.target)]
    return (*scope.contains, *scope.visits, *scope.avoids, *scope.starts_with, *scope.ends_with, *steps)


def _nodes(source: int, target: int) -> tuple[int | None, int | None]:
    return (source if source >= 0 else None), (target if target >= 0 else None)


def _share(facts: dict[tuple[str, str, int, int], dict[int, Sums]], source: int, target: int, total: int) -> float:
    sides = facts.get(("transition", "", source, target), {})
    return sum(one.x for one in sides.values()) / total


def _row(
    kind: Kind, name: str, source: int, target: int, names: dict[int, str], sides: dict[int, Sums], total: int,
    spans: dict[str, float],
) -> Difference:  # fmt: skip
    a, b = sides[0], sides[1]
    of_a, of_b, gap, p = (mean_gap if kind in ("score", "metric") else share_gap)(a, b)
    size = abs(gap.value or 0.0)
    concerned = min(1.0, (a.m + b.m) / total)
    if kind == "score":
        size /= spans.get(name) or 1.0
    elif kind == "metric":
        size /= max(abs(of_a.value or 0.0), abs(of_b.value or 0.0)) or 1.0
    return Difference(
        kind, name, *_nodes(source, target), names.get(source, ""), names.get(target, ""), of_a, of_b, gap, p, 1.0,
        gap.n < MINIMUM_N, size * concerned,
    )  # fmt: skip


def _ranked(rows: list[Difference], groups: Groups, chosen: tuple[str, ...], ends_chosen: bool) -> Comparison:
    enough = [row for row in rows if not row.thin]
    adjusted = false_discovery_control([row.p for row in enough]) if enough else []
    done = [replace(row, q=float(q)) for row, q in zip(enough, adjusted, strict=True)]
    done += [row for row in rows if row.thin]
    done.sort(
        key=lambda row: (not row.above_line, row.thin, -row.size, row.kind, row.name, row.source_name, row.target_name)
    )
    places = [row for row in rows if row.kind in ("reach", "transition")]
    return Comparison(
        groups=groups,
        differences=tuple(done),
        compared=len(enough),
        only_a=_only(places, 0),
        only_b=_only(places, 1),
        by_construction=chosen,
        ends_chosen=ends_chosen,
    )


def _only(rows: list[Difference], side: int) -> tuple[Difference, ...]:
    here = [(row.a, row.b)[side] for row in rows]
    there = [(row.a, row.b)[1 - side] for row in rows]
    found = [
        (round((here[n].value or 0) * here[n].n), row)
        for n, row in enumerate(rows)
        if here[n].value and not there[n].value
    ]
    found.sort(key=lambda item: (-item[0], item[1].source_name, item[1].target_name))
    return tuple(row for _n, row in found)
