"""Results of analyses, kept for the next rerun: frozen values, so that sessions may share them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from journey.analyses import flow, info, place, variants
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
Key = tuple[Version, str, str]


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
    """What tells one result from all others."""
    return workspace.version, f"{analysis.__module__}.{analysis.__qualname__}", repr((args, sorted(named.items())))


@_kept
def _one(key: Key, _run: Callable[[], Any]) -> Any:
    return _run()


def flow_map(workspace: Workspace, scope: Scope, score: str | None = None) -> flow.FlowMap:
    """The flow map of a scope."""
    found: flow.FlowMap = _flow_map(workspace.version, scope.text(), score, _workspace=workspace)
    return found


def variant_list(workspace: Workspace, scope: Scope, top: int) -> variants.VariantList:
    """The variants of a scope."""
    found: variants.VariantList = _variants(workspace.version, scope.text(), top, _workspace=workspace)
    return found


def place_at(workspace: Workspace, scope: Scope, source: int, target: int | None) -> place.Place:
    """One place of the map of a scope."""
    found: place.Place = _place(workspace.version, scope.text(), source, target, _workspace=workspace)
    return found


def workspace_info(workspace: Workspace) -> info.Info:
    """What the workspace holds."""
    found: info.Info = _info(workspace.version, _workspace=workspace)
    return found


def scope_counts(workspace: Workspace, scope: Scope) -> tuple[int, int]:
    """Journeys in scope, and in the workspace."""
    found: tuple[int, int] = _counts(workspace.version, scope.text(), _workspace=workspace)
    return found


def values_of(workspace: Workspace, attribute: str) -> tuple[tuple[str, int], ...]:
    """The commonest values of an attribute, with their journeys."""
    found: tuple[tuple[str, int], ...] = _values(workspace.version, attribute, _workspace=workspace)
    return found


@_kept
def _flow_map(version: Version, scope: str, score: str | None, _workspace: Workspace) -> Any:
    return flow.flow_map(_workspace, Scope.parse(scope), score=score)


@_kept
def _variants(version: Version, scope: str, top: int, _workspace: Workspace) -> Any:
    return variants.variants(_workspace, Scope.parse(scope), top=top)


@_kept
def _place(version: Version, scope: str, source: int, target: int | None, _workspace: Workspace) -> Any:
    return place.place(_workspace, Scope.parse(scope), source, target)


@_kept
def _info(version: Version, _workspace: Workspace) -> Any:
    return info.info(_workspace)


@_kept
def _counts(version: Version, scope: str, _workspace: Workspace) -> Any:
    return info.scope_counts(_workspace, Scope.parse(scope))


@_kept
def _values(version: Version, attribute: str, _workspace: Workspace) -> Any:
    return info.attribute_values(_workspace, attribute)
