"""A design that no log is behind, with the edits of its scenario made on its ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from journey.design.edits import Edit
from journey.design.logged import PLACES
from journey.design.new_ways import taken
from journey.design.scenario import Problem, Scenario, WrongEdit
from journey.design.ways import Ways
from journey.errors import WrongInput
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["Draft", "draft", "drawn"]


@dataclass(frozen=True)
class Draft:
    """A design as far as its edits can be made.

    Attributes
    ----------
    wrong : WrongEdit or None
        The first edit that cannot be made; it and those after it are left out.
    begun, ways : Ways
        What the scenario starts from, and with its edits.
    stages : dict of touchpoint to stage
        Where the log or an edit puts it.
    order : tuple of str
        The touchpoints, as people ordered them.
    unknown : tuple of str
        Touchpoints of the design that the log does not have.
    """

    scenario: Scenario
    wrong: WrongEdit | None
    problems: tuple[Problem, ...]
    begun: Ways
    ways: Ways
    stages: dict[str, str]
    order: tuple[str, ...]
    unknown: tuple[str, ...]


def draft(workspace: Workspace, scenario: Scenario) -> Draft:
    """Make the edits of a scenario that starts from a file or from nothing."""
    held = dict(
        workspace.run("SELECT t.name, coalesce(s.name, '') FROM touchpoint t LEFT JOIN stage s ON s.id = t.stage")
    )
    try:
        ways, wrong = drawn(scenario), None
    except WrongEdit as error:
        wrong = error
        made = tuple(replace(e, on=e.on and n < error.number) for n, e in enumerate(scenario.edits))
        scenario_made = replace(scenario, edits=made)
        ways = drawn(scenario_made)
    else:
        scenario_made = scenario
    stages = {name: held[name] for name in ways.touchpoints if held.get(name)}
    order = list(ways.touchpoints)
    for name, was in _called(scenario_made).items():
        if held.get(was) and name in order:
            stages.setdefault(name, held[was])
    for _number, edit in scenario_made.active:
        name, before = edit.text("touchpoint"), edit.text("before")
        if edit.kind not in ("move", "add") or name not in order:
            continue
        stage = edit.text("stage") or stages.get(before, "")
        if stage:
            stages[name] = stage
        if edit.kind == "move" and before != name:
            order.remove(name)
            order.insert(order.index(before) if before in order else len(order), name)
    return Draft(
        scenario, wrong, tuple(_problems(scenario_made, ways)), scenario.start.ways, ways, stages, tuple(order),
        tuple(name for name in ways.touchpoints if name not in held),
    )  # fmt: skip


def _called(scenario: Scenario) -> dict[str, str]:
    """A touchpoint's name in the end -> as it was called before."""
    was: dict[str, str] = {}
    for _number, edit in scenario.active:
        if edit.kind == "rename":
            was[edit.text("to")] = was.pop(edit.text("touchpoint"), edit.text("touchpoint"))
    return was


def drawn(scenario: Scenario) -> Ways:
    """The ways of a design after its edits.

    Raises
    ------
    WrongEdit
        A touchpoint is gone, or a way is not there.
    """
    ways = scenario.start.ways
    for number, edit in scenario.active:
        try:
            ways = _made(ways, edit)
        except WrongInput as error:
            raise WrongEdit(number, error.message, error.hint) from error
    return ways


def _made(ways: Ways, edit: Edit) -> Ways:
    for field, name in edit.texts:
        new = field == "touchpoint" and edit.kind in ("insert", "add")
        named = field in PLACES or (field == "to" and edit.kind == "reroute")
        if named and not new and name not in ways.touchpoints:
            near = get_close_matches(name, ways.touchpoints, n=3) or list(ways.touchpoints[:8])
            raise WrongInput(
                _("there is no touchpoint {name}.").format(name=repr(name)),
                _("Near it are: {names}.").format(names=", ".join(near)) if near else _("Add one first."),
            )
        fresh = (field, edit.kind) in (("touchpoint", "add"), ("to", "rename"), ("to", "split"))
        if fresh and name in ways.touchpoints and name != edit.text("touchpoint" if field == "to" else ""):
            raise taken(name)
    source, target = edit.text("source"), edit.text("target")
    if source and target and edit.kind != "draw" and (source, target) not in ways.steps:
        raise WrongInput(
            _("nobody goes from {source} straight to {target}.").format(source=repr(source), target=repr(target)),
            _("Draw that way first."),
        )
    return _KINDS[edit.kind](ways, edit) if edit.kind in _KINDS else ways


def _whole(edit: Edit) -> bool:
    share = edit.number("share")
    return share is None or share.likely >= 0.999


