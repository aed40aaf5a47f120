"""Durations as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.text.durations import duration_text, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30m", 1800), ("30min", 1800), ("14d", 1_209_600), ("2h30m", 9000), ("2h 30m", 9000), (" 1W ", 604_800),
        ("0s", 0), ("1.5h", 5400), ("1d2h3m4.5s", 93_784.5),
    ],
)  # fmt: skip
def test_what_is_read(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", " ", "30", "m", "3x", "-1h", "1m2h", "1h1h", "1h,2m", "1e3s", "nan", "1.s", "1mo"]
)
def test_what_is_no_duration(text):
    with pytest.raises(ValueError):
        parse_duration(text)


@given(st.integers(0, 10**9), st.integers(0, 999_999))
def test_the_text_is_read_back(seconds, millionths):
    value = seconds + millionths / 1e6
    assert parse_duration(duration_text(value)) == pytest.approx(value, abs=1e-6)
    assert parse_duration(duration_text(seconds)) == seconds
