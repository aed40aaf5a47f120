"""The funnel as arguments: the same parts as on the page."""

from __future__ import annotations

import argparse
from typing import get_args

from journey.analyses.flow import flow_map
from journey.analyses.funnel_offer import offered_optional, offered_steps, offered_window
from journey.analyses.funnel_question import DAY_S, Entry, Funnel, Order
from journey.analyses.info import info
from journey.cli.parser import Parser, count, duration
from journey.errors import WrongInput
from journey.scope import Scope
from journey.store.funnels import saved_funnels
from journey.store.selection import select
from journey.store.workspace import Workspace
from journey.text import _

__all__ = ["add_funnel", "given_funnel"]


def add_funnel(parser: Parser) -> None:
    """Add the options of a funnel."""
    group = parser.add_argument_group(_("funnel"))
    group.add_argument(
        "--step", "--steps", metavar="NAME", action="extend", nargs="+", dest="steps",
        help=_("a step, repeated in their order; 'A|B' is either of two; the happy path if not given"),
    )  # fmt: skip
    group.add_argument("--funnel", metavar="NAME", dest="saved", help=_("a funnel saved on the page Drop-off"))
    group.add_argument("--order", choices=get_args(Order), help=_("sequential if not given"))
    group.add_argument(
        "--window",
        metavar="TIME",
        type=duration,
        help=_("from the first step; 14d if not given, or where no step is given what the goal says"),
    )
    group.add_argument("--exclude", metavar="NAME", action="append", help=_("takes a journey out when it happens"))
    group.add_argument("--entry", choices=get_args(Entry), help=_("follow the first entry of a journey, or every one"))
    group.add_argument("--optional", metavar="N", type=count, action="append", help=_("step that may be skipped"))


def given_funnel(given: argparse.Namespace, workspace: Workspace, scope: Scope) -> Funnel:
    """The funnel that was given; the happy path where no step was.

    Raises
    ------
    WrongInput
        A part that cannot be read, or --funnel beside other parts.
    """
    if given.saved is not None:
        parts = (given.steps, given.order, given.window, given.exclude, given.entry, given.optional)
        if any(part is not None for part in parts):
            raise WrongInput(
                _("--funnel holds all of the funnel already."), _("Leave the other parts out, or --funnel.")
            )
        saved = {one.name: one.text for one in saved_funnels(workspace)}
        if given.saved not in saved:
            raise WrongInput(
                _("There is no saved funnel {name}.").format(name=repr(given.saved)),
                _("There are: {names}.").format(names=", ".join(saved) or _("none")),
            )
        return Funnel.parse(saved[given.saved])
    steps, optional = given.steps, tuple(number - 1 for number in given.optional or ())
    window = 14 * DAY_S
    if not steps:
        flow = flow_map(workspace, scope)
        steps = offered_steps(flow)
        skipped = offered_optional(flow, steps)
        optional = optional or tuple(n for n, name in enumerate(steps) if name in skipped)
        window = offered_window(info(workspace).judged.horizon_s)
    with select(workspace, scope) as selection:
        known = {name for (name,) in selection.run(f"SELECT name FROM {selection.nodes}")}
    # A name may hold the sign itself.
    return Funnel(
        steps=tuple((text,) if text in known else tuple(text.split("|")) for text in steps),
        optional=optional,
        order=given.order or "sequential",
        window_s=window if given.window is None else given.window,
        exclude=tuple(given.exclude or ()),
        entry=given.entry or "first",
    )
