"""From what touchpoints, stages and channels are to be, to the edits that make them so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journey.store.edits import Edit, Kind
from journey.store.side_stages import side_stages
from journey.store.workspace import Workspace
from journey.text import _, ngettext
from journey.text.format import duration

__all__ = ["PROPERTIES", "channel_edits", "order_edit", "property_edits", "side_edits"]

PROPERTIES: tuple[Kind, ...] = (
    "stage", "hidden", "floating", "assisted", "by_company", "moment_of_truth", "planned_cost", "target_wait_s",
)  # fmt: skip
MOST_NAMES = 3


def property_edits(workspace: Workspace, wanted: Mapping[str, Mapping[str, Any]]) -> list[Edit]:
    """Edits for the properties that differ from what is: one for all touchpoints that get the same.

    Parameters
    ----------
    wanted : mapping
        Touchpoint -> kind of edit (of `PROPERTIES`) -> value.
    """
    held: dict[str, tuple[list[int], dict[Kind, Any]]] = {}
    found: dict[tuple[Kind, Any], list[str]] = {}
    rows = workspace.run(
        """
        SELECT t.name, list(r.id ORDER BY r.id), any_value(s.name), any_value(t.hidden), any_value(t.floating),
               any_value(t.assisted), any_value(t.by_company), any_value(t.moment_of_truth),
               any_value(t.planned_cost), any_value(t.target_wait_s)
        FROM raw_touchpoint r JOIN touchpoint t ON t.id = r.touchpoint LEFT JOIN stage s ON s.id = t.stage
        GROUP BY t.name
        """
    )
    for name, raws, *now in rows:
        held[name] = raws, dict(zip(PROPERTIES, now, strict=True))
    for name, values in wanted.items():
        for kind, value in held[name][1].items():
            if kind in values and values[kind] != value:
                found.setdefault((kind, values[kind]), []).append(name)
    return [
        Edit(
            kind, tuple(sorted(raw for name in names for raw in held[name][0])), value, words=_words(kind, value, names)
        )
        for (kind, value), names in found.items()
    ]


def channel_edits(workspace: Workspace, channel: str, assisted: bool | None) -> list[Edit]:
    """The class of a channel, where it is another one now; None: as its name tells."""
    if workspace.run("SELECT assisted FROM channel WHERE name = ?", [channel]) == [(assisted,)]:
        return []
    return [Edit("assisted", value=[channel, assisted], words=_words("assisted", assisted, [channel]))]


def side_edits(workspace: Workspace, wanted: Mapping[str, bool]) -> list[Edit]:
    """Which stages lie beside the journey, where it is otherwise until now."""
    held = side_stages(workspace)
    beside, within = _("{stage} lies beside the journey"), _("{stage} has its place in the journey")
    return [
        Edit("side", value=[stage, side], words=(beside if side else within).format(stage=stage))
        for stage, side in wanted.items()
        if (stage in held) is not side
    ]


def order_edit(stages: list[str]) -> Edit:
    """The order of stages."""
    return Edit("stages", value=stages, words=_("Order of stages: {names}").format(names=", ".join(stages)))


def _words(kind: Kind, value: Any, names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    listed = ", ".join(names[:MOST_NAMES])
    if more > 0:
        listed = ngettext("{names} and {n} more", "{names} and {n} more", more).format(names=listed, n=more)
    if value is None:
        return _unset()[kind].format(names=listed)
    if isinstance(value, bool):
        return (_true() if value else _false())[kind].format(names=listed)
    texts = {
        "stage": _("{names} into stage {value}"),
        "planned_cost": _("{names}: planned cost {value}"),
        "target_wait_s": _("{names}: target wait {value}"),
    }
    return texts[kind].format(names=listed, value=duration(value) if kind == "target_wait_s" else value)


def _true() -> dict[str, str]:
    return {
        "hidden": _("{names}: hidden"),
        "floating": _("{names}: floating"),
        "assisted": _("{names}: assisted"),
        "by_company": _("{names}: started by the company"),
        "moment_of_truth": _("{names}: a moment of truth"),
    }


def _false() -> dict[str, str]:
    return {
        "hidden": _("{names}: shown"),
        "floating": _("{names}: not floating"),
        "assisted": _("{names}: self-service"),
        "by_company": _("{names}: started by the customer"),
        "moment_of_truth": _("{names}: no moment of truth"),
    }


def _unset() -> dict[str, str]:
    return {
        "stage": _("{names} into no stage"),
        "assisted": _("{names}: assisted or not as the name tells"),
        "by_company": _("{names}: started by whom the log says"),
        "planned_cost": _("{names}: no planned cost"),
        "target_wait_s": _("{names}: no target wait"),
    }
