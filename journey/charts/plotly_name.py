"""Names from a log as Plotly draws them: it reads a little HTML in every text."""

from __future__ import annotations

from html import escape

from journey.charts.label import clean, cut_to

__all__ = ["plotly_name"]


def plotly_name(name: str, width: float = 320) -> str:
    """The name on one line of at most `width` px, with nothing in it that Plotly would take for a tag.

    >>> plotly_name("<b>Pay</b> & go")
    '&lt;b&gt;Pay&lt;/b&gt; &amp; go'
    """
    return escape(cut_to(clean(name), width), quote=False)
