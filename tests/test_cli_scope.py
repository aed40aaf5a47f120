"""The scope as options: read as meant, and "Copy as command" writes what is read back."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.analyses.command import command
from journey.cli.parser import Parser
from journey.cli.scope_options import add_scope, given_scope
from journey.errors import WrongInput
from journey.model import Level, Outcome
from journey.scope import Attribute, Scope, Then

KNOWN = (
    "Ad", "Pay now", "A>B", "B>A", "B", "-x", "C>>D", "E within 2d", "E", "it's", 'say "hi"', "$HOME", "Оплата", "a=b",
)  # fmt: skip


@pytest.fixture(scope="module")
def workspace(log):
    rows = [("a", name, hour, "web", "x") for hour, name in enumerate(KNOWN)]
    with log([*rows, ("b", "A", 0, "web", "y")], "journey touchpoint time channel re=gion") as made:
        yield made


def read(workspace, *words):
    parser = Parser("map", "map", "")
    add_scope(parser)
    return given_scope(parser.parse_args(list(words)), workspace)


def test_every_option(workspace):
    scope = read(
        workspace, "--from", "2026-01-01", "--to", "2026-02-01", "--finished", "--attribute", "kind=x", "--attribute",
        "kind=y", "--attribute", "other=z=1", "--channel", "web", "--contains", "Ad", "--contains", "B",
        "--visits", "Ad", "--visits", "E", "--avoids", "E",
        "--starts-with", "Ad", "--ends-with", "B", "--then", "Ad>B", "--not-then", "B>>Ad within 2d",
        "--min-duration", "1h", "--max-duration", "2h30m", "--outcome", "completed", "--outcome", "open",
        "--hide", "E", "--variant", "ff", "--customer", "c", "--except", "--level", "touchpoint-channel",
    )  # fmt: skip
    assert scope == Scope(
        since="2026-01-01", until="2026-02-01", period="finished",
        attributes=(Attribute("kind", ("x", "y")), Attribute("other", ("z=1",))),
        channels=("web",), contains=("Ad", "B"), visits=("Ad", "E"), avoids=("E",),
        starts_with=("Ad",), ends_with=("B",),
        then=(Then("Ad", "B"), Then("B", "Ad", directly=True, within_s=172_800.0, never=True)),
        min_duration_s=3600.0, max_duration_s=9000.0, outcomes=(Outcome.COMPLETED, Outcome.OPEN), hidden=("E",),
        variants=("ff",), customers=("c",), inverse=True, level=Level.TOUCHPOINT_CHANNEL,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("Ad>B", Then("Ad", "B")),
        (" Ad > B ", Then("Ad", "B")),
        ("Ad>>B", Then("Ad", "B", directly=True)),
        ("Ad>B within 30m", Then("Ad", "B", within_s=1800.0)),
        ("Ad>>B within 1.5h", Then("Ad", "B", directly=True, within_s=5400.0)),
        ("A>B>Ad", Then("A>B", "Ad")),
        ("Ad>A>B", Then("Ad", "A>B")),
        ("Ad>>A>B", Then("Ad", "A>B", directly=True)),
        ("C>>D>>C>>D", Then("C>>D", "C>>D", directly=True)),
        ("Ad>Ad", Then("Ad", "Ad")),
        ("A>B", Then("A", "B")),
        # There are both E and "E within 2d": what reads as a limit is one.
        ("Ad>E within 2d", Then("Ad", "E", within_s=172_800.0)),
    ],
)
def test_sequences(workspace, text, then):
    assert read(workspace, "--then", text).then == (then,)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--then", "Ad"], "A>B"),
        (["--then", "Ad>"], "A>B"),
        (["--then", "Ad>Nowhere"], "Nowhere"),
        (["--then", "Nowhere>Ad within 2d"], "Nowhere"),
        # A, later "B>A"; or "A>B", later A.
        (["--then", "A>B>A"], "several ways"),
        (["--attribute", "kind"], "kind"),
        (["--scope", "nonsense"], "nonsense"),
        (["--scope", "{}", "--contains", "Ad"], "--scope"),
        (["--finished", "--touching"], "--touching"),
    ],
)
def test_what_cannot_be_read_is_told(workspace, words, named):
    with pytest.raises(WrongInput, match=named):
        read(workspace, *words)


def test_a_column_may_hold_the_sign_of_equality(workspace):
    assert read(workspace, "--attribute", "re=gion=x").attributes == (Attribute("re=gion", ("x",)),)


def test_the_canonical_text_is_taken_as_it_is(workspace):
    scope = Scope(then=(Then("Ad", "E", within_s=172_800.0),), contains=("Ad",))
    assert read(workspace, "--scope", scope.text()) == scope


some = st.lists(st.sampled_from(KNOWN), max_size=2).map(tuple)
seconds = st.none() | st.integers(0, 10**7).map(float) | st.sampled_from([0.5, 0.25, 90.125])
values = st.lists(st.sampled_from(["x", "-", "a=b", "", " "]), min_size=1, max_size=2).map(tuple)
attributes = st.builds(Attribute, st.sampled_from(["re=gion", "kind", "-k"]), values)
thens = st.builds(
    Then,
    st.sampled_from(KNOWN), st.sampled_from(KNOWN),
    directly=st.booleans(), within_s=seconds, never=st.booleans(),
)  # fmt: skip
scopes = st.builds(
    Scope,
    since=st.sampled_from([None, "2026-01-01", "2026-01-01T10:00"]), until=st.sampled_from([None, "2026-02-01"]),
    period=st.sampled_from(["started", "finished", "touching"]),
    attributes=st.lists(attributes, max_size=2).map(tuple),
    channels=some, contains=some, visits=some, avoids=some,
    starts_with=some, ends_with=some, hidden=some, customers=some,
    variants=st.sampled_from([(), ("00ff00ff00ff00ff",)]), then=st.lists(thens, max_size=2).map(tuple),
    min_duration_s=seconds, max_duration_s=seconds, inverse=st.booleans(), level=st.sampled_from(Level),
    outcomes=st.lists(st.sampled_from(Outcome), max_size=2).map(tuple),
)  # fmt: skip


@given(scopes)
def test_a_copied_command_asks_for_the_same_scope(workspace, scope):
    words = shlex.split(command("map", "my shop", scope))
    assert words[:6] == ["python", "-m", "journey", "map", "--workspace", "my shop"]
    assert read(workspace, *words[6:]) == scope


def test_a_copied_command_reads_well():
    scope = Scope(since="2026-03-01", then=(Then("Basket", "Pay now", within_s=172_800.0),), level=Level.STAGE)
    assert command("map", "shop", scope) == (
        "python -m journey map --workspace shop --from 2026-03-01 --then 'Basket>Pay now within 2d' --level stage"
    )
    assert command("variants", "shop", Scope()) == "python -m journey variants --workspace shop"
