"""Columns of numbers of customers, of persons each row describes, and whether two name the same customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.columns.column_values import CODE_LEVELS
from reportgen.columns.profile import ONCE, ColumnKind
from reportgen.columns.readings import in_cents
from reportgen.columns.role_guesses import like_code
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts

DETERMINED = 0.97
"""Share from which on one column determines another; the rest are slips, such as an invoice over midnight."""
MOST_IDS = 8


OF_PERSONS = frozenset({"name", "phone", "address", "national_id"})


def describes_persons(candidates: Candidates, dependence: FunctionalDependence) -> bool:
    """Whether rows describe a person each: nobody with the same name, address and birth stands on two.

    Whoever buys comes again with all that is told of him; what is measured or paid tells nobody.
    """
    told = [f for f in candidates.columns if f.distinct > 1 and tells_person(f)]
    persons = [f for f in told if f.header != "place"]
    return bool(persons) and dependence.differ(told, persons) > ONCE


def tells_person(facts: ColumnFacts) -> bool:
    """Whether values tell who or where somebody is."""
    written = max(facts.shares[pattern] for pattern in ("email", "phone", "iban")) >= ENOUGH
    located = facts.header == "place" and (facts.numbers is None or facts.whole)
    return written or located or facts.header in {*OF_PERSONS - {"address"}, "email", "birth"}


def same_customers(
    one: ColumnFacts, other: ColumnFacts, dependence: FunctionalDependence, slips: float = 1 - DETERMINED
) -> bool:
    """Whether two columns determine each other, one of them but for so many slips."""
    shares = sorted(dependence.determines(*pair) for pair in ((one, other), (other, one)))
    return shares[0] >= 1 - slips and shares[1] >= DETERMINED


def says_id(facts: ColumnFacts) -> bool:
    """Whether the whole header says an id, of whatever."""
    return facts.header == "id" and facts.header_cover == 1


def find_ids(candidates: Candidates) -> list[ColumnFacts]:
    """Columns whose values look like codes under headers that say nothing else, at most eight."""
    half_said = {None, "id", "order"}  # Beside the order, "num" says a number of something else.
    ids = [
        facts
        for facts in candidates.free()
        if facts.header in half_said
        and (facts.header != "order" or facts.header_cover < 1)
        and _can_name(facts)
    ]
    return sorted(ids, key=lambda facts: (-facts.distinct, facts.first_value, facts.label))[:MOST_IDS]


def _can_name(facts: ColumnFacts) -> bool:
    """Whether values look like those of an id: codes, what a bare "Id" says, or numbers as ids come again."""
    if in_cents(facts):
        return False
    said = says_id(facts) and (facts.whole or facts.kind is ColumnKind.CODE)
    return like_code(facts) or said or (facts.distinct > CODE_LEVELS and facts.names_few)
