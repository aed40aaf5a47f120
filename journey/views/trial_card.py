"""One trial as it was laid down: the verdict, the two groups, what each edit came to, and the list of customers."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from journey.analyses.journeys import customers_of
from journey.charts.forecast_words import edit_words
from journey.charts.trial_words import assumption_words, said
from journey.design.kept_trials import give_up
from journey.design.trial import Trial, Verdict, is_treated, verdict
from journey.design.trial_inflow import expected_of_inflow
from journey.model import Interval
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import count, interval, percent
from journey.text.format import date as day
from journey.text.points import points, points_interval
from journey.views import frame
from journey.views.results import kept
from journey.views.session import open_journeys

__all__ = ["trial_card"]


def trial_card(workspace: Workspace, number: int, trial: Trial, *, headed: bool) -> None:
    """Draw it.

    Parameters
    ----------
    headed : bool
        Whether its verdict is said above it already, as the answer of the page.
    """
    found = kept(verdict, workspace, trial)
    alone = trial.share >= 1
    with st.container(border=True, key=f"trial_{number}"):
        st.caption(
            _("{name} · since {day} · {share} of the customers treated").format(
                name=frame.escape(trial.name), day=day(pd.Timestamp(trial.begins).to_pydatetime()),
                share=percent(trial.share),
            )
        )  # fmt: skip
        if not headed:
            st.markdown(f"#### {frame.escape(frame.together(said(trial, found)))}")
        if off := assumption_words(found):
            st.markdown(frame.escape(frame.together(off)))
        labels = (_("Treated"), _("Before") if alone else _("Control"))
        _groups(trial, found, labels)
        if not alone:
            _inflow(workspace, trial)
        if found.waiting:
            st.caption(_("{n} journeys are not old enough to be judged yet.").format(n=count(found.waiting)))
        if found.measured:
            _assumptions(number, found, labels)
        with st.container(horizontal=True, vertical_alignment="center"):
            frame.download(lambda: _customers(workspace, trial), name=f"trial-{number}-customers")
            if st.button(_("Its journeys"), icon=":material/list:", key=f"trial_journeys_{number}"):
                open_journeys(replace(trial.scope, since=trial.begins.isoformat(), until=None))
            st.button(
                _("Delete"), key=f"trial_delete_{number}", type="tertiary", on_click=give_up, args=(workspace, number)
            )


def _groups(trial: Trial, found: Verdict, labels: tuple[str, str]) -> None:
    frozen = Interval(*trial.forecast, 0)
    st.dataframe(
        pd.DataFrame(
            {
                "": [*labels, _("Difference"), _("Forecast")],
                _("Conversion"): [
                    interval(found.treated), interval(found.control),
                    points_interval(found.gap) if found.gap.value is not None else "–", points_interval(frozen),
                ],
                _("Journeys"): [count(found.treated.n), count(found.control.n), "", ""],
            }
        ),
        hide_index=True, width="content", alt=_("The two groups"),
    )  # fmt: skip


def _inflow(workspace: Workspace, trial: Trial) -> None:
    came = kept(expected_of_inflow, workspace, trial)
    if came is not None:
        st.markdown(
            frame.together(
                _(
                    "On the {n} journeys that the control group had, the same edits are expected to make "
                    "{now}; {then} were forecast of the journeys before."
                ).format(n=count(came.journeys), now=points(came.gain), then=points(trial.forecast[0]))
            )
        )


def _assumptions(number: int, found: Verdict, labels: tuple[str, str]) -> None:
    holds = {True: _("as assumed"), False: _("not as assumed"), None: _("too few to tell")}
    frame.table(
        pd.DataFrame(
            {
                _("Edit"): [edit_words(one.edit) for one in found.measured],
                _("Measured"): [one.what for one in found.measured],
                labels[0]: [interval(one.treated) for one in found.measured],
                labels[1]: [interval(one.control) for one in found.measured],
                _("Assumed"): ["–" if one.expected is None else percent(one.expected) for one in found.measured],
                _("So"): [holds[one.holds] for one in found.measured],
            }
        ),
        name=f"trial_{number}",
        label=_("Each assumption, measured again"),
    )


def _customers(workspace: Workspace, trial: Trial) -> pd.DataFrame:
    """Every customer in scope with the group drawn for them."""
    names = customers_of(workspace, trial.scope)
    drawn = [is_treated(name, trial.seed, trial.share) for name in names]
    return pd.DataFrame({"customer": names, "group": ["treated" if one else "control" for one in drawn]})
