"""`metrics`: experience, service and value by stage, touchpoint, channel, attribute or period."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import Any

from journey.analyses.metric_groups import offered
from journey.analyses.metric_spread import SPREAD, metric_spread
from journey.analyses.metrics import MetricRow, Metrics, ScoreFigure, metrics
from journey.analyses.relationship_scores import RelationshipScore, relationship_scores
from journey.analyses.retention import retention, with_retention
from journey.charts.score_text import score_interval, score_title
from journey.cli.output import print_json, print_table
from journey.cli.parser import Parser
from journey.cli.scope_options import add_scope, given_scope
from journey.cli.workspaces import opened
from journey.errors import WrongInput
from journey.model import Interval
from journey.store.score_declarations import declarations
from journey.store.workspace import Workspace
from journey.text import _, format

__all__ = ["EXAMPLE", "arguments", "run"]

Spreads = dict[str, dict[int, Interval]]

EXAMPLE = "python -m journey metrics --workspace shop --by stage --score ces --from 2026-03-01 --json"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.workspace()
    parser.add_argument(
        "--by", metavar="WHAT",
        help=_("stage (the default where there are some), touchpoint, channel, week, month (of the start), or an "
               "attribute"),
    )  # fmt: skip
    parser.add_argument("--score", metavar="NAME", help=_("only this score; all of them if not given"))
    add_scope(parser)
    parser.json()


def run(given: argparse.Namespace) -> None:
    """Measure, and print the table."""
    with opened(given) as workspace:
        _refuse_unknown(workspace, given.score)
        scope = given_scope(given, workspace)
        by = given.by or offered(workspace)[0]
        found = metrics(workspace, scope, by, given.score)
        found = with_retention(found, retention(workspace, scope, by))
        spreads = {metric: metric_spread(workspace, scope, by, metric) for metric in SPREAD}
        apart = [one for one in relationship_scores(workspace, scope) if given.score in (None, one.score.score)]
    if given.json:
        print_json([*_content(found, spreads), *map(_apart, apart)])
    else:
        _print(found, apart, spreads)


def _refuse_unknown(workspace: Workspace, score: str | None) -> None:
    known = [one.score for one in declarations(workspace)]
    if score is not None and score not in known:
        raise WrongInput(
            _("This log has no score {name}.").format(name=repr(score)),
            _("Its scores are: {names}.").format(names=", ".join(known)) if known else _("It has none."),
        )


def _content(found: Metrics, spreads: Spreads) -> Iterator[dict[str, Any]]:
    """A row for each group and score; one without a score where the log has none."""
    for row in found.rows:
        for one in row.scores or (None,):
            yield {"by": row.name, **_score(one), **_figures(row), **_spread(row, spreads)}


def _spread(row: MetricRow, spreads: Spreads) -> dict[str, Any]:
    """The ends of the intervals of medians and means, beside their figures."""
    names = {"time": "time_median{}_s", "reply": "first_reply_median{}_s", "contacts": "contacts{}", "cost": "cost{}",
             "cost_per_completed": "cost_per_completed{}"}  # fmt: skip
    found: dict[str, Any] = {}
    for metric, name in names.items():
        one = spreads[metric].get(row.id)
        found |= {name.format("_low"): one.low if one else None, name.format("_high"): one.high if one else None}
    return found


def _score(one: ScoreFigure | None) -> dict[str, Any]:
    if one is None:
        return {"score": None, "method": None, "n": 0, "response_rate": None, "value": None, "low": None, "high": None}
    return {
        "score": one.score.score,
        "method": one.score.method.value,
        "n": one.figure.n,
        "response_rate": one.response.value,
        "value": one.figure.value,
        "low": one.figure.low,
        "high": one.figure.high,
        "invited": one.response.n,
        "answers_per_journey": one.answers_per_journey,
        "mean": one.mean.value,
        "bad": one.bad.value,
        "conversion_answered": one.answered.value,
        "conversion_others": one.others.value,
    }


def _apart(one: RelationshipScore) -> dict[str, Any]:
    """A row of its own: a relationship score is about the company, so it is in no group."""
    return {
        "by": None,
        "score": one.score.score,
        "method": one.score.method.value,
        "n": one.figure.n,
        "response_rate": None,
        "value": one.figure.value,
        "low": one.figure.low,
        "high": one.figure.high,
        "relationship": True,
    }


def _figures(row: MetricRow) -> dict[str, Any]:
    return {
        "journeys": row.journeys,
        "reached": row.share,
        **_interval("lost", row.lost),
        **_interval("conversion", row.conversion),
        "time_median_s": row.time_median_s,
        "time_p90_s": row.time_p90_s,
        "visits": row.visits,
        "events": row.events,
        "contacts": row.contacts,
        **_interval("repeats", row.repeats),
        "channels": dict(row.channels),
        "first_reply_median_s": row.reply_median_s,
        "replies": row.replies,
        **_interval("first_contact_resolution", row.resolved),
        **_interval("escalation", row.escalated),
        "cost": row.cost,
        "cost_per_completed": row.cost_per_completed,
        "completed": row.completed,
        "planned_cost": row.planned_cost,
        "cost_of_planned": row.cost_of_planned,
        **_interval("retention", row.retention),
        "churn": None if row.retention.value is None else 1 - row.retention.value,
    }


def _interval(name: str, figure: Interval) -> dict[str, Any]:
    return {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high, f"{name}_n": figure.n}


def _print(found: Metrics, apart: list[RelationshipScore], spreads: Spreads) -> None:
    """Three tables of the same rows: what happened, service and value, scores. Shares have their interval and n."""
    print_table(
        (found.by, _("journeys"), _("reached"), _("lost"), _("conversion"), _("median time"), _("come again")),
        (
            (row.name, format.count(row.journeys), format.percent(row.share), format.interval(row.lost),
             format.interval(row.conversion), _ends(row, spreads["time"], format.duration),
             format.interval(row.repeats))
            for row in found.rows
        ),
    )  # fmt: skip
    print()
    print_table(
        (found.by, _("contacts"), _("first reply"), _("settled at once"), _("escalate"), _("cost"),
         _("per completed"), _("come back")),
        (
            (row.name, _ends(row, spreads["contacts"], format.number), _ends(row, spreads["reply"], format.duration),
             format.interval(row.resolved), format.interval(row.escalated), _ends(row, spreads["cost"], format.number),
             _ends(row, spreads["cost_per_completed"], format.number), format.interval(row.retention))
            for row in found.rows
        ),
    )  # fmt: skip
    titles = [score_title(one.score) for one in (found.rows[0].scores if found.rows else ())]
    if titles:
        print()
        print_table(
            (found.by, *(part for title in titles for part in (title, _("response")))),
            (
                (row.name, *(part for one in row.scores for part in (
                    score_interval(one.score.method, one.figure), format.interval(one.response))))
                for row in found.rows
            ),
        )  # fmt: skip
    for one in apart:
        print(
            _("{score}: {figure} customers, each with the last answer; asked about the company, in no row.").format(
                score=score_title(one.score), figure=score_interval(one.score.method, one.figure)
            )
        )
    for name, n in found.outside:
        print(_("{n} answers to {score} lie outside its scale and count nowhere.").format(n=n, score=name))


def _ends(row: MetricRow, spread: dict[int, Interval], show: Callable[[float | None], str]) -> str:
    one = spread.get(row.id)
    if one is None or one.value is None:
        return "–"
    if one.low is None or one.high is None:
        return show(one.value)
    return _("{value} ({low} to {high})").format(value=show(one.value), low=show(one.low), high=show(one.high))
