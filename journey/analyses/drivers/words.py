"""Features in words."""

from __future__ import annotations

from journey.analyses.drivers.question import Feature
from journey.text import _
from journey.text.format import duration, number

__all__ = ["feature_words"]


def feature_words(feature: Feature) -> str:
    """A feature in words.

    Examples
    --------
    >>> feature_words(Feature("again", "Payment")), feature_words(Feature("wait", bound=172800.0))
    ('Payment more than once', 'Over 2 d between two touchpoints')
    """
    words = {
        "came": _("{name} before"),
        "again": _("{name} more than once"),
        "channel": _("Used {name}"),
        "first": _("Began with {name}"),
        "attribute": _("{name}: {value}"),
        "above": _("{name} above {bound}"),
        "wait": _("Over {bound} between two touchpoints"),
        "steps": _("More than {bound} steps"),
    }[feature.kind]
    bound = duration(feature.bound) if feature.kind == "wait" else number(feature.bound)
    return words.format(name=feature.name, value=feature.value, bound=bound)
