"""The command line: `python -m journey COMMAND ...` does what the pages do, for scripts and scheduled loads."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module

from journey.cli.parser import Parser
from journey.errors import JourneyError, WrongInput
from journey.text import _

__all__ = ["main"]

COMMANDS = {
    "import": ("journey.cli.importing", _("make a workspace from a log")),
    "append": ("journey.cli.append", _("join further files to the journeys of a workspace")),
    "sources": ("journey.cli.sources", _("the files a workspace was made of, shown or taken out")),
    "info": ("journey.cli.info", _("what a workspace holds")),
    "map": ("journey.cli.map", _("the flow map: touchpoints, transitions, starts and ends")),
    "variants": ("journey.cli.variants", _("the commonest sequences of touchpoints")),
    "channels": ("journey.cli.channels", _("from which channel to which journeys go on")),
    "journeys": ("journey.cli.journeys", _("single journeys, or one of them event by event")),
    "definitions": ("journey.cli.definitions", _("what success, loss and silence mean, shown or changed")),
    "stages": ("journey.cli.stages", _("which touchpoint is in which stage, shown, suggested or set")),
    "board": ("journey.cli.board", _("the stages with their figures, or the whole board as a file")),
    "funnel": ("journey.cli.funnel", _("how many journeys reach each step, and what those do who fall out")),
    "groups": ("journey.cli.groups", _("journeys that went about it alike")),
    "drivers": ("journey.cli.drivers", _("what goes with a good or a bad end, of what was known before")),
    "alerts": ("journey.cli.alerts", _("rules that watch the log, how they stand, and the customers concerned")),
    "trends": ("journey.cli.trends", _("a figure by day, week or month, and where it changed")),
    "voice": ("journey.cli.voice", _("themes of the comments, and the comments themselves")),
    "friction": ("journey.cli.friction", _("where journeys are held up, ranked by what is at stake")),
    "loops": ("journey.cli.loops", _("where journeys go round in circles, and what a round costs")),
    "simulate": ("journey.cli.simulate", _("what a to-be would change: the forecast of a scenario")),
    "conform": ("journey.cli.conform", _("how many journeys go as a design says, and where the others leave it")),
    "bpmn": ("journey.cli.bpmn", _("the as-is, or a scenario, as BPMN 2.0")),
    "survey": ("journey.cli.survey", _("join the answers of a survey file to the touchpoints")),
    "metrics": (
        "journey.cli.metrics",
        _("scores, service and value by stage, touchpoint, channel, attribute or period"),
    ),
    "paths": ("journey.cli.paths", _("what journeys do step by step after a touchpoint, or before it")),
    "dropoff": ("journey.cli.dropoff", _("how many get how far, and what those have in common who fall out")),
    "compare": ("journey.cli.compare", _("two groups of journeys, in everything that can be counted of them")),
    "share": ("journey.cli.share", _("serve on the network, behind a host password")),
    "story": ("journey.cli.story", _("the stories of a workspace, and the slides of one")),
    "takehome": ("journey.cli.takehome", _("a story or a page as HTML, PPTX, PDF or PNG")),
    "sample": ("journey.cli.sample", _("write or import the sample log")),
}
"""Command -> (module, what it is for). A command's module is only loaded when it is called: they start fast."""

WRONG, INTERRUPTED, BUG = 2, 130, 1


def main(words: list[str] | None = None) -> int:
    """Run one command; the result is the exit status.

    0 when done, 2 for wrong input (with one sentence on stderr), 130 when interrupted.
    """
    words = sys.argv[1:] if words is None else words
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Names of any script, whatever the terminal's own encoding is.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        _run(words)
        sys.stdout.flush()
        return 0
    except JourneyError as error:
        return _say(str(error), WRONG)
    except BrokenPipeError:
        # The reader (head, less) has seen enough. Nothing may be flushed into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        name = error.filename if error.filename is not None else ""
        return _say(_("{reason}: {name}.").format(reason=error.strerror or type(error).__name__, name=name), WRONG)
    except KeyboardInterrupt:
        return _say(_("Stopped; nothing was saved."), INTERRUPTED)
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        if "no space left" in str(error).lower():
            return _say(_("The disk is full. Free some space, and try again."), WRONG)
        return _say(
            _("The program has a fault: {kind}: {text} (python -X dev -m journey ... shows where).").format(
                kind=type(error).__name__, text=str(error).strip().partition("\n")[0]
            ),
            BUG,
        )


def _run(words: list[str]) -> None:
    if not words or words[0] in ("-h", "--help"):
        _overview().print_help()
        return
    name, *rest = words
    if name not in COMMANDS:
        raise WrongInput(
            _("There is no command {name}.").format(name=repr(name)),
            _("The commands are: {names}.").format(names=", ".join(COMMANDS)),
        )
    module, summary = COMMANDS[name]
    command = import_module(module)
    parser = Parser(name, summary, command.EXAMPLE)
    command.arguments(parser)
    command.run(parser.parse_args(rest))


def _overview() -> Parser:
    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  {name:<{width}}  {summary}" for name, (_module, summary) in COMMANDS.items())
    parser = Parser("", _("Journey maps and analytics, mined from touchpoint logs."), "")
    parser.usage = "python -m journey COMMAND ..."
    parser.epilog = _(
        "commands:\n{commands}\n\nexample:\n  {example}\n\npython -m journey COMMAND --help says more about each."
    ).format(commands=commands, example="python -m journey import log.csv --workspace shop")
    return parser


def _say(text: str, status: int) -> int:
    print(text, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
