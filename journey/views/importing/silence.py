"""How long a silence ends a journey: chosen on the silences of the log itself."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from journey.charts.silences import silences
from journey.ingest.gaps import valley
from journey.ingest.job import ImportJob
from journey.ingest.quality import Quality
from journey.model import Grain, Mapping
from journey.text import _
from journey.text.format import count, duration
from journey.views import frame
from journey.views.importing import draft

__all__ = ["choose"]


def choose(job: ImportJob, quality: Quality, mapping: Mapping) -> None:
    """Show the silences between a customer's events, and let a person say which one ends a journey."""
    if mapping.grain is not Grain.GAP or mapping.gap_s is None:
        return
    st.markdown(_("**Where does a journey end?**"))
    beyond = {choice.seconds: choice.waits_beyond for choice in quality.gaps}
    journeys = {choice.seconds: choice.journeys for choice in quality.gaps}
    nearest = min(beyond, key=lambda seconds: abs(seconds - (mapping.gap_s or 0)))
    chosen = st.select_slider(
        _("A customer's next event begins a new journey after"),
        list(beyond),
        value=nearest,
        format_func=duration,
        key=f"{draft.prefix()}_gap",
    )
    alt = _("Silences between events of a customer; {n} journeys where {gap} ends one").format(
        n=count(journeys[chosen]), gap=duration(chosen)
    )
    waits = quality.kept - quality.customers
    st.plotly_chart(
        silences(beyond, waits, chosen, frame.mode()), config={"displayModeBar": False}, alt=alt, key="import_silences"
    )
    natural = valley(quality.gaps, waits)
    place = (
        _("Few silences are about {gap} long: a natural place to cut.").format(gap=duration(natural))
        if natural is not None
        else _("The silences have no natural place to cut.")
    )
    frame.explain(
        _("{n} journeys. {place} Heights are square roots, so that small counts show.").format(
            n=count(journeys[chosen]), place=place
        )
    )
    if chosen != mapping.gap_s:
        changed = replace(mapping, gap_s=float(chosen))
        draft.change(changed)
        job.check(changed)
        st.rerun()
