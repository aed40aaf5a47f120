"""What a room believes of the journey, held against the log: confirmed, contradicted, or the log cannot tell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from journey.analyses.clustered import Sums, share_gap
from journey.analyses.compare_groups import grouped
from journey.analyses.interval import MINIMUM_N
from journey.errors import WrongInput
from journey.model import Interval, Level
from journey.scope import Scope
from journey.store.conditions import touchpoint_id
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Checked", "Claim", "Does", "Verdict", "check"]

Does = Literal["complete", "leave", "visit"]
Verdict = Literal["confirmed", "contradicted", "cannot tell"]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One sentence that can be wrong.

    Of journeys: those that `who` selects complete, leave (are lost or dropped) or visit `touchpoint` more often than
    all others in scope. Of waits (`longer_s` is set): those longer than that, after `after` or anywhere, end in
    `touchpoint` more often than shorter ones.

    Attributes
    ----------
    more : bool
        "More often"; False: "less often".
    longer_s : float or None
        Seconds.
    """

    who: Scope = field(default_factory=Scope)
    does: Does = "complete"
    touchpoint: str = ""
    longer_s: float | None = None
    after: str = ""
    more: bool = True

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "who": self.who.text(), "does": self.does, "touchpoint": self.touchpoint, "longer_s": self.longer_s,
            "after": self.after, "more": self.more,
        }  # fmt: skip

    @classmethod
    def of(cls, record: dict[str, Any]) -> Claim:
        """From `to_json`.

        Examples
        --------
        >>> told = Claim(who=Scope(channels=("app",)), does="leave")
        >>> Claim.of(told.to_json()) == told
        True
        """
        return cls(**{**record, "who": Scope.parse(record["who"])})


@dataclass(frozen=True)
class Checked:
    """What the log says of a claim.

    Attributes
    ----------
    those, others : Interval
        Share of those that the claim is about, and of the others; n counts journeys (of waits: waits).
    gap : Interval
        Those minus the others; n counts the customers of the smaller side.
    """

    verdict: Verdict
    those: Interval
    others: Interval
    gap: Interval

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        parts = {name: getattr(self, name) for name in ("those", "others", "gap")}
        told = {name: [one.value, one.low, one.high, one.n] for name, one in parts.items()}
        return {"verdict": self.verdict, **told}

    @classmethod
    def of(cls, record: dict[str, Any]) -> Checked:
        """From `to_json`."""
        return cls(record["verdict"], *(Interval(*record[name]) for name in ("those", "others", "gap")))


def check(workspace: Workspace, scope: Scope, claim: Claim) -> Checked:
    """Hold a claim against the journeys in scope.

    Two shares and their difference, with customers as what is sampled (Newcombe's interval, widened by the design
    effect where customers come again). Confirmed where the whole interval lies on the side that was claimed,
    contradicted where it lies on the other one; else, or where a side has fewer than 30 customers, the log cannot tell.
    What goes together is told, never what causes it. Outcomes are counted of journeys old enough to be judged.

    Raises
    ------
    WrongInput
        A goal is needed and none is set, or a name in it is none of the log's.
    """
    plain = replace(scope, level=Level.TOUCHPOINT, hidden=())
    if claim.longer_s is not None:
        with select(workspace, plain) as selection:
            sides = _waits(selection, claim)
    else:
        others = replace(claim.who, inverse=not claim.who.inverse)
        with grouped(workspace, plain, claim.who, others) as (selection, _groups):
            if claim.does != "visit" and not selection.has_goal:
                raise WrongInput(
                    _("Whether journeys complete or leave cannot be told without a goal."),
                    _("Set one on the page Workspace."),
                )
            sides = _journeys(selection, claim)
    rest, those, gap, _p = share_gap(sides[1], sides[0])
    return Checked(_verdict(gap, claim.more), those, rest, gap)


def _verdict(gap: Interval, more: bool) -> Verdict:
    if gap.low is None or gap.high is None or gap.n < MINIMUM_N:
        return "cannot tell"
    low, high = (gap.low, gap.high) if more else (-gap.high, -gap.low)
    return "confirmed" if low > 0 else "contradicted" if high < 0 else "cannot tell"


_SUMS = "sum(x), sum(m), sum(x * x), sum(x * m), sum(m * m), count(*)"


def _journeys(selection: Selection, claim: Claim) -> tuple[Sums, Sums]:
    did, values = {
        "complete": ("j.converted", []),
        "leave": ("j.outcome IN (1, 2)", []),
        "visit": (
            f"g.journey IN (SELECT journey FROM {selection.linked} WHERE node = ?)",
            [touchpoint_id(selection.cursor, claim.touchpoint)] if claim.does == "visit" else [],
        ),
    }[claim.does]
    return _sides(
        selection,
        f"""
        SELECT g.side, g.customer, count(*) AS m, count(*) FILTER ({did}) AS x
        FROM member g JOIN {selection.journeys} j ON j.id = g.journey GROUP BY g.side, g.customer""",
        values,
    )


def _waits(selection: Selection, claim: Claim) -> tuple[Sums, Sums]:
    values: list[Any] = [claim.longer_s, touchpoint_id(selection.cursor, claim.touchpoint)]
    where = ""
    if claim.after:
        where = "AND e.node = ?"
        values.append(touchpoint_id(selection.cursor, claim.after))
    return _sides(
        selection,
        f"""
        SELECT CASE WHEN e.wait > 1e6 * ? THEN 0 ELSE 1 END AS side, j.customer, count(*) AS m,
               count(*) FILTER (e.next = ?) AS x
        FROM {selection.events} e JOIN journey j ON j.id = e.journey
        WHERE e.next >= 0 {where} GROUP BY ALL""",
        values,
    )


def _sides(selection: Selection, counted: str, values: list[Any]) -> tuple[Sums, Sums]:
    """Those that the claim is about (side 0), and the others."""
    rows = selection.run(f"SELECT side, {_SUMS} FROM ({counted}) GROUP BY side", values)
    found = {
        side: Sums(float(x), float(m), float(xx), float(xm), float(mm), customers)
        for side, x, m, xx, xm, mm, customers in rows
    }
    nobody = Sums(0, 0, 0, 0, 0, 0)
    return found.get(0, nobody), found.get(1, nobody)
