"""A pandas frame, as the Python interface takes it."""

from __future__ import annotations

import uuid

import duckdb
import pandas as pd

from journey.errors import WrongInput
from journey.ingest.formats.table import Table, column_names
from journey.ingest.formats.typed import as_text
from journey.text import _

__all__ = ["read"]


def read(connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, name: str) -> Table:
    """Register a frame on a connection; a named index counts as columns.

    Raises
    ------
    WrongInput
        A frame without rows, or with a single column.
    """
    if any(level is not None for level in frame.index.names):
        frame = frame.reset_index()
    columns = column_names([str(column) for column in frame.columns], name)
    if frame.empty:
        raise WrongInput(_("{name} has no rows.").format(name=name), _("Pass a frame with one row per event."))
    if len(columns) == 1:
        raise WrongInput(
            _("{name} has only one column, {column}.").format(name=name, column=repr(columns[0])),
            _("An event log needs at least who, what and when."),
        )
    plain = frame.set_axis(list(columns), axis=1)
    for column in columns:
        if plain[column].dtype == object or isinstance(plain[column].dtype, pd.CategoricalDtype):
            plain[column] = _texts(plain[column])
    registered = f"frame_{uuid.uuid4().hex}"
    connection.register(registered, plain)
    names, relation = as_text(connection, registered, name)
    return Table(names, relation, rows=len(plain))


def _texts(values: pd.Series) -> pd.Series:
    """Values of any kind as text; missing ones stay missing."""
    return values.astype(object).map(_text)


def _text(value: object) -> str | None:
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, pd.Timestamp) else str(value)
