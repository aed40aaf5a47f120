"""What the page Trends can lay over its figure: the scope of a saved view, or a value of an attribute in its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from journey.analyses.info import Info, attribute_values
from journey.scope import Attribute, Scope
from journey.store.saved_views import saved_views
from journey.store.workspace import Workspace
from journey.stories.ask import Ask
from journey.stories.known import known

__all__ = ["attributes_over", "laid_over", "value_over", "views_over"]

_MOST_VALUES = 60


def views_over(workspace: Workspace, scope: Scope) -> dict[str, Scope]:
    """The saved views of other journeys, by name."""
    return {view.name: view.scope for view in saved_views(workspace) if view.scope.selection() != scope.selection()}


def attributes_over(held: Info) -> list[str]:
    """The attributes that have few enough values to choose one."""
    return [one.name for one in held.attributes if 1 < one.distinct_values <= _MOST_VALUES]


def value_over(scope: Scope, attribute: str, value: str) -> Scope:
    """The journeys in scope that have the value."""
    return replace(scope, attributes=(*scope.attributes, Attribute(attribute, (value,))))


def laid_over(
    workspace: Workspace, scope: Scope, settings: Mapping[str, str], held: Info, ask: Ask
) -> tuple[str, Scope] | None:
    """What the address lays over the figure: its name and scope; the first view or value where it says none."""
    over = settings.get("over", "")
    views = views_over(workspace, scope)
    if over == "view" and views:
        name = known(settings.get("with"), views)
        return name, views[name]
    attribute = over.removeprefix("a:")
    if attribute == over or attribute not in attributes_over(held):
        return None
    value = known(settings.get("with"), [value for value, _journeys in ask(attribute_values, workspace, attribute)])
    return value, value_over(scope, attribute, value)
