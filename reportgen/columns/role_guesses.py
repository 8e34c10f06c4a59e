"""Guesses the role of a single column from its values, then from its header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.national_ids import NATIONAL_IDS
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import cell_words, names_code, names_value, plain
from reportgen.columns.births import AGES
from reportgen.columns.coded_numbers import is_calendar, is_codebook
from reportgen.columns.column_values import CODE_LEVELS, SHORTEST_OF_PERSONS
from reportgen.columns.order_states import BINARY, MOST_STATES, header_says_other, holds_states
from reportgen.columns.profile import ColumnKind
from reportgen.columns.sensitive import matter_of_header, matter_of_values, tells_gender
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from reportgen.columns.profile import ColumnFacts

SURE, LIKELY, PERHAPS, GUESS = 0.95, 0.85, 0.7, 0.5
"""Confidence where values and header agree, where one of them is plain, where it is weak, and by default."""
BY_USER = phrase("set by you")

_MANY_ROWS = 10
"""Below so many rows, two different values or a run of numbers prove nothing."""
_IDENTITY = {"customer": 1.0, "account": 0.95, "id": 0.9}
"""How well a header of each kind names the rows of a customer table."""
_CODE_WIDTH = 3
"""Numbers of fewer digits are counts rather than codes."""
_PERSONAL_PATTERNS = {
    "email": phrase("e-mail addresses"),
    "phone": phrase("phone numbers"),
    "iban": phrase("bank accounts"),
    "ip": phrase("IP addresses"),
}
_MEASURED = frozenset({"amount", "unit_price", "quantity", "other_money", "birth"})
"""Headers under which whole numbers are no codes, whatever their distances."""
_NAMING = {"order", "product", "customer", "account", "id"}
_PERSONAL = {
    "email": phrase("e-mail addresses"),
    "phone": phrase("phone numbers"),
    "name": phrase("names"),
    "address": phrase("addresses or accounts"),
    "national_id": NATIONAL_IDS,
}


@dataclass(frozen=True)
class RoleGuess:
    """A role for a column, how sure it is (0 to 1), and why."""

    role: Role
    confidence: float
    reason: str


def guess_role(facts: ColumnFacts) -> RoleGuess:
    """The role of a column that is not part of an order line and no customer id."""
    return next(guess for guess in (rule(facts) for rule in _RULES) if guess is not None)


def is_value(facts: ColumnFacts) -> bool:
    """Whether the header says that these numbers are what a customer is worth."""
    return facts.kind is ColumnKind.NUMBER and facts.distinct > BINARY and names_value(facts.label)


def id_strength(facts: ColumnFacts, *, described: bool = False) -> float:
    """How well a column can name the rows of a customer table, 0 to 1.

    A header that says customer or id counts most; then codes, numberings and e-mail addresses that
    never repeat. Fractions, minus signs and dates rule a column out. Persons who are `described` have
    whole numbers of which chance would have drawn one twice.
    """
    if facts.kind in {ColumnKind.EMPTY, ColumnKind.DATE} or (
        facts.kind is ColumnKind.NUMBER and not facts.whole
    ):
        return 0
    nearly = facts.distinct >= ENOUGH * facts.filled and facts.filled >= ENOUGH * facts.rows
    names_rows = facts.unique or (nearly and facts.header_cover == 1 and facts.kind is not ColumnKind.TEXT)
    if names_rows and facts.header in _IDENTITY and (facts.header != "id" or facts.header_cover == 1):
        return _IDENTITY[facts.header] * facts.header_cover
    if not facts.unique or facts.rows < _MANY_ROWS:
        return 0
    if max(facts.shares["email"], facts.shares["iban"]) >= ENOUGH:
        return 0.5
    if facts.header == "national_id":
        return 0.4
    numbering = facts.kind is ColumnKind.CODE or facts.dense or facts.names_rows or facts.header == "id"
    numbering |= described and 0 < facts.names_by_chance <= facts.filled - 1
    return 0.7 if numbering and facts.header in {None, "id"} else 0


def tells_age(facts: ColumnFacts) -> bool:
    """Whether whole numbers are the ages of people or years of birth, or a header says their birth."""
    if facts.numbers is None or not facts.whole:
        return facts.header == "birth"
    least, most = AGES
    grown = least <= facts.numbers.least and facts.numbers.greatest <= most
    several = facts.distinct > (most - least) / 3
    return facts.header == "birth" or (several and (grown or facts.shares["year"] >= ENOUGH))


def like_code(facts: ColumnFacts) -> bool:
    """Whether its values look like codes: with letters, all of one width, or numbers that end in .0."""
    if facts.kind is ColumnKind.CODE:
        return facts.distinct > _CODE_WIDTH and facts.shares["clock"] < ENOUGH
    return _of_one_width(facts) or (facts.whole and facts.shares["zero_decimals"] >= ENOUGH)


def _of_one_width(facts: ColumnFacts) -> bool:
    """Whether whole numbers all have as many digits, as codes have, and are no years."""
    same_width = facts.shortest == facts.longest >= _CODE_WIDTH and facts.shares["year"] < ENOUGH
    return facts.whole and same_width


def _empty(facts: ColumnFacts) -> RoleGuess | None:
    return RoleGuess(Role.IGNORE, SURE, phrase("every cell is empty")) if facts.filled == 0 else None


def _constant(facts: ColumnFacts) -> RoleGuess | None:
    if facts.distinct > 1 or facts.rows == 1 or facts.header == "currency":
        return None
    return RoleGuess(Role.CONSTANT, SURE, phrase("all its cells hold the same value"))


def _consent(facts: ColumnFacts) -> RoleGuess | None:
    """Whether people may be written to, by header or by words such as "unsubscribed"."""
    words = cell_words("opted_in") | cell_words("opted_out") | cell_words("no")
    levels = [plain(value) for value, _ in facts.levels]
    known = sum(level in words for level in levels)
    signed = cell_words("signed_up") & set(levels)
    flag = facts.kind is not ColumnKind.DATE and (known or facts.distinct <= BINARY)
    said = facts.header == "opt_out" or (facts.header == "consent" and flag)
    if not said and not (signed and known >= ENOUGH * len(levels)):
        return None
    return RoleGuess(
        Role.CONSENT, LIKELY, phrase("it says who may be contacted: used for private lists only")
    )


def _personal(facts: ColumnFacts) -> RoleGuess | None:
    if facts.checked_id is not None:
        return RoleGuess(
            Role.PERSONAL,
            SURE,
            phrase("its values are written as {written}: left out of the report", written=facts.checked_id),
        )
    for pattern, written in _PERSONAL_PATTERNS.items():
        if facts.shares[pattern] >= ENOUGH:
            return RoleGuess(
                Role.PERSONAL,
                SURE,
                phrase("its values are written as {written}: left out of the report", written=written),
            )
    if facts.header == "birth" and facts.kind is ColumnKind.DATE:
        return RoleGuess(Role.PERSONAL, LIKELY, phrase("dates of birth: left out of the report"))
    noun = _PERSONAL.get(facts.header or "")
    if noun is None or (facts.header == "name" and facts.kind is not ColumnKind.TEXT):
        return None
    groups = facts.kind is ColumnKind.NUMBER or facts.distinct <= CODE_LEVELS
    if facts.header_cover < 1 and groups:
        return None
    return RoleGuess(
        Role.PERSONAL, LIKELY, phrase("the header says {noun}: left out of the report", noun=noun)
    )


def _names_of_customers(facts: ColumnFacts) -> RoleGuess | None:
    """Texts under a header that says the customer: another column is the customer's number."""
    said = facts.header in {"customer", "account"} and facts.header_cover == 1
    if not said or facts.kind is not ColumnKind.TEXT or facts.distinct <= CODE_LEVELS:
        return None
    return RoleGuess(Role.PERSONAL, LIKELY, phrase("names of customers: left out of the report"))


