"""The pages of the menu by their files, and which of them is on."""

from __future__ import annotations

import streamlit as st

from journey.views import shown

__all__ = ["arrive", "every_page", "listed", "page_at", "page_file", "page_icon", "page_title", "this_page"]

_FILES: dict[str, str] = {}
_ICONS: dict[str, str] = {}
_TITLES: dict[str, str] = {}


def listed(page: st.Page, path: str) -> st.Page:
    """Take a page into the list; `path` is its file below `pages`."""
    _FILES[page.url_path] = path.removesuffix(".py")
    _ICONS[_FILES[page.url_path]] = page.icon
    _TITLES[_FILES[page.url_path]] = page.title
    return page


def arrive(page: st.Page) -> None:
    """Say which page is on in this run; what another one had told of itself is forgotten."""
    path = _FILES[page.url_path]
    shown.begin()
    if st.session_state.get("page") != path:
        st.session_state.update(page=path, settings_told={}, settings_now={})


def this_page() -> str:
    """The page that is on: "as_is/map"."""
    return str(st.session_state["page"])


def every_page() -> tuple[str, ...]:
    """All pages, in the order of the menu."""
    return tuple(_FILES.values())


def page_file(path: str) -> str:
    """The file of a page, as links want it."""
    return f"../../pages/{path}.py"


def page_at(word: str) -> str | None:
    """The file of the page that has this word in its address; None: there is none."""
    return page_file(_FILES[word]) if word in _FILES else None


def page_icon(path: str) -> str:
    """The icon that a page has in the menu."""
    return _ICONS[path]


def page_title(path: str) -> str:
    """The name that a page has in the menu; the path of one that is gone."""
    return _TITLES.get(path, path)
