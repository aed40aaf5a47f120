"""Behavioural groups in words."""

from __future__ import annotations

from journey.analyses.groups.find import Group, Mark
from journey.text import _
from journey.text.format import percent

__all__ = ["group_name", "mark_sentence", "mark_words"]


def mark_words(mark: Mark) -> str:
    """What a mark is about."""
    return {
        "touchpoint": mark.name,
        "channel": _("channel {name}").format(name=mark.name),
        "again": _("coming back to the same"),
        "pace": _("long waits"),
    }[mark.kind]


def mark_sentence(mark: Mark) -> str:
    """A mark with its two shares."""
    return _("{what}: {here}, others {elsewhere}").format(
        what=mark_words(mark), here=percent(mark.here.value), elsewhere=percent(mark.elsewhere.value)
    )


def group_name(group: Group) -> str:
    """A name to begin with: what its journeys have more than others, a channel first; people will know a better one."""
    more = [mark for mark in group.marks if (mark.gap.value or 0.0) > 0]
    more.sort(key=lambda mark: (mark.kind != "channel", -(mark.gap.value or 0.0)))
    parts = list(dict.fromkeys([mark.name or mark_words(mark) for mark in more[:1]] + _touchpoint(more)))
    return " · ".join(parts) or _("Group {n}").format(n=group.number + 1)


def _touchpoint(marks: list[Mark]) -> list[str]:
    return [mark.name for mark in marks if mark.kind == "touchpoint" and (mark.gap.value or 0.0) > 0.1][:1]