def _sensitive(facts: ColumnFacts) -> RoleGuess | None:
    if tells_gender(facts):
        return RoleGuess(
            Role.SENSITIVE, SURE, phrase("its values are words for male and female: gender only describes")
        )
    matter = matter_of_values(facts)
    if matter is not None:
        return RoleGuess(
            Role.SENSITIVE,
            SURE,
            phrase("its values are words for {matter}: it only describes", matter=matter),
        )
    matter = matter_of_header(facts)
    if matter is None:
        return None
    return RoleGuess(
        Role.SENSITIVE, LIKELY, phrase("the header says {matter}: it only describes", matter=matter)
    )


def _says(facts: ColumnFacts, kinds: Container[str | None]) -> bool:
    """Whether the header says one of these kinds; of numbers it must say nothing else."""
    return facts.header in kinds and (facts.header_cover == 1 or facts.kind is not ColumnKind.NUMBER)


def _date(facts: ColumnFacts) -> RoleGuess | None:
    return (
        RoleGuess(Role.DATE, LIKELY, phrase("its values are dates"))
        if facts.kind is ColumnKind.DATE
        else None
    )


def _outcome(facts: ColumnFacts) -> RoleGuess | None:
    if facts.header != "outcome" or not 1 < facts.distinct <= MOST_STATES:
        return None
    return RoleGuess(
        Role.OUTCOME,
        LIKELY,
        phrase("the header says it is a result to be explained, in few values: it only describes"),
    )


def _place(facts: ColumnFacts) -> RoleGuess | None:
    if not (_says(facts, {"place"}) or (facts.header == "place" and _of_one_width(facts))):
        return None
    return RoleGuess(
        Role.PLACE,
        LIKELY,
        phrase("the header says a place: it is not measured, even where written in numbers"),
    )


