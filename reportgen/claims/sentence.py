"""Sentences whose numbers stay facts until the page is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from string import Formatter

from reportgen.claims.facts import Fact


@dataclass(frozen=True)
class Name:
    """A segment's name; colour and links hang on the key."""

    key: str
    text: str


@dataclass(frozen=True)
class Label:
    """Words of the user's own file: a column's header, a category's level."""

    text: str


Piece = str | Fact | Name | Label


@dataclass(frozen=True)
class Sentence:
    """Text with facts, names and labels in it."""

    pieces: tuple[Piece, ...]

    @property
    def plain(self) -> str:
        """The sentence as a reader hears it."""
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The numbers it states."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Fact))

    def __add__(self, other: Sentence) -> Sentence:
        return Sentence(self.pieces + other.pieces)

    def __str__(self) -> str:
        return self.plain


EMPTY = Sentence(())
"""Nothing said."""


def say(template: str, **parts: Piece | Sentence) -> Sentence:
    """Fill `{slots}` of a template; a Sentence is spliced in.

    >>> say("{who} left", who=Name("a", "Champions")).plain
    'Champions left'
    """
    pieces: list[Piece] = []
    for text, slot, _spec, _conversion in Formatter().parse(template):
        if text:
            pieces.append(text)
        if slot is not None:
            part = parts[slot]
            pieces.extend(part.pieces if isinstance(part, Sentence) else (part,))
    return Sentence(tuple(piece for piece in pieces if piece != ""))


def joined(sentences: tuple[Sentence, ...], separator: str = " ") -> Sentence:
    """Sentences one after the other."""
    between = (separator,)
    pieces = (between + sentence.pieces if i else sentence.pieces for i, sentence in enumerate(sentences))
    return Sentence(tuple(chain.from_iterable(pieces)))


def listed(items: tuple[Piece | Sentence, ...], last: str = " and ") -> Sentence:
    """a, b and c."""
    sentences = tuple(item if isinstance(item, Sentence) else Sentence((item,)) for item in items)
    if len(sentences) < 2:  # noqa: PLR2004 - nothing to join
        return joined(sentences)
    return joined(sentences[:-1], ", ") + Sentence((last,)) + sentences[-1]


def capitalised(sentence: Sentence) -> Sentence:
    """The sentence with its first letter raised, where it begins with words of ours or a label."""
    first = sentence.pieces[0] if sentence.pieces else ""
    match first:
        case str() if first:
            raised: Piece = first[0].upper() + first[1:]
        case Label(text) if text:
            raised = Label(text[0].upper() + text[1:])
        case _:
            return sentence
    return Sentence((raised, *sentence.pieces[1:]))
