"""Changing what success, loss and silence mean, without a new import."""

from __future__ import annotations

import json

from journey.model import Definitions, Grain
from journey.store.outcomes import Judged, judge
from journey.store.workspace import Workspace

__all__ = ["define"]


def define(workspace: Workspace, definitions: Definitions) -> Judged:
    """Judge every journey anew, whole or not at all.

    Raises
    ------
    WrongInput
        A goal or lost touchpoint that the log does not have, or a time that makes no sense; nothing changes then.
    """
    mappings = [json.loads(row[0]) for row in workspace.run("SELECT mapping FROM source ORDER BY id")]
    gaps = [mapping["gap_s"] for mapping in mappings if mapping["grain"] == Grain.GAP]
    with workspace.transaction(definitions=True) as cursor:
        return judge(cursor, definitions, gap_s=gaps[0] if gaps else None)
