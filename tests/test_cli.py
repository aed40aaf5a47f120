"""The boundary of the command line: exit status, one sentence for wrong input, never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from journey.__main__ import COMMANDS

ROOT = Path(__file__).parents[1]
LOG = "case,activity,time\na,Basket,2026-01-01\na,Pay,2026-01-02\nb,Basket,2026-01-03\n"


@pytest.fixture
def shop(cli, tmp_path):
    (tmp_path / "log.csv").write_text(LOG)
    assert cli("import", "log.csv", "--workspace", "shop", "--goal", "Pay").status == 0
    return "shop"


def started(*words, **options):
    """A command in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "journey", *map(str, words)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        # A shell lets what it runs in the background ignore Ctrl+C, and children inherit that.
        preexec_fn=None if os.name == "nt" else lambda: signal.signal(signal.SIGINT, signal.SIG_DFL), **options,
    )  # fmt: skip


def test_help_lists_every_command(cli):
    asked = cli("--help")
    assert asked.status == 0
    assert asked.out == cli().out
    assert all(f"\n  {name} " in asked.out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_an_example(name, cli, capsys):
    with pytest.raises(SystemExit) as left:
        cli(name, "--help")
    assert left.value.code == 0
    text = capsys.readouterr().out
    assert f"example:\n  python -m journey {name} " in text


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["paint"], "paint"),
        (["map"], "--workspace"),
        (["map", "--workspace", "nowhere"], "nowhere"),
        (["map", "--workspace", "a/../b"], "a/../b"),
        (["map", "--workspace", "nowhere.duckdb"], "nowhere"),
        (["map", "--workspace", "shop", "--level", "galaxy"], "galaxy"),
        (["map", "--workspace", "shop", "--frm", "2026-01-01"], "--frm"),
        (["map", "--workspace", "shop", "--from", "spring"], "spring"),
        (["map", "--workspace", "shop", "--touchpoints", "-1"], "-1"),
        (["map", "--workspace", "shop", "--min-duration", "3 moons"], "3 moons"),
        (["map", "--workspace", "shop", "--contains", "Nowhere"], "Nowhere"),
        (["journeys", "--workspace", "shop", "--key", "z"], "z"),
        (["journeys", "--workspace", "shop", "--sort", "colour"], "colour"),
        (["definitions", "--workspace", "shop", "--goal", "Nowhere"], "Nowhere"),
        (["definitions", "--workspace", "shop", "--timeout", "soon"], "soon"),
        (["import", "absent.csv", "--workspace", "x"], "absent.csv"),
        (["import", "log.csv", "--workspace", "shop"], "--replace"),
        (["sample"], "--out"),
        (["sample", "--out", "sample.txt"], "sample.txt"),
        (["sample", "--out", "sample.csv", "--without", "nonsense"], "nonsense"),
    ],
)
def test_wrong_input_is_told_in_one_line(cli, shop, words, named):
    answer = cli(*words)
    assert (answer.status, answer.out) == (2, "")
    assert named in answer.err
    assert answer.err.count("\n") == 1
    assert "Traceback" not in answer.err


def test_a_file_that_is_no_workspace_is_not_read_and_not_replaced(cli, shop, tmp_path):
    other = tmp_path / "other.duckdb"
    other.write_text(LOG)
    assert cli("info", "--workspace", other).status == 2
    assert cli("import", "log.csv", "--workspace", other, "--replace").status == 2
    assert other.read_text() == LOG


def test_a_fault_of_ours_is_no_traceback_either(cli, shop, monkeypatch):
    def broken(*_given, **_options):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("journey.cli.info.info", broken)
    answer = cli("info", "--workspace", shop)
    assert answer.status == 1
    assert "ZeroDivisionError" in answer.err
    assert answer.err.count("\n") == 1


def test_an_interrupted_import_saves_nothing(cli, shop, tmp_path, monkeypatch):
    def interrupted(*_given, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("journey.ingest.load.encode", interrupted)
    assert cli("import", "log.csv", "--workspace", "new").status == 130
    assert sorted(path.name for path in (tmp_path / "workspaces").iterdir()) == ["mappings.json", "shop.duckdb"]


def test_a_reader_that_has_seen_enough_is_no_error(cli, tmp_path):
    rows = "".join(f"j{i},T{i % 7},2026-01-{1 + i % 28:02d}\n" for i in range(20_000))
    (tmp_path / "long.csv").write_text("case,activity,time\n" + rows)
    cli("import", "long.csv", "--workspace", "long")
    process = started("journeys", "--workspace", "long", "--top", "20000", "--json")
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(60) == 0


@pytest.mark.skipif(os.name == "nt", reason="signals are sent another way")
def test_ctrl_c_ends_an_import_and_leaves_nothing_behind(cli, tmp_path):
    rows = "".join(f"j{i // 9},T{i % 7},2026-01-01 00:00:{i % 60:02d}\n" for i in range(600_000))
    (tmp_path / "large.csv").write_text("case,activity,time\n" + rows)
    process = started("import", "large.csv", "--workspace", "large", cwd=tmp_path)
    folder = tmp_path / "workspaces"
    while process.poll() is None and not list(folder.glob(".import-*/new.duckdb")):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.count("\n") == 1
    assert list(folder.iterdir()) == []


def test_a_workspace_that_is_held_names_the_holder(cli, shop, tmp_path):
    path = tmp_path / "workspaces" / "shop.duckdb"
    hold = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('held', flush=True); sys.stdin.readline()"
    holder = subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    for words in (["info"], ["import", "log.csv", "--replace"], ["definitions", "--timeout", "3d"]):
        answer = cli(*words, "--workspace", shop)
        assert answer.status == 2
        assert str(holder.pid) in answer.err
    waiting = started("info", "--workspace", shop, "--wait", "30s")
    time.sleep(0.5)
    assert waiting.poll() is None
    holder.communicate("\n")
    assert waiting.wait(60) == 0


def test_names_of_any_script_are_printed_whatever_the_terminal_speaks(cli, tmp_path):
    (tmp_path / "log.csv").write_text("case,activity,time\nа,Оплата,2026-01-01\n", encoding="utf-8")
    cli("import", "log.csv", "--workspace", "склад")
    process = started("map", "--workspace", "склад")
    assert "Оплата" in process.communicate(timeout=60)[0]


def test_commands_load_only_what_they_need():
    loaded = "import sys, journey.__main__; print([m for m in ('duckdb', 'pandas', 'scipy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
