"""What customers say in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from journey.analyses.voice.comments import Tone
from journey.analyses.voice.theme_shares import ThemeShare, Voice
from journey.charts.theme_picture import By
from journey.text import _, ngettext
from journey.text.format import count, percent

__all__ = ["names_of_themes", "theme_table", "voice_answer"]


def names_of_themes(found: Voice, given: Mapping[str, str]) -> dict[str, str]:
    """Key of each theme -> the name that people gave it, else its own."""
    return {one.theme.key: given.get(one.theme.key, one.theme.name) for one in found.themes}


def voice_answer(found: Voice, names: Mapping[str, str], tone: Tone | None) -> str:
    """How many comments speak of how many themes, and which is the commonest."""
    if not found.themes or not found.themes[0].comments:
        return ngettext(
            "{n} comment, too few for themes.", "{n} comments, too few for themes.", found.looked_at
        ).format(n=count(found.looked_at))
    first = found.themes[0]
    words = {
        None: _("{n} comments speak of {themes} themes; the commonest is “{first}” ({share})."),
        Tone.CRITICAL: _("{n} critical comments speak of {themes} themes; the commonest is “{first}” ({share})."),
        Tone.CONTENT: _("{n} content comments speak of {themes} themes; the commonest is “{first}” ({share})."),
    }
    return words[tone].format(
        n=count(found.looked_at),
        themes=len(found.themes),
        first=names[first.theme.key],
        share=percent(first.share.value),
    )


def theme_table(found: Voice, names: Mapping[str, str], by: By) -> pd.DataFrame:
    """Each theme, and its share of the comments of each stage or touchpoint."""
    return pd.DataFrame([_theme(one, names, by) for one in found.themes])


def _theme(one: ThemeShare, names: Mapping[str, str], by: By) -> dict[str, object]:
    row: dict[str, object] = {
        _("Theme"): names[one.theme.key],
        _("Words"): ", ".join(one.theme.words),
        _("Comments"): one.comments,
        _("Journeys"): len(one.journeys),
    }
    shares = {
        _("Share"): one.share,
        _("Mean feeling"): one.feeling,
        **(one.by_stage if by == "stage" else one.by_touchpoint),
    }
    for name, share in shares.items():
        row[name] = share.value
        if name == _("Share"):
            row |= {_("Share, low"): share.low, _("Share, high"): share.high}
        # A share of few tells them, so each comes with what it is of.
        row[_("{metric}, n").format(metric=name)] = share.n
    return row
