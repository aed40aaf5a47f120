"""Every word of the interface passes gettext, whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = [*(ROOT / "pages").rglob("*.py"), *(ROOT / "journey").rglob("*.py")]
SCREEN = [path for path in FILES if "pages" in path.parts or "views" in path.parts]
# Streamlit calls whose first argument a person reads.
SHOWN = {
    "button", "caption", "checkbox", "date_input", "download_button", "error", "expander", "form_submit_button",
    "header", "info", "link_button", "markdown", "metric", "multiselect", "number_input", "pills", "popover", "radio",
    "segmented_control", "selectbox", "slider", "subheader", "success", "text_area", "text_input", "title", "toast",
    "toggle", "warning", "write", "status", "spinner", "file_uploader",
}  # fmt: skip


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call))


def is_gettext(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext")


@pytest.mark.parametrize("path", SCREEN, ids=lambda path: path.name)
def test_what_is_shown_is_translated(path: Path) -> None:
    for call in calls(path):
        if isinstance(call.func, ast.Attribute) and call.func.attr in SHOWN and call.args:
            first = call.args[0]
            literal = (
                isinstance(first, ast.Constant) and isinstance(first.value, str) and any(map(str.isalpha, first.value))
            )
            assert not literal, f"{path.name}:{call.lineno} shows {ast.unparse(first)} untranslated"


@cache
def in_words() -> frozenset[str]:
    """Functions that others call for text of the interface."""
    texts = [
        node
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and node.returns is not None
        and ast.unparse(node.returns) == "str"
    ]
    found = {node.name for node in texts if any(map(is_gettext, ast.walk(node)))}
    while more := {n.name for n in texts if any(name_of(part) in found for part in ast.walk(n))} - found:
        found |= more
    return frozenset(found)


@cache
def errors() -> frozenset[str]:
    """The names of the errors that a person reads."""
    bases = {
        node.name: {ast.unparse(base) for base in node.bases}
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
    }
    found = {"JourneyError", "ArgumentTypeError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return frozenset(found)


def is_translated(node: ast.AST) -> bool:
    """Whether it is, or may be, a word of gettext, its fields filled in or not."""
    match node:
        case ast.Call(func=ast.Attribute(attr="format", value=value)):
            return is_translated(value)
        case ast.IfExp(body=one, orelse=other):
            return is_translated(one) or is_translated(other)
        case ast.BoolOp(values=values):
            return any(map(is_translated, values))
    return is_gettext(node)


def name_of(call: ast.AST) -> str:
    match call:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
    return ""


def has_letters(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and any(map(str.isalpha, node.value))


def glued(node: ast.AST) -> bool:
    """Whether words are put together here that a translator would have to see as one sentence.

    Signs of markup around words are no part of a sentence: **words**, #### words, words<br>words.
    """
    match node:
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return any(is_translated(side) or name_of(side) in in_words() for side in (left, right))
        case ast.AugAssign(op=ast.Add(), value=value):
            return is_translated(value)
        case ast.JoinedStr(values=values):
            fields = [part.value for part in values if isinstance(part, ast.FormattedValue)]
            if any(map(is_translated, fields)) and (len(fields) > 1 or any(map(has_letters, values))):
                return True
            places = [n for n, part in enumerate(values) if isinstance(part, ast.FormattedValue)]
            worded = {n for n in places if name_of(values[n].value) in in_words()}  # type: ignore[attr-defined]
            pairs = [(a, b) for a, b in pairwise(places) if {a, b} & worded]
            between = ("".join(part.value for part in values[a + 1 : b]) for a, b in pairs)  # type: ignore[attr-defined]
            # "1. words" is a line of a list.
            return any("<" not in signs and not signs.startswith(".") for signs in between)
    return False


def is_plain(node: ast.AST) -> bool:
    """Whether it is, or may be, text that never passed gettext."""
    match node:
        case ast.JoinedStr(values=values) | ast.BoolOp(values=values):
            return any(map(is_plain, values))
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            return is_plain(one) or is_plain(other)
        case ast.Call(func=ast.Attribute(attr="format", value=value)):
            return is_plain(value)
    return has_letters(node)


def plain_errors(tree: ast.AST) -> Iterator[int]:
    """The lines where an error is told in words that never passed gettext."""
    for node in ast.walk(tree):
        told: list[ast.Call] = []
        if isinstance(node, ast.Call) and name_of(node) in errors():
            told = [node]
        elif isinstance(node, ast.ClassDef) and node.name in errors():
            inside = (call for call in ast.walk(node) if isinstance(call, ast.Call))
            told = [call for call in inside if ast.unparse(call.func) == "super().__init__"]
        for call in told:
            words = [*call.args[:2], *(key.value for key in call.keywords if key.arg in ("message", "hint"))]
            if any(map(is_plain, words)):
                yield call.lineno


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_sentence_is_glued(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        if glued(node):
            raise AssertionError(f"{path.name}:{node.lineno} glues words: {ast.unparse(node)}")  # type: ignore[attr-defined]
        if is_gettext(node):
            assert isinstance(node, ast.Call)
            texts = node.args[:2] if ast.unparse(node.func) == "ngettext" else node.args[:1]
            for text in texts:
                assert isinstance(text, ast.Constant), f"{path.name}:{node.lineno}: gettext cannot find this word"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_went_wrong_is_translated(path: Path) -> None:
    assert [f"{path.name}:{line}" for line in plain_errors(parsed(path))] == []


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("_('a').format(n=n) + ' b'", True),
        ("text + (_('a') if n else '')", True),
        ("f'{_(1)} {n}'", True),
        ("f'{one or _(1)} · {n}'", True),
        ("f'and {_(1)}'", True),
        ("f'{kind_name(a)} {place_words(a)}'", True),
        ("f'**{_(1)}**'", False),
        ("f'{place_words(a)}<br>{kind_name(a)}'", False),
        ("f'{n}. {kind_name(a)}'", False),
        ("', '.join(names) + rest", False),
    ],
)
def test_glue_is_seen(code: str, wrong: bool) -> None:
    assert any(map(glued, ast.walk(ast.parse(code)))) is wrong


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("raise WrongInput('No.', _('Yes.'))", True),
        ("raise JourneyError(_('No.'), f'Do {n}.')", True),
        ("raise ChooseOne('No {n}.'.format(n=n), names)", True),
        ("raise JourneyError(_('No.'), hint='Yes.')", True),
        ("raise JourneyError(_('No {n}.').format(n=n), ' '.join(hints))", False),
        ("raise ValueError('No.')", False),
    ],
)
def test_errors_without_gettext_are_seen(code: str, wrong: bool) -> None:
    assert bool(list(plain_errors(ast.parse(code)))) is wrong
