"""The as-is model: a semi-Markov chain fitted to the judged journeys of a scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix

from journey.analyses.interval import MINIMUM_N
from journey.design.chain import ENDED, START, Chain, Flow, Waits
from journey.design.coding import GROUPS, IN_TIME, Coded, Split, code
from journey.design.memory import remember
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.outcomes import read_definitions
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import count as count_text

__all__ = ["AsIs", "Scores", "fit", "fit_coded", "fit_model"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ROOM = 12_000_000  # cells of the table of steps by group


@dataclass(frozen=True)
class Scores:
    """Answers to one score.

    Attributes
    ----------
    answers, total : arrays of shape (nodes,)
        Answers per visit of each node, and the sum of their values per visit.
    """

    name: str
    answers: Floats
    total: Floats


@dataclass(frozen=True)
class AsIs:
    """The fitted model.

    Attributes
    ----------
    chain : Chain
        Reproduces the observed conversion exactly: its probabilities are shares of what was observed.
    splits : tuple of Split
        What its states tell apart; `chain.tags` has a column for each.
    depth, surprise
        As `Memory` says.
    journeys : int
        Journeys it was fitted to.
    group_steps, group_cost : arrays of shape (groups, steps), (groups, states)
        Uses of each step, and cost met in each state, by group of customers: what the bootstrap draws from.
    durations : array of shape (journeys,)
        Observed seconds, and in `completed` whether that journey completed in time.
    horizon_s : float
        H of docs/definitions.md; infinite where there is none.
    goals : tuple of str
        Touchpoints of the model that are what success is.
    """

    chain: Chain
    splits: tuple[Split, ...]
    depth: int
    surprise: tuple[float, ...]
    journeys: int
    group_steps: NDArray[np.float32]
    group_cost: NDArray[np.float32]
    durations: Floats
    completed: NDArray[np.bool_]
    horizon_s: float
    has_goal: bool
    has_cost: bool
    scores: tuple[Scores, ...]
    channels: tuple[str, ...]
    goals: tuple[str, ...] = ()

    @cached_property
    def flow(self) -> Flow:
        """Its expectations."""
        return self.chain.solve()

    @property
    def conversion(self) -> float:
        """Observed share that completed in time."""
        return float(self.completed.mean())

    def drawn(self, weights: Floats) -> list[Chain]:
        """The chains of bootstrap draws: groups of customers weigh as given, shape (draws, groups).

        Steps that no drawn group used keep a probability of 0; the shape stays, so edits apply as to the fitted chain.
        """
        weights = weights.astype(np.float32)
        counts, costs = weights @ self.group_steps, weights @ self.group_cost
        return [self._drawn(*one) for one in zip(counts.astype(np.float64), costs.astype(np.float64), strict=True)]

    def _drawn(self, count: Floats, cost: Floats) -> Chain:
        # Never quite 0: a state that no drawn customer came to still needs a way on.
        count = count + 1e-6 * self.chain.p
        total = np.bincount(self.chain.src, count, minlength=self.chain.states)
        visits = np.bincount(self.chain.dst, count, minlength=self.chain.states)
        visits[:4] = 1.0
        return replace(self.chain, p=count / total[self.chain.src], cost=cost / np.maximum(visits, 1e-9))


def fit_model(workspace: Workspace, scope: Scope, splits: Sequence[Split] = ()) -> AsIs:
    """Fit the as-is model to the mature journeys of a scope (all of them where no goal is set).

    Raises
    ------
    WrongInput
        Under 30 journeys can be judged.
    """
    with select(workspace, scope) as selection:
        return fit(selection, splits)


def fit(
    selection: Selection,
    splits: Sequence[Split] = (),
    *,
    until: str | None = None,
    where: str = "",
    given: Sequence[Any] = (),
    depth: int | None = None,
) -> AsIs:
    """Fit to some of the journeys of a selection; see `code`."""
    coded = code(selection, splits, until=until, where=where, given=given)
    if coded.journeys < MINIMUM_N:
        raise WrongInput(
            _("A model needs at least {least} journeys that are old enough to be judged, and there are {n}.").format(
                least=MINIMUM_N, n=count_text(coded.journeys)
            ),
            _("Widen the filters, or wait for more journeys."),
        )
    _asked, applied = read_definitions(selection.cursor)
    horizon = applied.horizon_s if applied.horizon_s is not None and coded.has_goal else np.inf
    model = fit_coded(coded, splits, horizon_s=horizon, depth=depth)
    goals = tuple(name for name in applied.goals if name in coded.names)
    return replace(model, scores=_scores(selection, model), goals=goals)


def fit_coded(
    coded: Coded, splits: Sequence[Split] = (), *, horizon_s: float = np.inf, depth: int | None = None
) -> AsIs:
    """Fit to coded events."""
    memory = remember(coded, depth)
    state = memory.state + 4
    states = int(state.max()) + 1
    following = np.empty_like(state)
    following[:-1] = state[1:]
    following[coded.last] = ENDED + coded.end[coded.last]
    # The first event of a journey is a step of its own, from the start.
    src = np.concatenate([state, np.full(coded.journeys, START, dtype=state.dtype)])
    dst = np.concatenate([following, state[coded.first]])
    group = np.concatenate([coded.group, coded.group[coded.first]])
    pair = src.astype(np.int64) * states + dst
    seen = np.bincount(pair, minlength=states * states)
    steps = np.flatnonzero(seen)
    number = np.full(states * states, -1, dtype=np.int32)
    number[steps] = np.arange(len(steps), dtype=np.int32)
    step = number[pair]
    source, target = np.divmod(steps, states)
    uses = seen[steps]
    groups = max(1, min(GROUPS, _ROOM // max(len(steps), 1)))
    by_group = np.bincount(
        (group % groups).astype(np.int64) * len(steps) + step, minlength=groups * len(steps)
    ).reshape(groups, len(steps))
    cost: NDArray[Any] = np.zeros((groups, states))
    if coded.has_cost:
        place = (coded.group % groups).astype(np.int64) * states + state
        cost = np.bincount(place, coded.cost, minlength=groups * states).reshape(groups, states)
    of = np.zeros(states, dtype=np.int64)
    of[state] = np.arange(len(state))
    chain = Chain(
        names=coded.names,
        node=_of_state(coded.node, of),
        phase=_of_state(coded.phase, of),
        visit=_of_state(coded.visit, of),
        tags=np.where((np.arange(states) < 4)[:, None], 0, coded.tags[of]),
        cost=cost.sum(axis=0) / np.maximum(np.bincount(state, minlength=states), 1),
        src=source,
        dst=target,
        p=uses / np.bincount(source, uses, minlength=states)[source],
        table=np.where((source >= 4) & (target >= 4), np.arange(len(steps)), -1),
        factor=np.ones(len(steps)),
        cap=np.full(len(steps), np.inf),
        waits=_waits(step[: len(state)], coded.wait, len(steps)),
    )
    return AsIs(
        chain=chain,
        splits=tuple(splits),
        depth=memory.depth,
        surprise=memory.surprise,
        journeys=coded.journeys,
        group_steps=by_group.astype(np.float32),
        group_cost=cost.astype(np.float32),
        durations=coded.duration,
        completed=coded.outcome_phase == IN_TIME,
        horizon_s=float(horizon_s),
        has_goal=coded.has_goal,
        has_cost=coded.has_cost,
        scores=(),
        channels=coded.channels,
    )


def _of_state(values: Ints, of: Ints) -> Ints:
    found = values[of].astype(np.int64)
    found[:4] = -1
    return found


def _waits(step: NDArray[np.int32], wait: Floats, steps: int) -> Waits:
    # Turning coordinates into rows is a counting sort: waits by step, in one pass.
    n = len(step)
    rows = coo_matrix((wait.astype(np.float32), (step, np.arange(n))), shape=(steps, n)).tocsr()
    return Waits(rows.data, rows.indptr.astype(np.int64))


def _scores(selection: Selection, model: AsIs) -> tuple[Scores, ...]:
    judged = "s.mature AND s.outcome < 4" if model.has_goal else "true"
    rows = selection.run(
        f"""
        WITH met AS (
            SELECT e.node, e.journey, e.position, e.until
            FROM {selection.linked} e JOIN {selection.journeys} s ON s.id = e.journey WHERE {judged}
        ), visits AS (
            SELECT node, count(*) AS visits FROM met GROUP BY node
        )
        SELECT c.name, n.name, count(*), sum(a.value), any_value(v.visits)
        FROM answer a
        JOIN met e ON e.journey = a.journey AND e.position <= a.position AND a.position < e.until
        JOIN visits v ON v.node = e.node JOIN {selection.nodes} n ON n.id = e.node JOIN score c ON c.id = a.score
        GROUP BY c.id, c.name, n.name ORDER BY c.id, n.name
        """
    )
    found: dict[str, Scores] = {}
    at = {name: i for i, name in enumerate(model.chain.names)}
    for score, node, answers, total, visits in rows:
        empty = Scores(score, np.zeros(len(at)), np.zeros(len(at)))
        held = found.setdefault(score, empty)
        held.answers[at[node]], held.total[at[node]] = answers / visits, total / visits
    return tuple(found.values())
