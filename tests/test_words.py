"""Every word of the interface passes gettext, whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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


def calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


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


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_sentence_is_glued(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            assert not is_gettext(node.left) and not is_gettext(node.right), f"{path.name}:{node.lineno} glues words"
        if is_gettext(node):
            assert isinstance(node, ast.Call)
            texts = node.args[:2] if ast.unparse(node.func) == "ngettext" else node.args[:1]
            for text in texts:
                assert isinstance(text, ast.Constant), f"{path.name}:{node.lineno}: gettext cannot find this word"
