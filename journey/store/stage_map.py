"""A stage map as a CSV: the columns touchpoint and stage, to be made elsewhere and shared."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from journey.errors import WrongInput
from journey.store.edits import Edit
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["read_stage_map", "stage_map", "stage_map_edits"]


def read_stage_map(path: Path) -> list[tuple[str, str]]:
    """(touchpoint, stage) of every row of a file, in its order.

    Raises
    ------
    WrongInput
        There is no such file, it is no text, or it lacks one of the two columns.
    """
    try:
        return stage_map(path.read_bytes(), path.name)
    except OSError as error:
        raise WrongInput(_("{path} cannot be read.").format(path=path), _("Check the path.")) from error


def stage_map(content: bytes, name: str) -> list[tuple[str, str]]:
    """(touchpoint, stage) of every row of a CSV, in its order.

    Examples
    --------
    >>> stage_map(b"touchpoint,stage\\nBasket,Buy\\n", "stages.csv")
    [('Basket', 'Buy')]
    """
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongInput(
            _("{name} cannot be read as a CSV in UTF-8.").format(name=name),
            _("Save it as CSV UTF-8, with the columns touchpoint and stage."),
        ) from error
    if not rows or not {"touchpoint", "stage"} <= set(rows[0]):
        raise WrongInput(
            _("{name} needs the columns touchpoint and stage, and a row each.").format(name=name),
            _("For example: touchpoint,stage and below it Basket,Buy."),
        )
    return [((row["touchpoint"] or "").strip(), (row["stage"] or "").strip()) for row in rows]


def stage_map_edits(workspace: Workspace, wanted: list[tuple[str, str]]) -> list[Edit]:
    """The edits that put touchpoints into these stages, in this order of stages; an empty stage means none.

    Raises
    ------
    WrongInput
        A touchpoint that the log does not have.
    """
    now = dict(workspace.run("SELECT name, id FROM touchpoint"))
    unknown = [name for name, _stage in wanted if name not in now]
    if unknown:
        raise WrongInput(
            _("The log has no touchpoint {name}, which row {row} names.").format(
                name=repr(unknown[0]), row=1 + [name for name, _stage in wanted].index(unknown[0])
            ),
            _("Its touchpoints are: {names}.").format(names=", ".join(sorted(now)[:20])),
        )
    raws: dict[int, list[int]] = {}
    for raw, node in workspace.run("SELECT id, touchpoint FROM raw_touchpoint ORDER BY id"):
        raws.setdefault(node, []).append(raw)
    words = _("{name} into stage {stage}")
    edits = [
        Edit("stage", tuple(raws[now[name]]), stage or None, words=words.format(name=name, stage=stage or "–"))
        for name, stage in wanted
    ]
    order = list(dict.fromkeys(stage for _name, stage in wanted if stage))
    return [*edits, Edit("stages", value=order, words=_("Order of stages: {names}").format(names=", ".join(order)))]
