"""From what people did on the page of touchpoints to edits of the workspace."""

from __future__ import annotations

from typing import Any

import pandas as pd

from journey.analyses.touchpoints import TouchpointRow, raw_of
from journey.components.stage_columns import Move
from journey.errors import WrongInput
from journey.store.edits import Edit
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.durations import parse_duration

__all__ = ["edits_of_move", "edits_of_table", "merge", "stage_edits"]


def edits_of_move(
    workspace: Workspace, move: Move, rows: tuple[TouchpointRow, ...], stages: tuple[str, ...]
) -> list[Edit]:
    """What a drag means."""
    if move.touchpoint is not None:
        row = next((row for row in rows if row.id == move.touchpoint), None)
        if row is None or row.stage == move.stage:
            return []
        return [_stage(workspace, row, move.stage)]
    if move.stage not in stages:
        return []
    rest = [stage for stage in stages if stage != move.stage]
    at = rest.index(move.before) if move.before in rest else len(rest)
    order = [*rest[:at], move.stage, *rest[at:]]
    return [Edit("stages", value=order, words=_("Order of stages: {names}").format(names=", ".join(order)))]


def stage_edits(workspace: Workspace, rows: tuple[TouchpointRow, ...], wanted: dict[int, str | None]) -> list[Edit]:
    """Put touchpoints into stages; those that are there already are left alone."""
    return [_stage(workspace, row, wanted[row.id]) for row in rows if row.id in wanted and wanted[row.id] != row.stage]


def merge(workspace: Workspace, rows: tuple[TouchpointRow, ...], names: list[str], into: str) -> list[Edit]:
    """Make one touchpoint of several.

    Raises
    ------
    WrongInput
        Fewer than two, or no name.
    """
    into = into.strip()
    if len(set(names)) < 2:
        raise WrongInput(_("A touchpoint cannot be merged into itself."), _("Choose at least two."))
    if not into:
        raise WrongInput(_("The merged touchpoint needs a name."), _("Write one."))
    chosen = [row.id for row in rows if row.name in names]
    words = _("Merged {names} into {name}").format(names=", ".join(names), name=into)
    return [Edit("name", raw_of(workspace, *chosen), into, words=words)]


def edits_of_table(workspace: Workspace, rows: tuple[TouchpointRow, ...], table: pd.DataFrame) -> list[Edit]:
    """The cells of the table that differ from what is.

    Parameters
    ----------
    table : frame
        One row for each of `rows`, in their order, with the columns name, stage, hidden, floating, by_company,
        moment_of_truth, planned_cost, target_wait.

    Raises
    ------
    WrongInput
        An empty name, or one that is taken: two that become one are merged on purpose, not by a slip.
    """
    edits: list[Edit] = []
    names = [str(name).strip() for name in table["name"]]
    taken = {row.name for row in rows}
    for row, name, (_index, new) in zip(rows, names, table.iterrows(), strict=True):
        raw = raw_of(workspace, row.id)
        if name != row.name:
            _check_name(row, name, names, taken)
            edits.append(Edit("name", raw, name, words=_("Renamed {old} to {new}").format(old=row.name, new=name)))
        stage = _text(new["stage"])
        if stage != row.stage:
            edits.append(_stage(workspace, row, stage))
        for kind, words in _marks().items():
            value = _value(kind, new)
            if value != getattr(row, kind):
                text = words.format(name=row.name, value=_("not set") if value is None else value)
                edits.append(Edit(kind, raw, value, words=text))  # type: ignore[arg-type]
    return edits


def _check_name(row: TouchpointRow, name: str, names: list[str], taken: set[str]) -> None:
    if not name:
        raise WrongInput(_("{name} needs a name.").format(name=row.name), _("Write one, or hide it."))
    if name in taken or names.count(name) > 1:
        raise WrongInput(
            _("There is a touchpoint {name} already.").format(name=repr(name)),
            _("To make one of the two, use Merge below."),
        )


def _stage(workspace: Workspace, row: TouchpointRow, stage: str | None) -> Edit:
    words = (
        _("{name} into no stage").format(name=row.name)
        if stage is None
        else _("{name} into stage {stage}").format(name=row.name, stage=stage)
    )
    return Edit("stage", raw_of(workspace, row.id), stage, words=words)


def _marks() -> dict[str, str]:
    return {
        "hidden": _("{name}: hidden {value}"),
        "floating": _("{name}: floating {value}"),
        "by_company": _("{name}: started by the company {value}"),
        "moment_of_truth": _("{name}: moment of truth {value}"),
        "planned_cost": _("{name}: planned cost {value}"),
        "target_wait_s": _("{name}: target wait {value} s"),
    }


def _value(kind: str, new: pd.Series[Any]) -> Any:
    if kind == "target_wait_s":
        text = _text(new["target_wait"])
        return None if text is None else parse_duration(text)
    if kind == "by_company":
        return {"customer": False, "company": True}.get(_text(new["by_company"]) or "")
    if kind == "planned_cost":
        return None if pd.isna(new["planned_cost"]) else float(new["planned_cost"])
    return bool(new[kind])


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) or not str(value).strip() else str(value).strip()
