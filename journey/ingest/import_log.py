"""One call from a log to a workspace."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping as Fixed
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import duckdb
import pandas as pd

from journey.errors import WrongInput
from journey.ingest.formats.table import ChooseOne
from journey.ingest.full_disk import disk
from journey.ingest.load import Imported, Load, Progress
from journey.ingest.settle import settle
from journey.ingest.source import Preview, frame_source, preview
from journey.model import Definitions, Mapping, ReadOptions
from journey.store.library import workspace_path
from journey.text import _

__all__ = ["import_log", "looked_at", "settled"]


def import_log(
    log: pd.DataFrame | Path | str,
    workspace: Path | str,
    *,
    mapping: Mapping | Fixed[str, Any] | None = None,
    definitions: Definitions | None = None,
    options: ReadOptions | None = None,
    replace_existing: bool = False,
    forget: bool = False,
    bad_rows: Literal["drop", "stop"] = "drop",
    duplicates: Literal["keep", "drop"] = "keep",
    progress: Progress = lambda what, done, total: None,
) -> Imported:
    """Make a workspace from a log, whole or not at all.

    Parameters
    ----------
    log : DataFrame or path
        One row per event.
    workspace : path or str
        A name under the folder of workspaces, or a path ending in ``.duckdb``.
    mapping : Mapping or dict, optional
        Which column is what. A dict fixes some fields of `Mapping`, and the rest is guessed from names and values.
    definitions : Definitions, optional
        What success, loss and silence mean.
    options : ReadOptions, optional
        How to read the file, where that cannot be found out.
    replace_existing : bool
        Whether a workspace of that name may be replaced. What people wrote in it is taken along.
    forget : bool
        Whether that goes, too.
    bad_rows, duplicates : str
        Whether rows that cannot be read are left out or stop the import; whether repeated rows are kept.
    progress : callable, optional
        Told what is being done, how much of it is done, and of how much.

    Returns
    -------
    Imported
        `events` + `rejected` = `read`.

    Raises
    ------
    WrongInput
        The log cannot be used as it is; nothing is saved then.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> import journey
    >>> from journey.model import Definitions, Mapping
    >>> log = pd.DataFrame({
    ...     "case": ["a", "a", "b"],
    ...     "step": ["Basket", "Payment", "Basket"],
    ...     "when": ["2026-03-01 10:00", "2026-03-01 10:05", "2026-03-02 09:00"],
    ... })
    >>> folder = tempfile.TemporaryDirectory()
    >>> imported = journey.import_log(
    ...     log,
    ...     Path(folder.name) / "shop.duckdb",
    ...     mapping=Mapping(journey="case", touchpoint=("step",), time="when"),
    ...     definitions=Definitions(goals=("Payment",)),
    ... )
    >>> imported.journeys, imported.events, imported.touchpoints
    (2, 3, 2)
    >>> folder.cleanup()
    """
    source = log if isinstance(log, pd.DataFrame) else Path(log)
    target = workspace if isinstance(workspace, Path) else workspace_path(workspace)
    assumed: tuple[str, ...] = ()
    options = options or ReadOptions()
    if not isinstance(mapping, Mapping):
        mapping, assumed = settled(source, options, mapping or {})
    with Load(source, target, options=options, replace=replace_existing, progress=progress) as load:
        load.check(mapping)
        imported = load.commit(definitions, bad_rows=bad_rows, duplicates=duplicates, forget=forget)
    return replace(imported, warnings=[*assumed, *imported.warnings])


def settled(log: pd.DataFrame | Path, options: ReadOptions, fixed: Fixed[str, Any]) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping of a log when nobody can be asked, and what was assumed in it."""
    return settle(looked_at(log, options), fixed)


def looked_at(log: pd.DataFrame | Path, options: ReadOptions) -> Preview:
    """The first rows of a log.

    Raises
    ------
    WrongInput
        It cannot be read, or holds several tables.
    """
    if isinstance(log, pd.DataFrame):
        with duckdb.connect() as connection:
            source = frame_source(connection, log)
            rows = connection.execute(f"SELECT * FROM {source.relation} LIMIT 2000").fetchall()
        return Preview(source, tuple(rows), len(log))
    with disk(), tempfile.TemporaryDirectory(prefix="journey-preview-") as folder:
        try:
            return preview(log, options, workdir=Path(folder))
        except ChooseOne as error:
            raise WrongInput(
                error.message, _("Say which with --sheet: {names}.").format(names=", ".join(map(repr, error.choices)))
            ) from error
