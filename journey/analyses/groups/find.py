"""Finding behavioural groups: as many as hold together, and hold when other journeys are drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, silhouette_score
from threadpoolctl import threadpool_limits

from journey.analyses.groups.behaviour import JOURNEYS_AT_MOST, Behaviour, observe
from journey.analyses.interval import MINIMUM_N, difference, wilson
from journey.model import Interval, Progress, silent
from journey.scope import Scope
from journey.store.selection import Selection, select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Group", "Groups", "Mark", "Tried", "behavioural_groups", "journeys_of"]

MOST_GROUPS = 8
LEAST_SILHOUETTE, LEAST_STABILITY, LEAST_SHARE = 0.10, 0.70, 0.05
"""Below the first groups run into each other (Kaufman and Rousseeuw 1990 call under 0.25 weak; behaviour is never
sharp), below the second others come out when journeys are drawn anew,
below the third one is no way of going about it, but an exception."""
RESAMPLES, COMPARED, DIMENSIONS = 5, 2_500, 12
LEAST_JOURNEYS = 4 * MINIMUM_N

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Tried:
    """One number of groups that was tried.

    Attributes
    ----------
    silhouette : float
        How far apart they are, -1..1.
    stability : float
        Mean adjusted Rand index with the groups of journeys drawn anew.
    smallest : float
        Share of the journeys in the smallest group.
    """

    k: int
    silhouette: float
    stability: float
    smallest: float

    @property
    def holds(self) -> bool:
        """Whether groups of that number stand."""
        return (
            self.silhouette >= LEAST_SILHOUETTE and self.stability >= LEAST_STABILITY and self.smallest >= LEAST_SHARE
        )


@dataclass(frozen=True)
class Mark:
    """What sets a group apart: share of its journeys that have the habit at all, and of the others.

    For "again" and "pace": share above the middle of all journeys.
    """

    kind: str
    name: str
    here: Interval
    elsewhere: Interval
    gap: Interval


@dataclass(frozen=True)
class Group:
    """Journeys that went about it alike.

    Attributes
    ----------
    number : int
        From 0, the largest first.
    marks : tuple of Mark
        By descending gap, those whose interval leaves 0 out.
    conversion : Interval
        Of its mature journeys; looked at afterwards, never used to find the group.
    typical : str
        Key of the journey nearest to its centre.
    """

    number: int
    journeys: int
    share: float
    marks: tuple[Mark, ...]
    conversion: Interval
    median_duration_s: float | None
    typical: str


@dataclass(frozen=True)
class Groups:
    """The groups of a scope.

    Attributes
    ----------
    missing : str
        Why there are none: "" or "few", "same" (all journeys alike), "unsteady" (no number of groups holds).
    keys : tuple of (tuple of str)
        Keys of the journeys of each group.
    """

    grouped: int
    short: int
    tried: tuple[Tried, ...] = ()
    groups: tuple[Group, ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    missing: str = ""


def behavioural_groups(
    workspace: Workspace, scope: Scope, wanted: int | None = None, *, progress: Progress = silent, seed: int = 7
) -> Groups:
    """Group journeys by what happened in them.

    K-means on the main components of the habits. The number is the one with the best silhouette among those that come
    out alike (adjusted Rand index, Hubert and Arabie 1985) when four fifths of the journeys are drawn anew.

    Parameters
    ----------
    wanted : int, optional
        A number of groups a person asks for; it is made also where it does not hold, and `tried` tells.
    """
    progress(0.0, _("Looking how journeys went"))
    # Threads of such small sums wait for each other most of the time, and longer where others work beside.
    with threadpool_limits(1), select(workspace, scope) as selection:
        seen = observe(selection)
        if len(seen.journey) < LEAST_JOURNEYS:
            return Groups(len(seen.journey), seen.short, missing="few")
        random = np.random.default_rng(seed)
        points = seen.like_each_other()
        distinct = len(np.unique(points.round(6), axis=0))
        if distinct < 3:
            return Groups(len(seen.journey), seen.short, missing="same")
        points = PCA(min(DIMENSIONS, *points.shape, distinct), random_state=seed).fit_transform(points)
        learned = points[np.sort(random.permutation(len(points))[:JOURNEYS_AT_MOST])]
        most = min(MOST_GROUPS, distinct - 1, len(learned) // MINIMUM_N)
        tried = []
        for k in range(2, most + 1):
            progress(0.1 + 0.8 * (k - 2) / (most - 1), _("Trying {k} groups").format(k=k))
            tried.append(_try(learned, k, random, seed))
        best = max((one for one in tried if one.holds), key=lambda one: one.silhouette, default=None)
        number = wanted if wanted is not None and 2 <= wanted <= most else best.k if best else None
        if number is None:
            return Groups(len(seen.journey), seen.short, tuple(tried), missing="unsteady")
        model = KMeans(number, n_init=5, random_state=seed).fit(learned)
        member = _by_size(model.predict(points), number)
        progress(0.95, _("Telling them apart"))
        groups = tuple(_describe(selection, seen, points, member, n) for n in range(number))
        names = _keys(selection, seen.journey)
    keys = tuple(tuple(names[member == n].tolist()) for n in range(number))
    return Groups(len(seen.journey), seen.short, tuple(tried), groups, keys)


def _try(points: Matrix, k: int, random: np.random.Generator, seed: int) -> Tried:
    whole = KMeans(k, n_init=3, random_state=seed).fit(points)
    some = random.permutation(len(points))[:COMPARED]
    labels = whole.labels_[some]
    apart = float(silhouette_score(points[some], labels)) if 1 < len(np.unique(labels)) < len(some) else -1.0
    alike = []
    for n in range(RESAMPLES):
        drawn = random.permutation(len(points))[: int(0.8 * len(points))]
        other = KMeans(k, n_init=1, random_state=seed + n).fit(points[drawn])
        alike.append(adjusted_rand_score(labels, other.predict(points[some])))
    smallest = float(np.bincount(whole.labels_, minlength=k).min() / len(points))
    return Tried(k, apart, float(np.mean(alike)), smallest)


def _by_size(member: NDArray[np.int32], number: int) -> NDArray[np.int64]:
    order = np.argsort(-np.bincount(member, minlength=number), kind="stable")
    rank = np.empty(number, dtype=np.int64)
    rank[order] = np.arange(number)
    found: NDArray[np.int64] = rank[member]
    return found


def _describe(selection: Selection, seen: Behaviour, points: Matrix, member: NDArray[np.int64], n: int) -> Group:
    here = member == n
    marks = []
    for i, (kind, name) in enumerate(seen.habits):
        column = seen.used[:, i]
        has = column > 0 if kind in ("touchpoint", "channel") else column > np.median(column)
        mine = wilson(int(has[here].sum()), int(here.sum()))
        others = wilson(int(has[~here].sum()), int((~here).sum()))
        gap = difference(mine, others)
        if gap.low is not None and gap.high is not None and (gap.low > 0 or gap.high < 0):
            marks.append(Mark(kind, name, mine, others, gap))
    marks.sort(key=lambda mark: -abs(mark.gap.value or 0.0))
    ids = seen.journey[here]
    converted, mature, duration = selection.run(
        f"""SELECT count(*) FILTER (mature AND converted AND outcome < 4), count(*) FILTER (mature AND outcome < 4),
                   median(duration) / 1e6
            FROM {selection.journeys} WHERE id IN (SELECT unnest(?::INTEGER[]))""",
        [ids.tolist()],
    )[0]
    centre = points[here].mean(axis=0)
    nearest = ids[int(np.argmin(((points[here] - centre) ** 2).sum(axis=1)))]
    return Group(
        number=n,
        journeys=int(here.sum()),
        share=float(here.mean()),
        marks=tuple(marks),
        conversion=wilson(converted, mature),
        median_duration_s=duration,
        typical=str(_keys(selection, np.array([nearest]))[0]),
    )


def _keys(selection: Selection, ids: NDArray[np.int64]) -> NDArray[np.object_]:
    rows = selection.run(
        "SELECT key FROM journey WHERE id IN (SELECT unnest(?::INTEGER[])) ORDER BY id", [ids.tolist()]
    )
    return np.array([key for (key,) in rows], dtype=object)


def journeys_of(found: Groups, number: int) -> tuple[str, ...]:
    """Keys of the journeys of one group."""
    return found.keys[number]
