"""A scope as the command line that asks the same question."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from itertools import pairwise

from journey.model import Level
from journey.scope import Scope, Then
from journey.text.durations import duration_text

__all__ = ["command", "options", "scope_arguments"]


def command(name: str, workspace: str, scope: Scope, *rest: str) -> str:
    """What to type into a shell for the figures on screen.

    Parameters
    ----------
    name : str
        The command: map, variants, journeys ...
    rest : str
        Further arguments, as they are.

    Examples
    --------
    >>> command("map", "shop", Scope(contains=("Pay now",), level=Level.STAGE), "--json")
    "python -m journey map --workspace shop --contains 'Pay now' --level stage --json"
    """
    # Rules of alerts have scopes of their own.
    narrowed = [] if name == "alerts" else scope_arguments(scope)
    return shlex.join(["python", "-m", "journey", name, *_option("--workspace", workspace), *narrowed, *rest])


def options(**values: str | int | Iterable[str] | None) -> list[str]:
    """What is chosen on a page as options: True alone, several values repeated; None, False and "" are left out.

    Examples
    --------
    >>> options(in_channel="-web", descending=True, score=None, alike=("plan", "region"))
    ['--in-channel=-web', '--descending', '--alike', 'plan', '--alike', 'region']
    """
    words: list[str] = []
    for name, value in values.items():
        flag = f"--{name.replace('_', '-')}"
        if isinstance(value, bool):
            words += [flag] * value
        elif isinstance(value, str | int):
            words += _option(flag, str(value)) if value != "" else []
        else:
            words += [word for one in value or () for word in _option(flag, one)]
    return words


def scope_arguments(scope: Scope) -> list[str]:
    """The options of the command line that give this scope, and no other.

    Examples
    --------
    >>> scope_arguments(Scope(then=(Then("Basket", "Payment", within_s=172800),)))
    ['--then', 'Basket>Payment within 2d']
    >>> scope_arguments(Scope(then=(Then("A>B", "C"),)))
    ['--scope', '{"then":[{"source":"A>B","target":"C"}]}']
    """
    if not _speakable(scope):
        return ["--scope", scope.text()]
    return [word for flag, value in _pairs(scope) for word in ([flag] if value is None else _option(flag, value))]


def _option(flag: str, value: str) -> list[str]:
    # A value that begins with a dash would be taken for an option of its own.
    return [f"{flag}={value}"] if value.startswith("-") else [flag, value]


def _speakable(scope: Scope) -> bool:
    """Whether options can say it.

    They know no second value list for one attribute, and tell what never comes after what does; signs inside names
    mislead.
    """
    attributes = [attribute.name for attribute in scope.attributes]
    names = [name for then in scope.then for name in (then.source, then.target)]
    texts = [*names, *scope.contains, *scope.visits, *scope.avoids, *scope.starts_with, *scope.ends_with, *scope.hidden]
    ends = [name for switch in scope.switches for name in (switch.source, switch.target)]
    texts += [*ends, *scope.channels, *scope.customers, *scope.variants, *attributes]
    return (
        not scope.journeys
        and not any(one.never and not two.never for one, two in pairwise(scope.then))
        and len(set(attributes)) == len(attributes)
        and all(attribute.values for attribute in scope.attributes)
        and all(texts)
        and not any("=" in name for name in attributes)
        and not any(">" in name or " within " in name or name != name.strip() for name in names)
        and not any(">" in name or name != name.strip() for name in ends)
        and (scope.period == "started" or scope.since is not None or scope.until is not None)
    )


def _pairs(scope: Scope) -> Iterator[tuple[str, str | None]]:
    """Option and value, in the order of the help text."""
    if scope.since is not None:
        yield "--from", scope.since
    if scope.until is not None:
        yield "--to", scope.until
    if scope.period != "started":
        yield f"--{scope.period}", None
    for attribute in scope.attributes:
        for value in attribute.values:
            yield "--attribute", f"{attribute.name}={value}"
    several = (
        ("--channel", scope.channels),
        ("--contains", scope.contains),
        ("--visits", scope.visits),
        ("--avoids", scope.avoids),
        ("--starts-with", scope.starts_with),
        ("--ends-with", scope.ends_with),
        ("--variant", scope.variants),
        ("--customer", scope.customers),
        ("--hide", scope.hidden),
    )
    for flag, values in several:
        for value in values:
            yield flag, value
    for then in scope.then:
        yield ("--not-then" if then.never else "--then"), _sequence(then)
    for switch in scope.switches:
        yield "--switch", f"{switch.source}>{switch.target}"
    if scope.min_duration_s is not None:
        yield "--min-duration", duration_text(scope.min_duration_s)
    if scope.max_duration_s is not None:
        yield "--max-duration", duration_text(scope.max_duration_s)
    for outcome in scope.outcomes:
        yield "--outcome", outcome.value
    if scope.inverse:
        yield "--except", None
    if scope.level is not Level.TOUCHPOINT:
        yield "--level", scope.level.value


def _sequence(then: Then) -> str:
    limit = "" if then.within_s is None else f" within {duration_text(then.within_s)}"
    return f"{then.source}{'>>' if then.directly else '>'}{then.target}{limit}"
