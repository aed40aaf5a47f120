"""The read-only link to a story: made, shown, taken back."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from journey.store.stories import Story, share_story, unshare_story
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["story_link"]


def story_link(workspace: Workspace, chosen: Story) -> None:
    """Draw the button, and what it opens."""
    with st.popover(_("Link"), icon=":material/link:", key="story_link"):
        st.caption(
            _(
                "Whoever has the link reads this story, with pseudonyms and without small groups, and nothing else of "
                "this server. It shows what is pinned when it is opened."
            )
        )
        if chosen.token is None:
            st.button(_("Make a link"), type="primary", key="story_share", on_click=_share, args=(workspace, chosen))
            return
        parts = urlsplit(st.context.url or "http://localhost:8501/")
        st.code(
            urlunsplit((parts.scheme, parts.netloc, f"/story/{chosen.token}", "", "")), language=None, wrap_lines=True
        )
        st.button(
            _("Take the link back"), icon=":material/link_off:", key="story_unshare", on_click=unshare_story,
            args=(workspace, chosen),
            help=_("It opens nothing any more, wherever it was sent."),
        )  # fmt: skip


def _share(workspace: Workspace, chosen: Story) -> None:
    share_story(workspace, chosen)
