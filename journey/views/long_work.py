"""Long work on a page: it runs beside the page, survives a reload, shows how far it is, and can be cancelled."""

from __future__ import annotations

import functools
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import Any, TypeVar

import streamlit as st

from journey.errors import Cancelled, JourneyError
from journey.store.workspace import Workspace
from journey.text import _
from journey.views.results import Key, key_of

__all__ = ["long_work", "worked_out"]

Result = TypeVar("Result")
PATIENCE_S = 0.6
"""So long a page waits before it shows a bar: what is quick does not flicker."""
EVERY_S = 0.5
MOST = 64


class _Work:
    """One run of an analysis, whoever looks at it."""

    def __init__(self, run: Callable[[Callable[[float, str], None]], Any]) -> None:
        self.share, self.doing = 0.0, ""
        self._unwanted = threading.Event()
        self.future: Future[Any] = _workers().submit(run, self._tell)

    def cancel(self) -> None:
        self._unwanted.set()
        self.future.cancel()

    @property
    def cancelled(self) -> bool:
        return self._unwanted.is_set()

    def _tell(self, share: float, doing: str) -> None:
        self.share, self.doing = min(1.0, max(0.0, share)), doing
        if self._unwanted.is_set():
            raise Cancelled(_("Cancelled; nothing was changed."))


@functools.cache
def _workers() -> ThreadPoolExecutor:
    # Two: what one person waits for does not keep everybody else waiting, and pages still get a core.
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="long-work")


_works: OrderedDict[Key, _Work] = OrderedDict()
_guard = threading.Lock()


def long_work(
    analysis: Callable[..., Result], workspace: Workspace, *args: Any, label: str, **named: Any
) -> Result | None:
    """The result of an analysis that may take long; None while it runs, or after somebody cancelled it.

    The page shows what it has and ends where this gives None; the bar, its end and the button that begins anew are
    drawn here. The same question asked by another session joins the work that is under way.

    Parameters
    ----------
    analysis : callable
        As for `results.kept`, with a keyword argument ``progress`` (`model.Progress`).
    label : str
        What is being done, for the bar.
    """
    key = key_of(analysis, workspace, *args, **named)
    work = _joined(key, analysis, workspace, *args, **named)
    if not work.cancelled:
        try:
            found: Result = work.future.result(PATIENCE_S)
            return found
        except NotYet:
            _bar(key, work, label)
            return None
        except JourneyError:
            _forget(key)
            raise
        except Exception:
            _forget(key)
            logging.getLogger("journey").exception("Long work failed")
            raise
    st.info(_("{what}: cancelled.").format(what=label), icon=":material/cancel:")
    st.button(_("Begin again"), key=f"again_{hash(key)}", on_click=_forget, args=(key,))
    return None


def worked_out(analysis: Callable[..., Result], workspace: Workspace, *args: Any, **named: Any) -> Result | None:
    """The result where it is there; else the work begins, or goes on, and this gives None without waiting or a bar.

    Cancelled work is begun anew, and what went wrong is raised, as by `long_work`.
    """
    key = key_of(analysis, workspace, *args, **named)
    work = _joined(key, analysis, workspace, *args, **named)
    if work.cancelled:
        _forget(key)
        return None
    if not work.future.done():
        return None
    if (error := work.future.exception()) is not None:
        _forget(key)
        raise error
    found: Result = work.future.result()
    return found


def _joined(key: Key, analysis: Callable[..., Any], workspace: Workspace, *args: Any, **named: Any) -> _Work:
    with _guard:
        work = _works.get(key)
        if work is None:
            work = _works[key] = _Work(lambda tell: analysis(workspace, *args, progress=tell, **named))
            while len(_works) > MOST:
                _old, dropped = _works.popitem(last=False)
                dropped.cancel()
        _works.move_to_end(key)
    return work


def _forget(key: Key) -> None:
    with _guard:
        _works.pop(key, None)


def _bar(key: Key, work: _Work, label: str) -> None:
    @st.fragment(run_every=EVERY_S)
    def draw() -> None:
        if work.future.done() or work.cancelled:
            st.rerun()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.progress(work.share, text=f"{label} · {work.doing}" if work.doing else label)
            st.button(_("Cancel"), key=f"cancel_{hash(key)}", on_click=work.cancel)

    draw()
