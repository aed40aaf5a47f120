"""One call from a further log to the workspace it joins."""

from __future__ import annotations

from collections.abc import Mapping as Fixed
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from journey.ingest.append import Alone, Append, Appended
from journey.ingest.import_log import looked_at
from journey.ingest.load import Progress
from journey.ingest.settle import settle
from journey.ingest.source_files import SourceFile, source_files
from journey.model import Mapping, ReadOptions
from journey.store.library import workspace_path
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["append_log"]


def append_log(
    log: pd.DataFrame | Path | str,
    workspace: Path | str,
    *,
    mapping: Mapping | Fixed[str, Any] | None = None,
    source: str | None = None,
    alone: Alone = "ask",
    options: ReadOptions | None = None,
    bad_rows: Literal["drop", "stop"] = "drop",
    duplicates: Literal["keep", "drop"] = "keep",
    wait_s: float = 0.0,
    progress: Progress = lambda what, done, total: None,
) -> Appended:
    """Add a further log to the journeys of a workspace, whole or not at all.

    Its rows are joined by the id of their journey where the file knows it, else by their customer. Only rows that no
    earlier file of the same source brought are added. Edits, definitions and what people wrote stay. No `Workspace` of
    this process may be open on the file.

    Parameters
    ----------
    log : DataFrame or path
        One row per event.
    workspace : path or str
        As `import_log`.
    mapping : Mapping or dict, optional
        As `import_log`; `prefix` stands before the names of this source's touchpoints. Where it does not say who, what
        or when, and the file has all columns of an earlier one (of `source`, if given), it is read like that one.
    source : str, optional
        The source it belongs to; None: found by its shape, or named as the file.
    alone : str
        "keep" or "drop" rows whose id is not in the workspace; "ask" refuses a file none of whose ids is.

    Returns
    -------
    Appended
        `added` + `known` + `rejected` = `read`.

    Raises
    ------
    WrongInput
        The log cannot be used as it is, or is there already; nothing changes then.

    Examples
    --------
    >>> import tempfile
    >>> import journey
    >>> from journey.model import Grain
    >>> web = pd.DataFrame({"visit": ["v1", "v1"], "who": ["ann", "ann"], "step": ["Basket", "Pay"],
    ...                     "at": ["2026-03-01 10:00", "2026-03-03 10:00"]})
    >>> calls = pd.DataFrame({"client": ["ann", "eve"], "about": ["Card", "Bill"],
    ...                       "at": ["2026-03-02 09:00", "2026-03-02 10:00"]})
    >>> folder = tempfile.TemporaryDirectory()
    >>> shop = Path(folder.name) / "shop.duckdb"
    >>> _made = journey.import_log(
    ...     web, shop, mapping=Mapping(journey="visit", customer="who", touchpoint=("step",), time="at"))
    >>> both = append_log(
    ...     calls, shop, source="calls", alone="drop",
    ...     mapping=Mapping(customer="client", touchpoint=("about",), time="at", grain=Grain.CUSTOMER, prefix="Call: "))
    >>> both.added, both.rejected, both.journeys, both.events
    (1, 1, 1, 3)
    >>> folder.cleanup()
    """
    given = log if isinstance(log, pd.DataFrame) else Path(log)
    target = workspace if isinstance(workspace, Path) else workspace_path(workspace)
    options = options or ReadOptions()
    assumed: tuple[str, ...] = ()
    if not isinstance(mapping, Mapping):
        seen = looked_at(given, options)
        fixed = mapping or {}
        earlier = _earlier(target, wait_s, seen.source.columns, source, fixed)
        if earlier is not None:
            mapping = replace(earlier.mapping, **fixed)
            assumed = (_("Its columns are read as those of {name}.").format(name=repr(earlier.name)),)
        else:
            mapping, assumed = settle(seen, fixed)
    with Append(given, target, options=options, source=source, wait_s=wait_s, progress=progress) as work:
        work.check(mapping)
        done = work.commit_rows(alone=alone, bad_rows=bad_rows, duplicates=duplicates)
    return replace(done, warnings=[*assumed, *done.warnings])


def _earlier(
    target: Path, wait_s: float, columns: Sequence[str], source: str | None, fixed: Fixed[str, Any]
) -> SourceFile | None:
    """An earlier file that was read in the way this one may be: of the same source, where that is told."""
    if not target.exists() or set(fixed) & {"journey", "customer", "touchpoint", "time"}:
        return None
    with Workspace(target, wait_s=wait_s) as workspace, workspace.cursor() as cursor:
        files = source_files(cursor)
    there = set(columns)
    for file in reversed(files):
        used = {*file.mapping.columns(), *(column for column, _value in file.mapping.where)}
        if used <= there and source in (None, file.name):
            return file
    return None
