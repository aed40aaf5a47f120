"""Claims held against the log, and a room that bets on them before it sees."""

from __future__ import annotations

import itertools
import secrets

import pandas as pd
import pytest
from conftest import MakeLog

from journey.analyses.claims import Checked, Claim, check
from journey.analyses.interval import difference, wilson
from journey.charts.guess_wall import calibration_words, guess_wall
from journey.charts.room_wall import room_wall
from journey.charts.room_words import room_answer
from journey.errors import WrongInput
from journey.routes.join.live import view
from journey.scope import Attribute, Scope
from journey.store.workshops.guesses import bets_of, calibration, open_claim
from journey.store.workshops.participants import join
from journey.store.workshops.rounds import close_round, open_round
from journey.store.workshops.spoken import read_votes
from journey.store.workshops.state import room_state
from journey.store.workshops.votes import vote, vote_by_hand
from journey.store.workshops.workshop import open_workshop
from journey.store.workspace import Workspace

APP = Scope(attributes=(Attribute("device", ("app",)),))


@pytest.fixture
def shop(log: MakeLog) -> Workspace:
    """Of 100 on the app 80 pay, of 100 on the web 40. Half of all ask first; whoever waits 2 days then calls."""
    rows = []
    for n in range(200):
        device, pays = ("app", n < 80) if n < 100 else ("web", n < 140)
        long = n % 4 == 0
        steps = [("Ask", 0.0), ("Call" if long else "Look", 48.0 if long else 1.0)] if n % 2 == 0 else [("Look", 0.0)]
        steps += [("Pay", steps[-1][1] + 1.0)] if pays else []
        rows += [(f"j{n}", name, n + at, device) for name, at in steps]
    return log([*rows, ("late", "Look", 9_000.0, "web")], "journey touchpoint time device", goals=("Pay",))


def test_a_claim_about_a_group_worked_by_hand(shop: Workspace) -> None:
    found = check(shop, Scope(), Claim(who=APP, does="complete"))
    # The last journey is too young to be judged.
    gap = difference(wilson(80, 100), wilson(40, 100))
    assert (found.verdict, found.those.value, found.others.value) == ("confirmed", 0.8, 0.4)
    assert (found.gap.value, found.gap.low, found.gap.high) == pytest.approx((gap.value, gap.low, gap.high))
    assert check(shop, Scope(), Claim(who=APP, does="complete", more=False)).verdict == "contradicted"
    assert check(shop, Scope(), Claim(who=APP, does="leave")).verdict == "contradicted"
    assert check(shop, Scope(), Claim(who=APP, does="leave", more=False)).verdict == "confirmed"
    # Every fourth calls, on either device: 25 of 100 each.
    same = check(shop, Scope(), Claim(who=APP, does="visit", touchpoint="Call"))
    assert (same.verdict, same.those.value, same.others.value) == ("cannot tell", 0.25, 0.25)
    assert Checked.of(same.to_json()) == same


def test_a_claim_about_waits_counts_waits(shop: Workspace) -> None:
    found = check(shop, Scope(), Claim(longer_s=86_400, touchpoint="Call"))
    # 50 waits of two days, all end in a call; of the 50 short ones after Ask and the 120 before Pay none does.
    assert (found.verdict, found.those.value, found.those.n) == ("confirmed", 1.0, 50)
    assert (found.others.value, found.others.n) == (0.0, 170)
    after = check(shop, Scope(), Claim(longer_s=86_400, touchpoint="Call", after="Ask"))
    assert after.others.n == 50
    nobody = check(shop, Scope(), Claim(longer_s=1e9, touchpoint="Call"))
    assert nobody.verdict == "cannot tell" and nobody.those.value is None


def test_few_customers_tell_nothing(log: MakeLog) -> None:
    rows = [(f"j{n}", "c" if n < 40 else f"d{n}", name, n + at, "app" if n < 40 else "web")
            for n in range(80) for at, name in enumerate(["Ask"] + ["Pay"] * (n < 40))]  # fmt: skip
    columns = "journey customer touchpoint time device"
    workspace = log([*rows, ("late", "z", "Ask", 9_000.0, "web")], columns, goals=("Pay",))
    # All 40 journeys of the app pay, but they are one customer's.
    assert check(workspace, Scope(), Claim(who=APP, does="complete")).verdict == "cannot tell"


def test_what_cannot_be_asked_is_said(log: MakeLog, shop: Workspace) -> None:
    goalless = log([("a", "Ask", 0.0, "app"), ("b", "Ask", 1.0, "web")], "journey touchpoint time device")
    with pytest.raises(WrongInput, match="goal"):
        check(goalless, Scope(), Claim(who=APP, does="leave"))
    with pytest.raises(WrongInput, match="touchpoint"):
        check(shop, Scope(), Claim(longer_s=60, touchpoint="Nowhere"))


