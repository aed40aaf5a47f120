"""What is guessed of a file's columns, before anybody has looked at it."""

from __future__ import annotations

from dataclasses import dataclass

from journey.model import Mapping, Role

__all__ = ["Guess", "Question"]


@dataclass(frozen=True)
class Question:
    """Something only a person can tell.

    Attributes
    ----------
    role : Role
        The part it is about.
    text : str
        The question.
    choices : tuple of str
        Columns, date formats, or values to keep: the first is what the mapping holds now, if it holds any.
    """

    role: Role
    text: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guess:
    """A mapping to start from.

    Attributes
    ----------
    mapping : Mapping
        Parts that could not be guessed are left empty.
    confidence : dict of str to float
        Column -> how sure its part is, 0 to 1; every column has one, ignored ones too.
    reasons : dict of str to str
        Column -> why, in a few words.
    questions : tuple of Question
        What to ask before importing.
    known : str
        Of a file whose shape is known: how it is read, in a sentence.
    """

    mapping: Mapping
    confidence: dict[str, float]
    reasons: dict[str, str]
    questions: tuple[Question, ...]
    known: str = ""
