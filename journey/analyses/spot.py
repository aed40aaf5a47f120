"""What can be pointed at on a flow map: a touchpoint, a transition, where journeys start, and how they end."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Literal

from journey.analyses.flow_parts import Ends
from journey.store.selection import Selection

__all__ = ["Spot"]

_ENDS = tuple(field.name for field in fields(Ends))
_ID = re.compile(
    r"t(?P<source>\d{1,9})(?:>t(?P<target>\d{1,9}))?|(?P<start>start)(?:>t(?P<first>\d{1,9}))?"
    rf"|(?:t(?P<last>\d{{1,9}})>)?end-(?P<end>{'|'.join(_ENDS)})"
)


@dataclass(frozen=True)
class Spot:
    """A box or a curve of a flow map.

    Attributes
    ----------
    kind : str
        "start" is where journeys begin, "end" how they end; both at one touchpoint, or wherever.
    source : int or None
        The touchpoint; of a start or an end None for all of them.
    target : int or None
        Of a transition.
    end : str
        A name of `flow_parts.Ends`; "" elsewhere.
    """

    kind: Literal["touchpoint", "transition", "start", "end"]
    source: int | None
    target: int | None = None
    end: str = ""

    @classmethod
    def parse(cls, text: str) -> Spot | None:
        """The spot under an id of a map (`charts.map_spec`); None where there is none.

        Examples
        --------
        >>> Spot.parse("t5>t7")
        Spot(kind='transition', source=5, target=7, end='')
        >>> Spot.parse("t5>end-lost")
        Spot(kind='end', source=5, target=None, end='lost')
        >>> Spot.parse("start").source, Spot.parse("start>t5").source, Spot.parse("t5>start")
        (None, 5, None)
        """
        found = _ID.fullmatch(text)
        if found is None:
            return None
        at = {name: int(found[name]) if found[name] else None for name in ("source", "target", "first", "last")}
        if found["start"]:
            return cls("start", at["first"])
        if found["end"]:
            return cls("end", at["last"], end=found["end"])
        return cls("touchpoint" if at["target"] is None else "transition", at["source"], at["target"])

    @property
    def touchpoints(self) -> frozenset[int]:
        """The touchpoints it names."""
        return frozenset(one for one in (self.source, self.target) if one is not None)

    def events(self, selection: Selection) -> tuple[str, list[int]]:
        """SQL of the events in scope that are there, with their place in the log, and what to bind in it.

        Its columns are journey, position, node, next, until and wait. A journey starts with its first event that is not
        hidden, and ends with its last.
        """
        columns = "journey, position, node, next, until, wait"
        here = [self.source] if self.source is not None else []
        if self.kind == "start":
            first = ", ".join(f"arg_min({name}, position) AS {name}" for name in ("node", "next", "until", "wait"))
            only = "HAVING arg_min(node, position) = ?" if here else ""
            return (
                f"SELECT journey, min(position) AS position, {first} FROM {selection.events} GROUP BY journey {only}",
                here,
            )
        if self.kind == "end":
            told = ", ".join(f"e.{name}" for name in columns.split(", "))
            at = "AND e.node = ?" if here else ""
            return (
                f"""SELECT {told} FROM {selection.linked} e JOIN {selection.journeys} j ON j.id = e.journey
                    WHERE e.next = -1 AND j.outcome = ? {at}""",
                [_ENDS.index(self.end), *here],
            )
        onward = [self.target] if self.target is not None else []
        return (
            f"SELECT {columns} FROM {selection.events} WHERE node = ? {'AND next = ?' if onward else ''}",
            here + onward,
        )
