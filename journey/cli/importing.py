"""`import`: make a workspace from a log."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from journey.cli.alerts import say_if_any
from journey.cli.output import print_json, print_table, progress
from journey.cli.parser import Parser, define_arguments, duration, given_definitions, pair
from journey.errors import NewerWorkspace, NotAWorkspace, WrongInput
from journey.ingest.import_log import import_log
from journey.ingest.load import Imported
from journey.model import ReadOptions, TextRule
from journey.store.library import sweep, workspace_path
from journey.store.workspace import Workspace
from journey.text import _
from journey.text.format import count as count_text
from journey.text.kept_words import kept_sentences

__all__ = ["EXAMPLE", "arguments", "fixed", "mapping_arguments", "print_mapping", "read_options", "run"]

EXAMPLE = "python -m journey import log.csv --workspace shop --goal 'Order confirmed' --timeout 14d"

_ROLES = ("journey", "customer", "time", "clock", "end_time", "channel", "stage", "cost", "comment", "initiator")


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the log: CSV, Excel, Parquet, JSON, XES, OCEL"))
    parser.workspace()
    parser.add_argument(
        "--replace",
        action="store_true",
        help=_("replace the log of the workspace if it is there already; what people wrote in it stays"),
    )
    parser.add_argument(
        "--forget", action="store_true", help=_("with --replace: notes, personas, targets, scenarios ... go, too")
    )
    mapping_arguments(parser)
    define_arguments(parser)
    parser.json()


def mapping_arguments(parser: Parser) -> None:
    """Add which column is what, which rows are kept, and how the file is read."""
    _columns(parser.add_argument_group(_("columns"), _("What is not given is guessed, and printed.")))
    _rows(parser.add_argument_group(_("rows")))
    _reading(parser.add_argument_group(_("reading the file"), _("What is not given is found out.")))


def _columns(group: argparse._ArgumentGroup) -> None:
    words = {
        "journey": _("id of the journey"),
        "customer": _("id of the customer; alone, all events of a customer make one journey"),
        "time": _("when it happened; with --end-time, when it began"),
        "clock": _("the time of day, where --time is the date only"),
        "end_time": _("when it ended, which orders the events"),
        "channel": _("where it happened"),
        "stage": _("phase the touchpoint belongs to"),
        "cost": _("what the event cost"),
        "comment": _("what the customer said"),
        "initiator": _("who started it: customer or company"),
    }
    group.add_argument(
        "--touchpoint", metavar="C", action="append", help=_("name of the touchpoint; several are joined with ' / '")
    )
    group.add_argument(
        "--mapping", metavar="NAME",
        help=_("begin with a known mapping: ga4, zendesk, qualtrics, or the name of a file imported before"),
    )  # fmt: skip
    for role in _ROLES:
        group.add_argument(f"--{role.replace('_', '-')}", metavar="C", help=words[role])
    group.add_argument("--score", metavar="C", action="append", dest="scores", help=_("an answer on a scale"))
    group.add_argument("--attribute", metavar="C", action="append", dest="attributes", help=_("kept to select by"))
    group.add_argument(
        "--keep-personal", action="store_true", default=None,
        help=_("leave names, phones, e-mail addresses and cards in comments as they are; else they are masked"),
    )  # fmt: skip
    group.add_argument(
        "--lifecycle-column", metavar="C", dest="lifecycle", help=_("state of the event, for --lifecycle")
    )
    group.add_argument(
        "--prefix", metavar="TEXT", help=_("put before the names of this file's touchpoints, for example 'Call: '")
    )
    group.add_argument("--as-channel", metavar="NAME", help=_("channel of all rows, where no column names it"))
    group.add_argument("--as-touchpoint", metavar="NAME", help=_("touchpoint of all rows, like Survey"))
    group.add_argument(
        "--gap", metavar="TIME", type=duration, dest="gap_s",
        help=_("begin a new journey after so much silence of a customer, for example 30m"),
    )  # fmt: skip


def _rows(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--lifecycle", metavar="VALUE", action="append", dest="lifecycle_keep", help=_("keep events in this state only")
    )
    group.add_argument("--where", metavar="C=V", action="append", type=pair, help=_("keep rows with this value only"))
    group.add_argument(
        "--group", metavar="REGEX=NAME", action="append", type=_rule, dest="group_patterns",
        help=_("read touchpoints that match as one, NAME"),
    )  # fmt: skip
    group.add_argument(
        "--bad-rows", choices=("drop", "stop"), default="drop",
        help=_("leave out rows that cannot be read (the default), or stop at them"),
    )  # fmt: skip
    group.add_argument(
        "--duplicates", choices=("keep", "drop"), default="keep", help=_("rows that repeat an earlier one exactly")
    )


def _reading(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--timezone", metavar="Z", help=_("zone of times that name none, like Europe/Berlin; else UTC"))
    group.add_argument("--date-format", metavar="F", help=_("how times are written, like '%%d.%%m.%%Y %%H:%%M'"))
    group.add_argument("--decimal", metavar="SIGN", choices=(".", ","), help=_("decimal sign of numbers: . or ,"))
    group.add_argument("--encoding", metavar="E", help=_("of a text file, like utf-8 or cp1251"))
    group.add_argument("--delimiter", metavar="D", help=_("between the columns of a text file"))
    group.add_argument(
        "--sheet", metavar="S", help=_("sheet of a workbook, file in a zip, or object type of an object-centric log")
    )


def _rule(text: str) -> TextRule:
    pattern, sign, name = text.rpartition("=")
    if not (pattern and sign and name):
        raise argparse.ArgumentTypeError(_("{text} is not written REGEX=NAME").format(text=repr(text)))
    return TextRule(pattern, name)


def run(given: argparse.Namespace) -> None:
    """Import, and print what came in."""
    sweep()
    target = workspace_path(given.workspace)
    if given.forget and not given.replace:
        raise WrongInput(_("Nothing is replaced, so there is nothing to forget."), _("Add --replace."))
    if given.replace and target.exists():
        _may_replace(target, given.wait)
    with progress() as told:
        imported = import_log(
            given.file,
            target,
            mapping=fixed(given),
            definitions=given_definitions(given),
            options=read_options(given),
            replace_existing=given.replace,
            forget=given.forget,
            bad_rows=given.bad_rows,
            duplicates=given.duplicates,
            progress=told,
        )
    if given.json:
        print_json(asdict(imported))
    else:
        _print(imported)
    say_if_any(given)


def read_options(given: argparse.Namespace) -> ReadOptions:
    """How the file is to be read, as far as it was given."""
    return ReadOptions(encoding=given.encoding, delimiter=_delimiter(given.delimiter), sheet=given.sheet)


def fixed(given: argparse.Namespace) -> dict[str, Any]:
    """The fields of the mapping that were given."""
    single = [*_ROLES, "mapping", "lifecycle", "gap_s", "timezone", "date_format", "decimal", "keep_personal"]
    single += ["prefix", "as_channel", "as_touchpoint"]
    values = {role: getattr(given, role) for role in single}
    several = ("touchpoint", "scores", "attributes", "lifecycle_keep", "where", "group_patterns")
    values |= {role: tuple(getattr(given, role) or ()) or None for role in several}
    return {role: value for role, value in values.items() if value is not None}


def _delimiter(text: str | None) -> str | None:
    return "\t" if text in ("\\t", "tab") else text


def _may_replace(target: Path, wait_s: float) -> None:
    """Nobody may hold the file, and it must be one of ours."""
    try:
        with Workspace(target, wait_s=wait_s) as workspace:
            workspace.run("SELECT 1")
    except NewerWorkspace:
        return
    except NotAWorkspace as error:
        raise WrongInput(
            error.message, _("It is not replaced; delete the file yourself, or choose another name.")
        ) from error


def _print(imported: Imported) -> None:
    print(
        _(
            "{workspace}: {journeys} journeys of {customers} customers, {events} events, {touchpoints} touchpoints."
        ).format(
            workspace=imported.workspace,
            journeys=count_text(imported.journeys),
            customers=count_text(imported.customers),
            events=count_text(imported.events),
            touchpoints=count_text(imported.touchpoints),
        )
    )
    print(
        _("{read} rows read, {rejected} left out; {first} to {last}; {seconds} s.").format(
            read=count_text(imported.read),
            rejected=count_text(imported.rejected),
            first=imported.first,
            last=imported.last,
            seconds=f"{imported.seconds:.1f}",
        )
    )
    for sentence in kept_sentences(imported.kept):
        print(sentence)
    print_mapping(imported)


def print_mapping(imported: Imported) -> None:
    """Which column was what, and what else is to be known."""
    used = [(field, _shown(value)) for field, value in imported.mapping.items() if value not in (None, (), "", False)]
    print_table((_("part"), _("column")), used)
    for warning in imported.warnings:
        print(_("Note: {warning}").format(warning=warning))


def _shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(_shown(item) for item in value)
    if isinstance(value, dict):
        return "=".join(map(str, value.values()))
    return str(value)
