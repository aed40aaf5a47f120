"""Results of analyses, kept for the next rerun: frozen values, so that sessions may share them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from journey.analyses import flow, info, place, variants
from journey.analyses.spot import Spot
from journey.scope import Scope
from journey.store.workspace import Version, Workspace

__all__ = [
    "Key",
    "flow_map",
    "kept",
    "key_of",
    "place_at",
    "scope_counts",
    "values_of",
    "variant_list",
    "workspace_info",
]

# What an analysis gives back never changes, so one object serves every session: nothing is copied on a hit.
_kept = st.cache_resource(max_entries=256, show_spinner=False)

Given = ParamSpec("Given")
Result = TypeVar("Result")
Key = tuple[str, Version, str, str]


def kept(
    analysis: Callable[Concatenate[Workspace, Given], Result],
    workspace: Workspace,
    *args: Given.args,
    **named: Given.kwargs,
) -> Result:
    """The result of an analysis: computed once for a state of the workspace and given arguments.

    Parameters
    ----------
    analysis : callable
        A function of a module, taking the workspace first; its result must never change.
    args, named
        The rest of its arguments, each told from others by its ``repr``.
    """
    found: Result = _one(key_of(analysis, workspace, *args, **named), _run=lambda: analysis(workspace, *args, **named))
    return found


def key_of(analysis: Callable[..., Any], workspace: Workspace, *args: Any, **named: Any) -> Key:
    """What tells one result from all others: also those of a copy of the file, which has the same versions."""
    name = f"{analysis.__module__}.{analysis.__qualname__}"
    return str(workspace.path.resolve()), workspace.version, name, repr((args, sorted(named.items())))


@_kept
def _one(key: Key, _run: Callable[[], Any]) -> Any:
    return _run()


def flow_map(workspace: Workspace, scope: Scope, score: str | None = None) -> flow.FlowMap:
    """The flow map of a scope."""
    return kept(flow.flow_map, workspace, scope, score=score)


def variant_list(workspace: Workspace, scope: Scope, top: int) -> variants.VariantList:
    """The variants of a scope."""
    return kept(variants.variants, workspace, scope, top=top)


def place_at(workspace: Workspace, scope: Scope, spot: Spot) -> place.Place:
    """One place of the map of a scope."""
    return kept(place.place, workspace, scope, spot)


def workspace_info(workspace: Workspace) -> info.Info:
    """What the workspace holds."""
    return kept(info.info, workspace)


def scope_counts(workspace: Workspace, scope: Scope) -> tuple[int, int]:
    """Journeys in scope, and in the workspace."""
    return kept(info.scope_counts, workspace, scope)


def values_of(workspace: Workspace, attribute: str) -> tuple[tuple[str, int], ...]:
    """The commonest values of an attribute, with their journeys."""
    return kept(info.attribute_values, workspace, attribute)