def _few_words(facts: ColumnFacts) -> RoleGuess | None:
    """Order states and currencies, by their values."""
    currencies = sum(plain(value) in cell_words("currency") for value, _ in facts.levels)
    enough = facts.levels and currencies >= ENOUGH * len(facts.levels)
    if enough and (currencies > 1 or facts.header == "currency"):
        return RoleGuess(Role.CURRENCY, LIKELY, phrase("its values are words for currencies"))
    return STATES if holds_states(facts) and not header_says_other(facts) else None


STATES = RoleGuess(Role.STATUS, LIKELY, phrase("its values are words for the state of an order"))


def _code(facts: ColumnFacts) -> RoleGuess | None:
    """Numbers and codes that name something instead of measuring it."""
    numbers = facts.kind is ColumnKind.CODE or facts.dense or (facts.header == "id" and facts.whole)
    names_rows = facts.unique and facts.rows >= _MANY_ROWS and numbers
    if facts.header == "index" and facts.dense:
        return RoleGuess(Role.IGNORE, LIKELY, phrase("it only numbers the rows"))
    if names_rows or (facts.names_rows and facts.header not in _MEASURED):
        return RoleGuess(Role.IGNORE, PERHAPS, phrase("a code or numbering that differs on every row"))
    if facts.names_few and facts.distinct > CODE_LEVELS and facts.header not in _MEASURED:
        return RoleGuess(Role.IGNORE, PERHAPS, phrase("numbers that come again as those of something do"))
    named = _says(facts, _NAMING) or (names_code(facts.label) and facts.kind is ColumnKind.NUMBER)
    if named and not facts.levels and (facts.kind is ColumnKind.CODE or facts.whole):
        return RoleGuess(
            Role.IGNORE, PERHAPS, phrase("the header says a code that names something else than the customer")
        )
    long = _of_one_width(facts) and facts.shortest >= SHORTEST_OF_PERSONS and facts.header not in _MEASURED
    long &= facts.shares["fives"] < 1 / 2  # Large measures are rounded.
    if (facts.kind is ColumnKind.CODE or (long and not facts.repeats)) and not _is_grouping(facts):
        return RoleGuess(
            Role.IGNORE,
            PERHAPS,
            phrase(
                "codes with {distinct:,} different values: too many to describe with", distinct=facts.distinct
            ),
        )
    return None


def _category(facts: ColumnFacts) -> RoleGuess | None:
    if facts.distinct <= BINARY and (facts.rows >= _MANY_ROWS or facts.kind is ColumnKind.TEXT):
        return RoleGuess(Role.CATEGORY, LIKELY, phrase("it has only two values"))
    if facts.kind is ColumnKind.NUMBER:
        return _coded_groups(facts)
    if _is_grouping(facts):
        return RoleGuess(
            Role.CATEGORY, LIKELY, phrase("text with {distinct} different values", distinct=facts.distinct)
        )
    return None


def _coded_groups(facts: ColumnFacts) -> RoleGuess | None:
    """Whole numbers that name groups: their header says so, or they are numbers that nothing would count."""
    if not facts.whole or not facts.levels:
        return None
    if _says(facts, {"category"}) or names_code(facts.label):
        reason = phrase(
            "{distinct} whole numbers, and the header says that they are codes of groups",
            distinct=facts.distinct,
        )
        return RoleGuess(Role.CATEGORY, LIKELY, reason)
    if facts.header in _MEASURED or facts.rows < _MANY_ROWS:
        return None
    if is_calendar(facts):
        return RoleGuess(Role.CATEGORY, PERHAPS, phrase("the numbers of the months, or of the days of one"))
    if is_codebook(facts):
        reason = phrase("{distinct} whole numbers with gaps, as codes have", distinct=facts.distinct)
        return RoleGuess(Role.CATEGORY, PERHAPS, reason)
    return None


def _is_grouping(facts: ColumnFacts) -> bool:
    return bool(facts.levels) and (facts.distinct <= facts.filled / 2 or facts.header == "category")


def _measure(facts: ColumnFacts) -> RoleGuess | None:
    if facts.kind is not ColumnKind.NUMBER:
        return None
    return RoleGuess(Role.MEASURE, LIKELY, phrase("its values are numbers"))


def _text(facts: ColumnFacts) -> RoleGuess:
    return RoleGuess(
        Role.FREE_TEXT,
        PERHAPS,
        phrase("text with {distinct:,} different values: not used", distinct=facts.distinct),
    )


_RULES: tuple[Callable[[ColumnFacts], RoleGuess | None], ...] = (
    _empty,
    _consent,
    _constant,
    _personal,
    _names_of_customers,
    _sensitive,
    _date,
    _outcome,
    _place,
    _few_words,
    _code,
    _category,
    _measure,
    _text,
)
