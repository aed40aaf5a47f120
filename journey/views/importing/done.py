"""The end of an import: what came in, and the way to its map."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from journey.ingest.append import Appended
from journey.ingest.load import Imported
from journey.ingest.matching import Match
from journey.ingest.scale_notes import scale_notes
from journey.scope import Scope
from journey.text import _, ngettext
from journey.text.format import count, date
from journey.text.kept_words import kept_sentences
from journey.views.alert_list import alert_section
from journey.views.frame import escape, headline
from journey.views.importing import draft
from journey.views.importing.current import end
from journey.views.session import set_workspace, workspace

__all__ = ["show"]


def show(imported: Imported) -> None:
    """Say what came in, and offer to look at it."""
    if st.session_state.setdefault(f"{draft.prefix()}_shown", "") != imported.workspace:
        # Whoever goes on by the menu wants to see the new log, too.
        st.session_state[f"{draft.prefix()}_shown"] = imported.workspace
        set_workspace(imported.workspace)
        st.rerun()
    if isinstance(imported, Appended):
        _joined(imported)
    else:
        _made(imported)
    # The workspace of the session is the one imported, by now.
    alert_section(workspace(), Scope())
    with st.container(horizontal=True):
        if st.button(_("See the map"), type="primary", icon=":material/map:", key="import_map"):
            _leave_for(imported, "as_is/map")
        (homeless,) = workspace().one("SELECT count(*) FROM touchpoint WHERE stage IS NULL AND NOT hidden")
        if homeless:
            label = ngettext("Put {n} touchpoint into a stage", "Put {n} touchpoints into stages", homeless)
            if st.button(label.format(n=count(homeless)), icon=":material/view_week:", key="import_stages"):
                _leave_for(imported, "as_is/stages")
        if st.button(_("Import another log"), type="tertiary", key="import_leave"):
            draft.leave()
    if homeless:
        st.caption(_("The board has a column for each stage; what has none is not on it."))


def _leave_for(imported: Imported, page: str) -> None:
    draft.reset()
    end()
    set_workspace(imported.workspace)
    st.switch_page(f"../../pages/{page}.py")


def _made(imported: Imported) -> None:
    headline(
        _("The log is imported"),
        _("{journeys} journeys, {events} events are in.").format(
            journeys=count(imported.journeys), events=count(imported.events)
        ),
    )
    st.caption(escape(_line(imported)))
    for sentence in kept_sentences(imported.kept):
        st.caption(escape(sentence))
    with workspace().cursor() as cursor:
        beyond = scale_notes(cursor)
    for sentence in beyond:
        st.warning(escape(sentence), icon=":material/straighten:")


def _joined(appended: Appended) -> None:
    headline(
        _("{file} is part of {workspace} now").format(file=escape(appended.file), workspace=escape(appended.workspace)),
        _("{added} events joined; there are {journeys} journeys and {events} events now.").format(
            added=count(appended.added), journeys=count(appended.journeys), events=count(appended.events)
        ),
    )
    st.caption(escape(Match.from_json(appended.match).summary()))
    st.caption(
        _("{read} rows read: {added} added, {known} known, {rejected} left out. Kept as the source {source}.").format(
            read=count(appended.read), added=count(appended.added), known=count(appended.known),
            rejected=count(appended.rejected), source=escape(appended.source),
        )
    )  # fmt: skip


def _line(imported: Imported) -> str:
    first, last = (date(datetime.fromisoformat(text)) if text else "" for text in (imported.first, imported.last))
    return _(
        "{touchpoints} touchpoints, from {first} to {last}. {rejected} of {read} rows left out. Kept as {workspace}."
    ).format(
        touchpoints=count(imported.touchpoints),
        first=first,
        last=last,
        rejected=count(imported.rejected),
        read=count(imported.read),
        workspace=imported.workspace,
    )
