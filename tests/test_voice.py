"""What customers say: comments with their answers, themes that are planted, moods that are earned, words that hurt."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from server import CYRILLIC, HOSTILE, made

from journey.analyses.voice.comments import Comment, Tone, comments, every_nth
from journey.analyses.voice.search import Wanted, search
from journey.analyses.voice.sentiment import sentiment_of
from journey.analyses.voice.theme_shares import voice
from journey.analyses.voice.themes import find_themes
from journey.analyses.voice.words import Lexicon, language, words_in
from journey.errors import WrongInput
from journey.ingest.import_log import import_log
from journey.sample.voices import BAD
from journey.scope import Scope
from journey.store.board_notes import notes
from journey.store.theme_names import name_theme, theme_names
from journey.store.workspace import Workspace
from journey.views.session import library
from pages import headline, opened, plain, problems, told, workspaces

__all__ = ["made", "workspaces"]

MakeLog = Callable[..., Workspace]


@pytest.fixture(scope="module")
def small(log: MakeLog) -> Workspace:
    return log(
        [
            ("a", "Visit", "Shop", 0, None, "looks good"), ("a", "Pay", "Buy", 1, 5, "the bill was clear"),
            ("b", "Pay", "Buy", 2, 1, "two bills, both wrong"), ("b", "Call", "Help", 3, None, None),
            ("c", "Call", "Help", 4, 3, "nobody called me back on the bill"),
        ],
        "journey touchpoint stage time score comment",
    )  # fmt: skip


def test_comments_know_their_place_answer_and_tone(small: Workspace) -> None:
    found = [(one.key, one.touchpoint, one.stage, one.feeling, one.tone) for one in comments(small)]
    # 1 to 5 becomes -2 to +2; the two lowest answers are critical, the two highest are content.
    assert found == [
        ("a", "Visit", "Shop", None, None), ("a", "Pay", "Buy", 2.0, Tone.CONTENT),
        ("b", "Pay", "Buy", -2.0, Tone.CRITICAL), ("c", "Call", "Help", 0.0, None),
    ]  # fmt: skip
    assert [one.key for one in comments(small, Scope(contains=("Call",)))] == ["b", "c"]


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (Wanted(words="bill"), ["b", "a", "c"]),
        (Wanted(words="bills CLEAR"), ["a"]),
        (Wanted(words='"the bill"'), ["a", "c"]),
        (Wanted(words='"both wrong" bill'), ["b"]),
        (Wanted(words="moon"), []),
        (Wanted(stage="Buy"), ["b", "a"]),
        (Wanted(touchpoint="Call"), ["c"]),
        (Wanted(tone=Tone.CRITICAL), ["b"]),
        (Wanted(score=("score", 1, 3)), ["b", "c"]),
        (Wanted(theme=0), ["c"]),
        (Wanted(theme=-1, words="bill"), ["b", "a"]),
    ],
)
def test_search(small: Workspace, wanted: Wanted, keys: list[str]) -> None:
    found = comments(small)
    of = {(one.journey, one.position): 0 for one in found if one.key == "c"}
    assert [one.key for one in search(found, wanted, of)] == keys


def test_of_very_many_comments_a_fixed_draw_is_read(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journey.analyses.voice.comments.MOST", 2)
    assert every_nth(small) == 2
    drawn = comments(small)
    assert drawn == comments(small) and len(drawn) < 4
    monkeypatch.undo()
    assert set(drawn) <= set(comments(small)) and every_nth(small) == 1


def test_languages_and_stems() -> None:
    assert language(words_in("De rekening is niet duidelijk")) == "dutch"
    assert language(words_in("Ужасная доставка")) == "russian"
    assert language(words_in("Rechnung falsch")) is None
    english = Lexicon(usual="english")
    assert english.terms("The bills are wrong. Parcel late!") == [
        "bill",
        "wrong",
        "bill wrong",
        "parcel",
        "late",
        "parcel late",
    ]
    russian = Lexicon(usual="russian")
    assert russian.stem("доставку") == russian.stem("доставка") == russian.stem("доставки")


TOPICS = {topic: BAD[topic] for topic in ("payment", "documents", "installation", "bill", "Installation visit")}


def test_planted_themes_are_found() -> None:
    # Sixty comments each on five topics: of the comments that are near a theme, most are with their own kind.
    draw = random.Random(5)
    said = [(topic, draw.choice(BAD[topic])) for topic in TOPICS for _n in range(60)]
    draw.shuffle(said)
    found = find_themes([text for _topic, text in said])
    assert 5 <= len(found.themes) <= 15
    placed = [(number, topic) for (topic, _text), number in zip(said, found.of_comment, strict=True) if number >= 0]
    assert len(placed) > 0.7 * len(said)
    first = sum(
        Counter(topic for n, topic in placed if n == number).most_common(1)[0][1]
        for number in range(15)
        if any(n == number for n, _t in placed)
    )
    assert first > 0.8 * len(placed)
    called = " ".join(theme.name for theme in found.themes)
    assert all(word in called for word in ("payment", "bill", "date"))
    assert find_themes([text for _topic, text in said]) == found


def test_themes_in_russian_and_dutch() -> None:
    russian = ["Курьер опоздал на два дня", "Счёт пришёл с ошибкой в сумме", "Интернет пропадает по вечерам"]
    dutch = ["De betaling is te laat", "Website is weer niet bereikbaar", "Geen respect van de medewerker"]
    for texts, words in ((russian, ("курьер", "счёт", "интернет")), (dutch, ("betaling", "website", "respect"))):
        found = find_themes(texts * 20)
        assert sorted(theme.comments for theme in found.themes) == [20, 20, 20]
        called = " ".join(word for theme in found.themes for word in theme.words)
        assert all(word in called for word in words)


@pytest.mark.parametrize(
    "texts",
    [[], ["fine"] * 5, ["fine"] * 500, ["the same words again"] * 100, [""] * 50, ["12345"] * 50, ["[phone]"] * 50],
)
def test_nothing_to_find_is_no_theme(texts: list[str]) -> None:
    found = find_themes(texts)
    assert len(found.of_comment) == len(texts)
    assert found.themes == () and set(found.of_comment) <= {-1}


def test_an_unknown_language_is_counted() -> None:
    found = find_themes(["Rechnung falsch", "Zustellung verspätet", "Techniker kam zweimal"] * 20)
    assert dict(found.languages)[None] == 60
    assert len(found.themes) == 3


def test_shares_add_up(made: Path, tmp_path: Path) -> None:
    shutil.copy(made / "sample.duckdb", tmp_path)
    with Workspace(tmp_path / "sample.duckdb") as workspace:
        found = voice(workspace, Scope(contains=("Chat with agent",)), Tone.CRITICAL)
        assert sum(one.comments for one in found.themes) + found.none == found.looked_at <= found.comments
        every = [one for one in comments(workspace, Scope(contains=("Chat with agent",))) if one.tone is Tone.CRITICAL]
        for one in found.themes:
            own = [c for c in every if found.learned.of[c.journey, c.position] == one.number]
            assert one.comments == len(own) and set(one.journeys) == {c.key for c in own}
            for stage, share in one.by_stage.items():
                here = [c for c in every if c.stage == stage]
                assert share.n == len(here)
                assert share.value == pytest.approx(sum(c in own for c in here) / len(here))


def said(text: str, tone: Tone | None, number: int) -> Comment:
    return Comment(
        number, 0, str(number), f"c{number}", "Visit", None, None, datetime(2026, 1, 1), text, (), None, tone
    )


def spoken(n: int, tones: Callable[[int], Tone | None]) -> list[Comment]:
    words = (
        "slow",
        "late",
        "wrong",
        "broken",
        "fast",
        "friendly",
        "clear",
        "kind",
        "router",
        "bill",
        "parcel",
        "visit",
    )
    draw = random.Random(2)
    return [said(" ".join(draw.choices(words, k=6)), tones(number), number) for number in range(n)]


def test_a_mood_that_the_words_tell_is_earned() -> None:
    draw = random.Random(1)
    pairs = [(Tone.CRITICAL, "it was slow and broken"), (Tone.CONTENT, "it was fast and friendly")]
    chosen = [draw.choice(pairs) for _n in range(200)]
    found = sentiment_of(
        [*(said(text, tone, n) for n, (tone, text) in enumerate(chosen)), said("slow again", None, 999)]
    )
    assert found.earned and found.accuracy.value == 1.0
    assert {"slow", "broken"} <= set(" ".join(found.critical).split())
    assert found.estimate[999, 0] > 0.7


@pytest.mark.parametrize("seed", range(4))
def test_random_labels_earn_nothing(seed: int) -> None:
    draw = random.Random(seed)
    found = sentiment_of(spoken(400, lambda number: draw.choice([Tone.CRITICAL, Tone.CONTENT])))
    assert found.why == "no better than chance"
    assert not found.estimate and not found.critical


@pytest.mark.parametrize(
    ("tones", "why"),
    [
        (lambda number: None, "no answers"),
        (lambda number: Tone.CONTENT, "one tone"),
        (lambda number: Tone.CRITICAL if number < 10 else Tone.CONTENT, "too few"),
    ],
)
def test_what_cannot_be_learned_says_why(tones: Callable[[int], Any], why: str) -> None:
    assert sentiment_of(spoken(100, tones)).why == why
    # The same customer speaking often is one customer.
    one = [
        replace(comment, customer="c") for comment in spoken(100, lambda n: Tone.CRITICAL if n % 2 else Tone.CONTENT)
    ]
    assert sentiment_of(one).why == "too few"


def test_a_theme_keeps_the_name_it_is_given(log: MakeLog) -> None:
    workspace = log([("a", "Visit", 0)])
    name_theme(workspace, "bill, wrong", "  Wrong   bills ")
    assert theme_names(workspace) == {"bill, wrong": "Wrong bills"}
    with pytest.raises(WrongInput):
        name_theme(workspace, "bill, wrong", "x" * 100)
    name_theme(workspace, "bill, wrong", "")
    assert theme_names(workspace) == {}


def test_the_page_shows_themes_and_pins_a_quote(workspaces: Path) -> None:
    shutil.copy(workspaces / "sample.duckdb", workspaces / "spoken.duckdb")
    app = opened("experience/voice", "spoken")
    assert not problems(app)
    assert "critical comments speak of" in headline(app)
    app.text_input(key="voice_words").set_value("parcel").run()
    assert not problems(app)
    pin = next(button for button in app.button if button.label == "Pin to the board")
    pin.click().run()
    assert not problems(app)
    (note,) = notes(library().get("spoken"))
    assert "arcel" in note.text and note.evidence is not None and note.evidence.startswith("page=journeys&journey=J")
    app.text_input(key="voice_words").set_value('"no such words"').run()
    assert "No comment has this." in told(app)


def test_a_log_without_comments_says_what_to_do(workspaces: Path) -> None:
    app = opened("experience/voice", CYRILLIC)
    assert headline(app) == "This log has no comments." and not problems(app)


def test_the_command_wants_comments(made: Path, tmp_path: Path, cli: Callable[..., Any]) -> None:
    shutil.copy(made / "one.duckdb", tmp_path)
    answer = cli("voice", "-w", tmp_path / "one.duckdb")
    assert answer.status == 2 and "has no comments" in answer.err


def test_hostile_comments_are_shown_as_they_are(workspaces: Path) -> None:
    app = opened("experience/voice", "hostile")
    assert not problems(app)
    app.text_input(key="voice_words").set_value("owned").run()
    assert any(plain(HOSTILE[0]) in plain(element.value) for element in app.markdown)


def test_the_command_tells_the_same(made: Path, tmp_path: Path, cli: Callable[..., Any]) -> None:
    shutil.copy(made / "sample.duckdb", tmp_path)
    themes = cli("voice", "-w", tmp_path / "sample.duckdb", "--tone", "critical", "--json").json
    assert sum(theme["share"] for theme in themes) <= 1 and themes[0]["comments"] >= themes[-1]["comments"]
    (found,) = cli("voice", "-w", tmp_path / "sample.duckdb", "--search", "parcel", "--top", "1", "--json").json
    assert "parcel" in found["comment"].lower() and found["scores"]


def test_real_complaints_in_dutch(shared_data: Path, tmp_path: Path) -> None:
    target = tmp_path / "uwv.duckdb"
    import_log(
        shared_data / "BPI2016_Complaints.csv", target,
        mapping={"touchpoint": ("ComplaintTheme_EN",), "comment": "ComplaintTopic"},
    )  # fmt: skip
    with Workspace(target) as workspace:
        found = voice(workspace, Scope())
    assert found.comments == 289
    called = " ".join(word for one in found.themes for word in one.theme.words)
    # Whole words of the two commonest complaints but one: wrong or contradictory information, no respect.
    assert all(word in called for word in ("onjuist", "tegenstrijdig", "respect", "inkomstenformulier"))
    assert found.learned.found.languages[0][0] == "dutch"
