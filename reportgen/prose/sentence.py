"""Sentences whose numbers stay facts until the page is drawn, in the language of the report.

`say`, `plainly` and `counted` take English and look it up in the catalogue: their templates are constants, so
that `make messages` finds them, and whole sentences, as other languages order their words in other ways.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import accumulate, chain
from string import Formatter
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from reportgen.base.language import (
    current_locale,
    form_of,
    gettext,
    keeps_capitals,
    language_of,
    ngettext,
)
from reportgen.base.phrases import Phrase, phrase, translated
from reportgen.prose.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Name:
    """A segment's name; colour and links hang on the key."""

    key: str
    text: str
    forms: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The text where a template asks for a form of it: {whom:form}."""


@dataclass(frozen=True)
class UserLabel:
    """Words of the user's own file: a column's header, a category's level."""

    text: str


LEFT_TO_RIGHT_MARK = "\u200e"
Piece = str | Fact | Name | UserLabel


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

    @property
    def printed(self) -> Sentence:
        """The same as a page prints it, where it stands for itself; one piece, as in a cell, stays as it is.

        A number told in words raises its first letter where it opens a sentence. A mark behind words that
        run from right to left keeps the signs after them in their places.
        """
        if len(self.pieces) == 1:
            return self
        texts = (piece if isinstance(piece, str) else piece.text for piece in self.pieces)
        before = accumulate(texts, initial="")
        pairs = zip(self.pieces, before, strict=False)
        return Sentence(tuple(_printed(piece, not told or told.endswith(". ")) for piece, told in pairs))

    def __add__(self, other: Sentence) -> Sentence:
        return Sentence(self.pieces + other.pieces)

    def __str__(self) -> str:
        return self.plain


def _printed(piece: Piece, first: bool) -> Piece:  # noqa: FBT001 - told for each piece
    match piece:
        case Fact(text=text) if first:
            return replace(piece, text=text[:1].upper() + text[1:])
        case Name(text=text) | UserLabel(text=text) if any(map(_from_right, text)):
            return replace(piece, text=text + LEFT_TO_RIGHT_MARK)
        case _:
            return piece


def _from_right(sign: str) -> bool:
    return bidirectional(sign) in {"R", "AL"}


EMPTY = Sentence(())
"""Nothing said."""
AND, OR, THEN = phrase(" and "), phrase(" or "), phrase("; ")
"""What stands before the last item of a list, and between clauses."""


def say(template: str, **parts: Piece | Sentence) -> Sentence:
    """Fill `{slots}` of a template; a Sentence is spliced in, a Phrase is told in the report's language.

    >>> say("{who} left", who=Name("a", "Champions")).plain
    'Champions left'

    A word that a number changes stands in its forms: "{n} {n:customer|customers}". A name that a language
    inflects has its forms by label, which the translated template asks for: "{whom:form}".
    """
    return _filled(gettext(template), parts)


def counted(one: str, many: str, number: int, **parts: Piece | Sentence) -> Sentence:
    """Like `say`, with the template that fits a number."""
    return _filled(ngettext(one, many, number), parts)


def plainly(template: str, **parts: Piece | Sentence) -> str:
    """Like `say`, as text: for charts, attributes and titles of files."""
    return say(template, **parts).plain


def just(part: Piece) -> Sentence:
    """One piece as a sentence; a Phrase is told in the report's language."""
    return _filled("{part}", {"part": part})


def _filled(template: str, parts: Mapping[str, Piece | Sentence]) -> Sentence:
    pieces: list[Piece] = []
    for text, slot, spec, _conversion in Formatter().parse(template):
        if text:
            pieces.append(text)
        if slot is not None:
            part = parts[slot]
            if spec and "|" in spec:
                pieces.append(form_of(spec, _number(part), language_of(current_locale())))
                continue
            told = part.pieces if isinstance(part, Sentence) else (_in_language(part),)
            pieces.extend(_inflected(piece, spec) for piece in told)
    return Sentence(tuple(piece for piece in pieces if piece != ""))


def _inflected(piece: Piece, form: str | None) -> Piece:
    """A name in the form that a template asks for, where it has one; other pieces as they are."""
    match piece:
        case Name(forms=forms) if form is not None and form in forms:
            return replace(piece, text=forms[form])
        case _:
            return piece


def _number(part: Piece | Sentence) -> float | None:
    """The number that a reader sees; None where it is told in words, such as: fewer than 10."""
    match part:
        case Fact(value=int() | float()):
            return part.shown
        case str() if part.isdecimal():
            return int(part)
        case _:
            return None


def _in_language(piece: Piece) -> Piece:
    return translated(piece) if isinstance(piece, Phrase) else piece


def joined(sentences: tuple[Sentence, ...], separator: str = " ") -> Sentence:
    """Sentences one after the other."""
    between = (_in_language(separator),)
    pieces = (between + sentence.pieces if i else sentence.pieces for i, sentence in enumerate(sentences))
    return Sentence(tuple(chain.from_iterable(pieces)))


def listed(items: tuple[Piece | Sentence, ...], last: str = AND) -> Sentence:
    """a, b and c."""
    sentences = tuple(item if isinstance(item, Sentence) else just(item) for item in items)
    if len(sentences) < 2:  # noqa: PLR2004 - nothing to join
        return joined(sentences)
    return joined(sentences[:-1], ", ") + just(last) + sentences[-1]


def capitalised(sentence: Sentence) -> Sentence:
    """The sentence with its first letter raised, where it begins with words of ours or a label."""
    first = sentence.pieces[0] if sentence.pieces else ""
    match first:
        case str() if first:
            raised: Piece = first[0].upper() + first[1:]
        case UserLabel(text) if text:
            raised = UserLabel(text[0].upper() + text[1:])
        case _:
            return sentence
    return Sentence((raised, *sentence.pieces[1:]))


def within(sentence: Sentence) -> Sentence:
    """The sentence as part of another: its first letter lowered, where the language lowers it."""
    first = sentence.pieces[0] if sentence.pieces else ""
    if keeps_capitals() or not isinstance(first, str):
        return sentence
    return Sentence((first[:1].lower() + first[1:], *sentence.pieces[1:]))
