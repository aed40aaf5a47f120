"""Ways of going about it in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from journey.analyses.groups.find import Groups
from journey.analyses.groups.words import group_name, mark_sentence
from journey.text import _, ngettext
from journey.text.format import count, interval, percent

__all__ = ["group_names", "group_table", "groups_answer", "no_groups", "own_names"]


def own_names(found: Groups) -> list[str]:
    """What the groups are called by what sets them apart, no two alike."""
    return _apart([group_name(group) for group in found.groups])


def group_names(found: Groups, given: Mapping[str, str]) -> list[str]:
    """What the groups are called, no two alike.

    Parameters
    ----------
    given : mapping
        Own name of a group -> the one that people gave it: so it stays with its group when newer data comes.
    """
    return _apart([given.get(name) or name for name in own_names(found)])


def _apart(names: list[str]) -> list[str]:
    return [f"{name} {n + 1}" if names.count(name) > 1 else name for n, name in enumerate(names)]


def groups_answer(found: Groups, names: Sequence[str]) -> str:
    """How many ways of going about it there are, and the largest."""
    if found.missing:
        return _("No ways of going about it stand apart here.")
    n = len(found.groups)
    return ngettext(
        "{n} way of going about it; the largest, “{name}”, takes {share}.",
        "{n} ways of going about it; the largest, “{name}”, takes {share}.",
        n,
    ).format(n=n, name=names[0], share=percent(found.groups[0].share))


def no_groups(found: Groups) -> str:
    """Why no groups are told apart."""
    best = max((one.silhouette for one in found.tried), default=0.0)
    return {
        "few": _("Only {n} journeys have three events or more before their end. Widen the filters."),
        "same": _("These {n} journeys went the same way; there is nothing to group."),
        "unsteady": _(
            "{n} journeys were grouped in two to eight groups, but other groups came out whenever journeys were drawn "
            "anew, or they ran into each other (silhouette {best} at best). Naming them would mislead."
        ),
    }[found.missing].format(n=count(found.grouped), best=f"{best:.2f}")


def group_table(found: Groups, names: Sequence[str]) -> pd.DataFrame:
    """All that sets the groups apart."""
    return pd.DataFrame(
        {
            _("Group"): [name for name, group in zip(names, found.groups, strict=True) for _m in group.marks],
            _("Habit"): [mark_sentence(mark) for group in found.groups for mark in group.marks],
            _("Here"): [interval(mark.here) for group in found.groups for mark in group.marks],
            _("Elsewhere"): [interval(mark.elsewhere) for group in found.groups for mark in group.marks],
        }
    )
