"""A mapping as plain content: in a workspace, and between the server and its import process."""

from __future__ import annotations

from typing import Any

from journey.model import Grain, Mapping, TextRule

__all__ = ["mapping_from"]


def mapping_from(plain: dict[str, Any]) -> Mapping:
    """A mapping from its JSON.

    Examples
    --------
    >>> import json
    >>> from dataclasses import asdict
    >>> mapping = Mapping(journey="id", touchpoint=("what",), time="at", where=(("a", "b"),), grain=Grain.JOURNEY)
    >>> mapping_from(json.loads(json.dumps(asdict(mapping)))) == mapping
    True
    """
    several = ("touchpoint", "scores", "score_names", "attributes", "lifecycle_keep")
    return Mapping(
        **{
            **plain,
            **{name: tuple(plain[name]) for name in several},
            "grain": Grain(plain["grain"]),
            "where": tuple((column, value) for column, value in plain["where"]),
            "group_patterns": tuple(TextRule(rule["pattern"], rule["name"]) for rule in plain["group_patterns"]),
        }
    )