def test_a_claim_is_what_pandas_counts(shop: Workspace) -> None:
    claim = Claim(who=APP, does="visit", touchpoint="Look")
    frame = pd.DataFrame(
        shop.run("""SELECT j.key, a.a0, bool_or(t.name = 'Look') FROM journey j JOIN event e ON e.journey = j.id
                    JOIN touchpoint t ON t.id = e.node JOIN journey_attribute a ON a.journey = j.id
                    WHERE j.mature GROUP BY ALL"""),
        columns=["key", "device", "came"],
    )
    shares = frame.groupby("device")["came"].mean()
    found = check(shop, Scope(), claim)
    assert (found.those.value, found.others.value) == pytest.approx((shares["app"], shares["web"]))


def test_bets_are_sealed_until_they_are_opened(shop: Workspace) -> None:
    session = open_workshop(shop, "Bets")
    claims = [
        {"key": "1", "title": "App users pay more often", "claim": Claim(who=APP, does="complete").to_json()},
        {"key": "2", "title": "<b>They</b> call more often",
         "claim": Claim(who=APP, does="visit", touchpoint="Call").to_json()},
    ]  # fmt: skip
    with pytest.raises(WrongInput, match="no claim"):
        open_round(shop, session.id, "guess", {"claims": []})
    number = open_round(shop, session.id, "guess", {"claims": claims, "scope": ""})
    people = [join(shop, session.id, f"p{n}", secrets.token_hex(16)) for n in range(3)]
    for who, (claim, value) in itertools.product(people, [("claim:1", 4), ("claim:2", 3)]):
        vote(shop, session.id, number, who.id, claim, value)
    vote(shop, session.id, number, people[0].id, "claim:1", 0)  # said again, it takes the place of the first
    vote_by_hand(shop, session.id, number, read_votes("1: 5 1", room_state(shop, session.id).rounds[-1]))
    for wrong in (("claim:3", 1), ("claim:1", 5)):
        with pytest.raises(WrongInput):
            vote(shop, session.id, number, people[0].id, *wrong)

    state = room_state(shop, session.id)
    asked = state.rounds[-1]
    assert [(one.n, one.counts) for one in bets_of(state, asked)] == [(5, None), (3, None)]
    wall = room_wall(state, "http://localhost/join/X")
    assert wall["claims"][0]["bets"] == "5 bets, sealed" and wall["calibration"] == ""
    assert room_answer(state) == "8 bets are sealed."
    # A phone sees its own bets, and neither others' nor how a claim is checked.
    told = view(state, people[0])
    assert told["votes"] == {"claim:1": 0, "claim:2": 3}
    assert told["round"]["claims"] == [
        {"key": claim["key"], "title": claim["title"], "verdict": None} for claim in claims
    ]

    verdict = check(shop, Scope(), Claim.of(claims[0]["claim"])).to_json()
    with pytest.raises(WrongInput, match="still taken"):
        open_claim(shop, session.id, asked, "1", verdict)
    close_round(shop, session.id)
    open_claim(shop, session.id, asked, "1", verdict)
    open_claim(shop, session.id, asked, "1", {"verdict": "contradicted"})  # opened once, it stays
    state = room_state(shop, session.id)
    first, second = bets_of(state, state.rounds[-1])
    assert first.counts == (2, 0, 0, 0, 3) and first.verdict["verdict"] == "confirmed" and second.counts is None
    assert view(state, people[0])["round"]["claims"][0]["verdict"] == "confirmed"

    open_claim(shop, session.id, asked, "2", check(shop, Scope(), Claim.of(claims[1]["claim"])).to_json())
    state = room_state(shop, session.id)
    bets = bets_of(state, state.rounds[-1])
    found = calibration(bets)
    # The second claim could not be told: three were sure of the first (0.01 each), two of the contrary (0.81 each).
    assert (found.claims, found.bets, found.said, found.true) == (1, 5, (2, 0, 0, 0, 3), (2, 0, 0, 0, 3))
    assert room_answer(state) == "The log on 2 claims: 1 confirmed, 1 it cannot tell."
    assert found.brier == pytest.approx((3 * 0.01 + 2 * 0.81) / 5)
    assert "no better" in calibration_words(found)
    drawn = guess_wall(bets)
    told = drawn["claims"][0]["told"]
    assert told.startswith("80 % (71-87), n 100 of those, 40 % (31-50), n 100 of the others: +40.0 points")
    assert drawn["claims"][1]["verdict"] == "cannot tell"