def _any(edit: Edit) -> bool:
    share = edit.number("share")
    return share is None or share.likely > 0


def _remove(ways: Ways, edit: Edit) -> Ways:
    name, source = edit.text("touchpoint"), edit.text("source")
    if not _whole(edit):
        return ways
    return ways.without_step(source, name) if source else ways.without_touchpoint(name)


def _bypass(ways: Ways, edit: Edit) -> Ways:
    name, source = edit.text("touchpoint"), edit.text("source")
    before = [source] if source else [a for a, b in ways.steps if b == name and a != name]
    after = [b for a, b in ways.steps if a == name and b != name]
    for one in before if _any(edit) else ():
        for other in after:
            ways = ways.with_step(one, other)
    if not _whole(edit):
        return ways
    if source:
        return ways.without_step(source, name)
    begins = tuple(one for old in ways.begins for one in (after if old == name else [old]))
    ends = tuple(one for old in ways.ends for one in (before if old == name else [old]))
    return replace(ways.without_touchpoint(name), begins=tuple(dict.fromkeys(begins)), ends=tuple(dict.fromkeys(ends)))


def _insert(ways: Ways, edit: Edit) -> Ways:
    name, source, target = (edit.text(field) for field in ("touchpoint", "source", "target"))
    found = ways.with_touchpoint(name).with_step(source, name).with_step(name, target)
    return found.without_step(source, target) if _whole(edit) else found


def _reroute(ways: Ways, edit: Edit) -> Ways:
    source, target, to = (edit.text(field) for field in ("source", "target", "to"))
    found = ways.with_step(source, to) if _any(edit) else ways
    return found.without_step(source, target) if _whole(edit) and to != target else found


def _split(ways: Ways, edit: Edit) -> Ways:
    name, to = edit.text("touchpoint"), edit.text("to")
    found = ways.with_touchpoint(to)
    for a, b in ways.steps:
        if name in (a, b):
            found = found.with_step(to if a == name else a, to if b == name else b)
    begins = (*ways.begins, to) if name in ways.begins else ways.begins
    return replace(found, begins=begins, ends=(*ways.ends, to) if name in ways.ends else ways.ends)


def _merge(ways: Ways, edit: Edit) -> Ways:
    one, other = edit.text("touchpoint"), edit.text("other")
    apart = {(one, other), (other, one)}
    found = replace(ways, steps=tuple(step for step in ways.steps if step not in apart)).renamed(other, one)
    return found.renamed(one, edit.text("to")) if edit.text("to") else found


def _inflow(ways: Ways, edit: Edit) -> Ways:
    name, kept = edit.text("touchpoint"), tuple(one for one in ways.starts if one != edit.text("touchpoint"))
    if not _any(edit):
        return replace(ways, begins=kept)
    return replace(ways, begins=(name,) if _whole(edit) and edit.number("share") else (*kept, name))


def _exits(ways: Ways, edit: Edit) -> Ways:
    """Where some leave, a journey may end."""
    name, value = edit.text("touchpoint"), edit.number("value")
    if value is None:
        return ways
    kept = tuple(one for one in ways.ends if one != name)
    return replace(ways, ends=(*kept, name) if value.likely > 0 else kept)


_KINDS: dict[str, Callable[[Ways, Edit], Ways]] = {
    "add": lambda ways, edit: ways.with_touchpoint(edit.text("touchpoint")),
    "draw": lambda ways, edit: ways.with_step(edit.text("source"), edit.text("target")) if _any(edit) else ways,
    "rename": lambda ways, edit: ways.renamed(edit.text("touchpoint"), edit.text("to")),
    "remove": _remove,
    "bypass": _bypass,
    "insert": _insert,
    "reroute": _reroute,
    "split": _split,
    "merge": _merge,
    "inflow": _inflow,
    "exit_rate": _exits,
}


def _problems(scenario: Scenario, ways: Ways) -> list[Problem]:
    """What is unfinished, each said on the last edit that names the touchpoint."""
    last = {name: number for number, edit in scenario.active for _field, name in edit.texts}
    found = []
    for name in ways.touchpoints:
        if name not in last:
            continue
        alone = not any(name in step for step in ways.steps)
        if alone and len(ways.touchpoints) > 1:
            found.append(Problem(last[name], _("{name} stands alone: draw a way to it.").format(name=name)))
        elif not alone and name not in ways.reached:
            found.append(Problem(last[name], _("no way from a start leads to {name}.").format(name=name)))
        elif not alone and name not in ways.ending:
            text = _("no way leads from {name} to an end: draw one, or let some leave there.").format(name=name)
            found.append(Problem(last[name], text))
    return found
