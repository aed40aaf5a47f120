"""What can be followed over time: one figure, all over the journeys or at one place."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from journey.errors import WrongInput
from journey.model import Level
from journey.store.score_declarations import Declaration, Method, declarations
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["AT_A_PLACE", "KINDS", "SERVICE", "STARTED", "Kind", "Place", "TrendMetric", "Unit", "checked", "unit_of"]

Kind = Literal[
    "journeys", "conversion", "lost", "duration", "cost", "share", "exit", "wait", "time", "reply", "resolved",
    "escalated", "score", "mean",
]  # fmt: skip
Place = Literal["touchpoint", "stage", "channel"]
Unit = Literal["count", "share", "time", "number", "points"]

KINDS: tuple[Kind, ...] = get_args(Kind)
STARTED = ("journeys", "conversion", "lost", "duration", "cost")
"""Figures of whole journeys: they count in the period in which the journey started; the others when they happened."""

SERVICE = ("time", "reply", "resolved", "escalated")
"""Figures of the visits to a place, as in the table of metrics; each counts when its visit began."""

AT_A_PLACE = ("share", "exit", "wait", *SERVICE)
"""Figures that are of one place; scores may be."""


@dataclass(frozen=True)
class TrendMetric:
    """One figure.

    Attributes
    ----------
    kind : str
        "journeys": that start. "conversion", "lost": of the mature ones that start (docs/definitions.md). "duration":
        median of the completed ones. "cost": mean of a journey. "share": journeys that come to the place, of all that
        have an event in the period. "exit": mature journeys that are lost or dropped with the place as their last, of
        those that come to it before any goal (docs/definitions.md: exit rate). "wait": median from the place to the
        next event. "time", "reply", "resolved", "escalated": median time there and of the first reply, first-contact
        resolution, escalation share (`journey.analyses.metrics.MetricRow`).
        "score": by its method. "mean": of its answers.
    score : str, optional
        Its name, for "score" and "mean".
    place : str, optional
        The kind of place, with its `name`.

    Examples
    --------
    >>> metric = TrendMetric("share", place="touchpoint", name="Payment error")
    >>> TrendMetric.parse(metric.text()) == metric
    True
    """

    kind: Kind
    score: str | None = None
    place: Place | None = None
    name: str | None = None

    @property
    def by_start(self) -> bool:
        """Whether it counts in the period in which its journey started."""
        return self.kind in STARTED

    @property
    def level(self) -> Level:
        """The level at which the place is one."""
        return Level(self.place) if self.place else Level.TOUCHPOINT

    def text(self) -> str:
        """Its canonical text."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}, ensure_ascii=False)

    @classmethod
    def parse(cls, text: str) -> TrendMetric:
        """The metric of a text; WrongInput where it is none."""
        try:
            return cls.of(json.loads(text))
        except (ValueError, TypeError, AttributeError) as error:
            raise WrongInput(_("This is no figure that can be followed."), _("Choose one anew.")) from error

    @classmethod
    def of(cls, plain: dict[str, Any]) -> TrendMetric:
        """The metric of plain content; ValueError where it is none."""
        found = cls(**{name: None if value is None else str(value) for name, value in plain.items()})  # type: ignore[arg-type]
        if found.kind not in KINDS or found.place not in (None, "touchpoint", "stage", "channel"):
            raise ValueError(plain)
        if (found.place is None) != (found.name is None) or (found.kind in ("score", "mean")) != bool(found.score):
            raise ValueError(plain)
        if found.kind in AT_A_PLACE and found.place is None:
            raise ValueError(plain)
        return found


def checked(workspace: Workspace, metric: TrendMetric) -> Declaration | None:
    """The declaration of the score of a metric, if it has one.

    Raises
    ------
    WrongInput
        The log has no such score or place (any more), or no goal for a figure that needs one.
    """
    if metric.place is not None:
        known = workspace.run(f"SELECT 1 FROM {metric.place} WHERE name = ?", [metric.name])
        if not known:
            words = {
                "touchpoint": _("This log has no touchpoint {name}."),
                "stage": _("This log has no stage {name}."),
                "channel": _("This log has no channel {name}."),
            }
            raise WrongInput(
                words[metric.place].format(name=repr(metric.name)), _("It may have been renamed; choose another.")
            )
    needs_goal = metric.kind in ("conversion", "lost", "duration", "exit")
    if needs_goal and not workspace.run("SELECT 1 FROM journey WHERE outcome < 4 LIMIT 1"):
        raise WrongInput(_("Without a goal no journey completes."), _("Set the goal on the page Workspace."))
    if metric.score is None:
        return None
    found = next((one for one in declarations(workspace) if one.score == metric.score), None)
    if found is None:
        raise WrongInput(
            _("This log has no score {name}.").format(name=repr(metric.score)), _("Choose another score, or import it.")
        )
    return found


def unit_of(metric: TrendMetric, score: Declaration | None) -> Unit:
    """What its figure counts in."""
    if metric.kind == "journeys":
        return "count"
    if metric.kind in ("duration", "wait", "time", "reply"):
        return "time"
    if metric.kind in ("conversion", "lost", "share", "exit", "resolved", "escalated"):
        return "share"
    if metric.kind == "score" and score is not None:
        if score.method is Method.NPS:
            return "points"
        if score.method in (Method.CSAT, Method.CES2, Method.SHARE):
            return "share"
    return "number"
