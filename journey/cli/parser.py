"""What all commands share: how arguments are read, and what the common ones are."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

from journey.errors import WrongInput
from journey.model import Definitions
from journey.text import _
from journey.text.durations import parse_duration

__all__ = ["Parser", "count", "define_arguments", "duration", "given_definitions", "named", "pair"]


class Parser(argparse.ArgumentParser):
    """Reads the arguments of one command; what it cannot read is a `WrongInput` like any other."""

    def __init__(self, command: str, summary: str, example: str) -> None:
        super().__init__(
            prog=f"python -m journey {command}".strip(),
            description=summary[:1].upper() + summary[1:].rstrip(".") + ".",
            epilog=_("example:\n  {example}").format(example=example) if example else None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        raise WrongInput(
            f"{message[:1].upper()}{message[1:].rstrip('.')}.",
            _("{command} --help lists what it takes.").format(command=self.prog),
        )

    def as_it_is(self) -> None:
        """Add --as-it-is; without it what others are given is private (`stories.privacy`)."""
        self.add_argument(
            "--as-it-is", action="store_true",
            help=_("with the ids of customers and journeys, and with groups under 10; without it neither is shown"),
        )  # fmt: skip

    def workspace(self, *, required: bool = True) -> None:
        """Add --workspace and --wait."""
        self.add_argument(
            "--workspace", "-w", metavar="W", required=required,
            help=_("name of a workspace, or a path ending in .duckdb"),
        )  # fmt: skip
        self.add_argument(
            "--wait", metavar="TIME", type=duration, default=0.0,
            help=_("wait so long for a workspace that another program holds, for example 30s"),
        )  # fmt: skip

    def json(self) -> None:
        """Add --json."""
        self.add_argument("--json", action="store_true", help=_("print JSON instead of text"))


def duration(text: str) -> float:
    """Seconds of an argument like 30m."""
    try:
        return parse_duration(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            _("{text} is no duration; write it like 30m, 2h30m or 14d").format(text=repr(text))
        ) from error


def named(*words: str) -> Callable[[str], float | str]:
    """The type of an argument that is a duration or one of some words."""

    def read(text: str) -> float | str:
        return text if text in words else duration(text)

    return read


def count(text: str) -> int:
    """An argument that is a whole number, 0 or more."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(_("{text} is no whole number").format(text=repr(text)))
    return int(text)


def pair(text: str) -> tuple[str, str]:
    """An argument that is NAME=VALUE."""
    name, sign, value = text.partition("=")
    if not (name and sign):
        raise argparse.ArgumentTypeError(_("{text} is not written NAME=VALUE").format(text=repr(text)))
    return name, value


def define_arguments(parser: Parser) -> None:
    """Add --goal, --lost, --timeout, --horizon and --observed-end."""
    group = parser.add_argument_group(_("definitions"))
    group.add_argument("--goal", metavar="NAME", action="append", dest="goals", help=_("touchpoint that means success"))
    group.add_argument("--lost", metavar="NAME", action="append", help=_("touchpoint that is a declared bad ending"))
    group.add_argument(
        "--timeout", metavar="TIME", type=named("auto", "never"),
        help=_("silence after which an undecided journey is dropped: like 14d, never, or auto (the default)"),
    )  # fmt: skip
    group.add_argument(
        "--horizon", metavar="TIME", type=named("auto"),
        help=_("time a journey is given to complete: like 30d, or auto (the default)"),
    )  # fmt: skip
    group.add_argument(
        "--observed-end", metavar="DATE", help=_("when the log is taken to end; the last event if not given")
    )


def given_definitions(given: argparse.Namespace, before: Definitions = Definitions()) -> Definitions:  # noqa: B008
    """The definitions with what was given; what was not stays as it was before."""
    changes: dict[str, Any] = {
        "goals": None if given.goals is None else tuple(dict.fromkeys(given.goals)),
        "lost": None if given.lost is None else tuple(dict.fromkeys(given.lost)),
        "timeout_s": given.timeout,
        "horizon_s": given.horizon,
        "observed_end": given.observed_end,
    }
    return replace(before, **{name: value for name, value in changes.items() if value is not None})
