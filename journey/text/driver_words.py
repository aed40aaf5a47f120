"""Groups of journeys in words: what was known of them when they came to a step."""

from __future__ import annotations

from journey.text import _
from journey.text.format import duration

__all__ = ["group_name"]


def group_name(kind: str, name: str, value: str) -> str:
    """A group as people read it.

    >>> group_name("attribute", "plan", "Fibre"), group_name("repeated", "Payment", "")
    ('plan: Fibre', 'Payment twice or more before')
    """
    patterns = {
        "attribute": _("{name}: {value}"),
        "channel": _("came through {value}"),
        "month": _("came in {value}"),
        "visited": _("{name} before"),
        "repeated": _("{name} twice or more before"),
        "slow": _("came later than {value} after the step before"),
    }
    return patterns[kind].format(name=name, value=duration(float(value)) if kind == "slow" else value)
