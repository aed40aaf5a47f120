"""The menu beside every page. Its links carry workspace and scope, so a page opens the same in a new tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from journey.text import _
from journey.views.join_link import reachable
from journey.views.session import address

__all__ = ["menu"]


def menu(sections: Mapping[str, Sequence[st.Page]]) -> None:
    """Draw the links, a section each."""
    with st.sidebar:
        for name, pages in sections.items():
            with st.container(gap="xxsmall", key=f"menu_{pages[0].url_path or 'first'}"):
                st.caption(name)
                for page in pages:
                    st.page_link(page, query_params=address(), width="stretch")
        st.divider()
        if reachable():
            st.caption(_("On the network, behind the host password. [Sign out]({url})").format(url="sign-out"))
        st.caption(_("Desire Path is free software (AGPL-3.0-or-later). [Source code]({url})").format(url="source"))
