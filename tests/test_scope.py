"""The scope as a value: one canonical text, read back as it was."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.errors import WrongInput
from journey.model import Level, Outcome
from journey.scope import Attribute, Scope, Then

names = st.text(min_size=1, max_size=8)
seconds = st.none() | st.floats(0, 1e9, allow_nan=False)
several = st.lists(names, max_size=3).map(tuple)
thens = st.builds(Then, names, names, directly=st.booleans(), within_s=seconds, never=st.booleans())
scopes = st.builds(
    Scope,
    since=st.none() | st.dates().map(str),
    until=st.none() | st.datetimes().map(lambda time: time.isoformat()),
    period=st.sampled_from(["started", "finished", "touching"]),
    attributes=st.lists(st.builds(Attribute, names, several.filter(bool)), max_size=2).map(tuple),
    channels=several, contains=several, visits=several, avoids=several, starts_with=several, ends_with=several,
    then=st.lists(thens, max_size=2).map(tuple),
    min_duration_s=seconds, max_duration_s=seconds,
    outcomes=st.lists(st.sampled_from(Outcome), max_size=2).map(tuple),
    variants=several, customers=several, inverse=st.booleans(), hidden=several, level=st.sampled_from(Level),
)  # fmt: skip


@given(scopes)
def test_the_text_is_read_back_as_it_was(scope):
    assert Scope.parse(scope.text()) == scope


@given(scopes)
def test_the_text_is_canonical(scope):
    assert Scope.parse(scope.text()).text() == scope.text()
    assert list(json.loads(scope.text())) == sorted(json.loads(scope.text()))


def test_order_and_repeats_do_not_matter():
    one = Scope(contains=("b", "a", "b"), attributes=(Attribute("y", ("2", "1")), Attribute("x", ("1",))))
    other = Scope(contains=("a", "b"), attributes=(Attribute("x", ("1",)), Attribute("y", ("1", "2", "2"))))
    assert one == other
    assert one.text() == other.text()


def test_nothing_selects_all():
    assert Scope().text() == "{}"
    assert Scope.parse("") == Scope.parse("{}") == Scope()
    assert Scope().selects_all
    assert Scope(hidden=("a",), level=Level.STAGE).selects_all
    assert not Scope(inverse=True).selects_all


@pytest.mark.parametrize(
    "text",
    [
        "[]", "3", "{", '"contains"', '{"nonsense":1}', '{"contains":"Payment"}', '{"level":"galaxy"}',
        '{"outcomes":["won"]}', '{"then":[{"source":"a"}]}', '{"then":["a"]}', '{"period":"sometimes"}',
        '{"attributes":[["a"]]}', '{"min_duration_s":"long"}',
    ],
)  # fmt: skip
def test_what_is_no_scope_is_told(text):
    with pytest.raises(WrongInput):
        Scope.parse(text)
