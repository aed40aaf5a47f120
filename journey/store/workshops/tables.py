"""Tables of workshops; laid where a file lacks them, like all that people write (`people_tables.py`)."""

from __future__ import annotations

__all__ = ["TABLES"]

TABLES = {
    "workshop": """
        CREATE SEQUENCE IF NOT EXISTS workshop_number;
        CREATE TABLE workshop (
            id INTEGER PRIMARY KEY, title VARCHAR NOT NULL, code VARCHAR NOT NULL, made TIMESTAMP NOT NULL,
            closed TIMESTAMP
        )""",
    # Of the secret that a phone holds, its hash; what the host enters by hand has participants without one.
    "workshop_participant": """
        CREATE SEQUENCE IF NOT EXISTS workshop_participant_number;
        CREATE TABLE workshop_participant (
            id INTEGER PRIMARY KEY, workshop INTEGER NOT NULL, nickname VARCHAR NOT NULL, secret VARCHAR,
            joined TIMESTAMP NOT NULL
        )""",
    # The settings as JSON.
    "workshop_round": """
        CREATE SEQUENCE IF NOT EXISTS workshop_round_number;
        CREATE TABLE workshop_round (
            id INTEGER PRIMARY KEY, workshop INTEGER NOT NULL, kind VARCHAR NOT NULL, settings VARCHAR NOT NULL,
            opened TIMESTAMP NOT NULL, closed TIMESTAMP
        )""",
    # `client` is the phone's own mark of a card: sent twice, it is one card. `into` is the card it was merged into.
    "workshop_card": """
        CREATE SEQUENCE IF NOT EXISTS workshop_card_number;
        CREATE TABLE workshop_card (
            id INTEGER PRIMARY KEY, workshop INTEGER NOT NULL, round INTEGER NOT NULL, participant INTEGER NOT NULL,
            stage VARCHAR NOT NULL, kind VARCHAR NOT NULL, text VARCHAR NOT NULL, hidden BOOLEAN NOT NULL,
            into_card INTEGER, client VARCHAR NOT NULL
        )""",
    "workshop_vote": """
        CREATE TABLE workshop_vote (
            round INTEGER NOT NULL, participant INTEGER NOT NULL, target VARCHAR NOT NULL, value INTEGER NOT NULL,
            PRIMARY KEY (round, participant, target)
        )""",
    # What the log said of a claim when the host opened it; opened once, it stays.
    "workshop_verdict": """
        CREATE TABLE workshop_verdict (
            round INTEGER NOT NULL, claim VARCHAR NOT NULL, opened TIMESTAMP NOT NULL, verdict VARCHAR NOT NULL,
            PRIMARY KEY (round, claim)
        )""",
    # What was kept on the board of a card, and the version of the note as it was put there.
    "workshop_kept": """
        CREATE TABLE workshop_kept (card INTEGER PRIMARY KEY, note INTEGER NOT NULL, version INTEGER NOT NULL)""",
    # The feeling that a room gave a stage: it holds as long as the choice on the board is the one it was put there as.
    "room_feeling": """
        CREATE TABLE room_feeling (
            stage VARCHAR PRIMARY KEY, workshop INTEGER NOT NULL, title VARCHAR NOT NULL, note INTEGER NOT NULL,
            version INTEGER NOT NULL, mean DOUBLE NOT NULL, spread DOUBLE NOT NULL, n INTEGER NOT NULL
        )""",
    # What a room says an opportunity is worth and takes, 1 to 5.
    "room_judgement": """
        CREATE TABLE room_judgement (
            opportunity INTEGER PRIMARY KEY, workshop INTEGER NOT NULL, title VARCHAR NOT NULL, value DOUBLE NOT NULL,
            value_spread DOUBLE NOT NULL, value_n INTEGER NOT NULL, effort DOUBLE NOT NULL,
            effort_spread DOUBLE NOT NULL, effort_n INTEGER NOT NULL
        )""",
}
"""Name of a table -> the statements that lay it."""
