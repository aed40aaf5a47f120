"""From what people did on the page of stages to edits of the workspace."""

from __future__ import annotations

from typing import Any

import pandas as pd

from journey.analyses.assisted import is_assisted, is_contact
from journey.analyses.stage_suggestion import suggest_stages
from journey.analyses.touchpoints import ChannelRow, TouchpointRow, raw_of
from journey.components.stage_columns import Move
from journey.errors import WrongInput
from journey.store.edits import Edit
from journey.store.property_edits import channel_edits, order_edit, property_edits, side_edits
from journey.store.side_stages import side_stages
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.durations import duration_text
from journey.views.typed import seconds

__all__ = [
    "NameTaken", "channel_table", "classes", "edits_of_channels", "edits_of_move", "edits_of_stages", "edits_of_table",
    "merge", "stage_edits", "starters", "suggested_edits", "touchpoint_file", "touchpoint_table",
]  # fmt: skip


class NameTaken(WrongInput):
    """A touchpoint or stage was given the name of another: to make one of the two is offered."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        super().__init__(
            _("There is {name} already, so {old} cannot be called the same.").format(name=repr(new), old=repr(old)),
            _("Give it another name, or merge the two."),
        )


def edits_of_move(
    workspace: Workspace, move: Move, rows: tuple[TouchpointRow, ...], stages: tuple[str, ...]
) -> list[Edit]:
    """What a drag means."""
    if move.touchpoint is not None:
        row = next((row for row in rows if row.id == move.touchpoint), None)
        return [] if row is None else property_edits(workspace, {row.name: {"stage": move.stage}})
    if move.stage not in stages:
        return []
    rest = [stage for stage in stages if stage != move.stage]
    at = rest.index(move.before) if move.before in rest else len(rest)
    return [order_edit([*rest[:at], move.stage, *rest[at:]])]


def stage_edits(workspace: Workspace, rows: tuple[TouchpointRow, ...], wanted: dict[int, str]) -> list[Edit]:
    """Put touchpoints into stages; those that are there already are left alone."""
    return property_edits(workspace, {row.name: {"stage": wanted[row.id]} for row in rows if row.id in wanted})


def suggested_edits(workspace: Workspace, rows: tuple[TouchpointRow, ...]) -> list[Edit]:
    """Put every touchpoint into the stage that is suggested, and the stages into their order."""
    found = suggest_stages(rows)
    edits = stage_edits(workspace, rows, found)
    return [*edits, order_edit(list(dict.fromkeys(found.values())))] if edits else []


def merge(workspace: Workspace, rows: tuple[TouchpointRow, ...], names: list[str], into: str) -> list[Edit]:
    """Make one touchpoint of several.

    Raises
    ------
    WrongInput
        Fewer than two, no name, or that of a touchpoint which is to stay out of it.
    """
    into = into.strip()
    if len(set(names)) < 2:
        raise WrongInput(_("A touchpoint cannot be merged into itself."), _("Choose at least two."))
    if not into:
        raise WrongInput(_("The merged touchpoint needs a name."), _("Write one."))
    if into not in names and into in {row.name for row in rows}:
        raise WrongInput(
            _("There is a touchpoint {name} already.").format(name=repr(into)),
            _("Choose it, too, or give another name."),
        )
    chosen = [row.id for row in rows if row.name in names]
    words = _("Merged {names} into {name}").format(names=", ".join(names), name=into)
    return [Edit("name", raw_of(workspace, *chosen), into, words=words)]


def classes() -> dict[str, bool | None]:
    """The classes of a channel or touchpoint as the tables show them; the last two stand for what the name tells."""
    return {
        _("assisted"): True,
        _("self-service"): False,
        _("assisted (guess)"): None,
        _("self-service (guess)"): None,
    }


def starters() -> dict[str, bool]:
    """Who starts a contact, as the table shows it."""
    return {_("customer"): False, _("company"): True}


def touchpoint_table(rows: tuple[TouchpointRow, ...]) -> pd.DataFrame:
    """The touchpoints as people edit them, a row each; what nobody set is missing."""
    starter = {value: word for word, value in starters().items()}
    return pd.DataFrame(
        {
            "name": [row.name for row in rows],
            "stage": [row.stage for row in rows],
            "events": [row.events for row in rows],
            "assisted": [_class(row.assisted, is_contact(row.name)) for row in rows],
            "by_company": [None if row.by_company is None else starter[row.by_company] for row in rows],
            "planned_cost": pd.Series([row.planned_cost for row in rows], dtype="Float64"),
            "target_wait": [None if row.target_wait_s is None else duration_text(row.target_wait_s) for row in rows],
            "moment_of_truth": [row.moment_of_truth for row in rows],
            "floating": [row.floating for row in rows],
            "hidden": [row.hidden for row in rows],
        }
    )


def touchpoint_file(chosen: Workspace, rows: tuple[TouchpointRow, ...]) -> pd.DataFrame:
    """The touchpoints with the columns that a file of stages has."""
    side = side_stages(chosen)
    yes = {None: "", False: "no", True: "yes"}
    return pd.DataFrame(
        {
            "touchpoint": [row.name for row in rows],
            "stage": [row.stage or "" for row in rows],
            "side": [yes[row.stage in side] for row in rows],
            "hidden": [yes[row.hidden] for row in rows],
            "floating": [yes[row.floating] for row in rows],
            "assisted": [yes[row.assisted] for row in rows],
            "started_by": [{None: "", False: "customer", True: "company"}[row.by_company] for row in rows],
            "moment_of_truth": [yes[row.moment_of_truth] for row in rows],
            "planned_cost": [row.planned_cost for row in rows],
            "target_wait": [None if row.target_wait_s is None else duration_text(row.target_wait_s) for row in rows],
            "events": [row.events for row in rows],
        }
    )


def channel_table(rows: tuple[ChannelRow, ...]) -> pd.DataFrame:
    """The channels as people class them, a row each."""
    return pd.DataFrame(
        {
            "name": [row.name for row in rows],
            "events": [row.events for row in rows],
            "assisted": [_class(row.assisted, is_assisted(row.name)) for row in rows],
        }
    )


def edits_of_table(workspace: Workspace, rows: tuple[TouchpointRow, ...], table: pd.DataFrame) -> list[Edit]:
    """The cells of the table that differ from what is.

    Parameters
    ----------
    table : frame
        `touchpoint_table` of the same rows, edited.

    Raises
    ------
    NameTaken
        Two would have one name: they are merged on purpose, not by a slip.
    WrongInput
        An empty name, or a target that is no length of time.
    """
    names = [_text(name) or "" for name in table["name"]]
    renames = []
    for row, name in zip(rows, names, strict=True):
        if name == row.name:
            continue
        if not name:
            raise WrongInput(_("{name} needs a name.").format(name=repr(row.name)), _("Write one, or hide it."))
        if names.count(name) > 1:
            raise NameTaken(row.name, name)
        words = _("Renamed {old} to {new}").format(old=row.name, new=name)
        renames.append(Edit("name", raw_of(workspace, row.id), name, words=words))
    wanted = {row.name: _values(new) for row, (_index, new) in zip(rows, table.iterrows(), strict=True)}
    return [*property_edits(workspace, wanted), *renames]


def edits_of_stages(workspace: Workspace, stages: tuple[str, ...], table: pd.DataFrame) -> list[Edit]:
    """Stages that were renamed, or put beside the journey.

    Parameters
    ----------
    table : frame
        A row for each of `stages`, in their order, with the columns name and side.

    Raises
    ------
    NameTaken
        Two would have one name.
    WrongInput
        An empty name.
    """
    names = [_text(name) or "" for name in table["name"]]
    side = dict(zip(stages, (bool(value) for value in table["side"]), strict=True))
    edits = side_edits(workspace, {stage: side[stage] for stage in stages})
    for stage, name in zip(stages, names, strict=True):
        if not name:
            raise WrongInput(
                _("The stage {name} needs a name.").format(name=repr(stage)),
                _("Write one; a stage goes when its last touchpoint leaves it."),
            )
        if name != stage:
            if names.count(name) > 1 or name in stages:
                raise NameTaken(stage, name)
            words = _("Renamed the stage {old} to {new}").format(old=stage, new=name)
            edits.append(Edit("stage_name", value=[stage, name], words=words))
    return edits


def edits_of_channels(workspace: Workspace, rows: tuple[ChannelRow, ...], table: pd.DataFrame) -> list[Edit]:
    """Channels that were classed."""
    return [
        edit
        for row, new in zip(rows, table["assisted"], strict=True)
        for edit in channel_edits(workspace, row.name, classes().get(_text(new) or ""))
    ]


def _values(new: pd.Series[Any]) -> dict[str, Any]:
    target = _text(new["target_wait"])
    return {
        "stage": _text(new["stage"]),
        "assisted": classes().get(_text(new["assisted"]) or ""),
        "by_company": starters().get(_text(new["by_company"]) or ""),
        "planned_cost": None if pd.isna(new["planned_cost"]) else float(new["planned_cost"]),
        "target_wait_s": None if target is None else seconds(target),
        **{kind: bool(new[kind]) for kind in ("moment_of_truth", "floating", "hidden")},
    }


def _class(declared: bool | None, guess: bool) -> str:
    told, guessed = list(classes())[:2], list(classes())[2:]
    return (guessed if declared is None else told)[not (guess if declared is None else declared)]


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) or not str(value).strip() else str(value).strip()
