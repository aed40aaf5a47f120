"""Giving columns another part: a column plays one part, and none is lost without a word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journey.ingest.assign import assign, held, regrain
from journey.model import Grain, Mapping, Role

COLUMNS = ("id", "client", "what", "how", "when", "until", "nps", "note")
ROLES = [role for role in Role if role is not Role.IGNORE]
SEVERAL = (Role.TOUCHPOINT, Role.SCORE, Role.ATTRIBUTE)

changes = st.lists(st.tuples(st.sampled_from(ROLES), st.lists(st.sampled_from(COLUMNS), max_size=3, unique=True)))


def played(mapping: Mapping) -> list[str]:
    return [column for role in ROLES for column in held(mapping, role)]


@given(changes)
def test_a_column_plays_one_part_whatever_is_changed(changes: list[tuple[Role, list[str]]]) -> None:
    mapping = Mapping(journey="id", touchpoint=("what",), time="when", attributes=("how", "nps"))
    for role, columns in changes:
        chosen = tuple(columns) if role in SEVERAL else tuple(columns[:1])
        before = played(mapping)
        mapping = assign(mapping, role, chosen)
        assert held(mapping, role)[: len(chosen)] == chosen or role is Role.ATTRIBUTE
        assert len(played(mapping)) == len(set(played(mapping)))
        lost = set(before) - set(played(mapping))
        assert not lost or role is Role.ATTRIBUTE  # only taking a column out of the attributes ignores it


def test_a_single_part_is_handed_over() -> None:
    before = Mapping(journey="id", customer="client", touchpoint=("what",), time="when")
    after = assign(before, Role.JOURNEY, ["client"])
    assert (after.journey, after.customer, after.attributes) == ("client", None, ("id",))


def test_the_filter_goes_with_its_column() -> None:
    before = Mapping(journey="id", lifecycle="how", lifecycle_keep=("complete",))
    assert assign(before, Role.CHANNEL, ["how"]).lifecycle_keep == ()
    assert assign(before, Role.CHANNEL, ["note"]).lifecycle_keep == ("complete",)


def test_another_grain_frees_the_id() -> None:
    before = Mapping(journey="id", customer="client", touchpoint=("what",), time="when")
    after = regrain(before, Grain.GAP, 60.0)
    assert (after.journey, after.gap_s, after.attributes) == (None, 60.0, ("id",))
    assert regrain(after, Grain.CUSTOMER).gap_s is None
