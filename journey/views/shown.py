"""What the page that is on has shown in this run: its answer, its picture and the numbers behind, as a slide.

What is frozen is this very picture: with the box that is chosen on it, which no address keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.workspace import Workspace
from journey.stories import Slide
from journey.stories.ask import Ask
from journey.stories.drawn import Drawn
from journey.stories.pages import as_slide
from journey.stories.picture import Picture
from journey.stories.table import Table, table_of
from journey.text import _

__all__ = ["begin", "has_shown", "shown_slide", "tell_answer", "tell_picture", "tell_table"]

_KEY = "shown"


@dataclass
class _Shown:
    answer: str = ""
    picture: Callable[[], Picture] | None = None
    table: Callable[[], pd.DataFrame] | None = None


def begin() -> None:
    """A page begins: it has shown nothing yet."""
    st.session_state[_KEY] = _Shown()


def tell_answer(answer: str) -> None:
    """Its answer; the last one counts, for a page may say first that it is not ready."""
    _now().answer = answer


def tell_picture(draw: Callable[[], Picture]) -> None:
    """A picture, made when it is wanted; the first one counts, as a page has one primary picture."""
    if _now().picture is None:
        _now().picture = draw


def tell_table(make: Callable[[], pd.DataFrame]) -> None:
    """The numbers behind, made when they are wanted; the first ones count."""
    if _now().table is None:
        _now().table = make


def has_shown() -> bool:
    """Whether it has told a picture; some draw theirs by themselves."""
    return _now().picture is not None


def shown_slide(workspace: Workspace, scope: Scope, page: str, ask: Ask) -> Slide:
    """The page as it stands.

    Raises
    ------
    WrongInput
        It has shown no picture.
    """
    shown = _now()
    if shown.picture is None:
        raise WrongInput(_("There is no picture on this page now."), _("Choose a view that has one, or wait for it."))
    table = Table((), ()) if shown.table is None else table_of(shown.table())
    return as_slide(workspace, page, scope, Drawn(shown.answer, shown.picture(), table), ask=ask)


def _now() -> _Shown:
    found: _Shown = st.session_state.setdefault(_KEY, _Shown())
    return found
