"""What rows are of those who come again: sales, states of each month, logs, bills of suppliers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import table_cover
from reportgen.columns.column_values import CODE_LEVELS
from reportgen.columns.customer_ids import DETERMINED, tells_person
from reportgen.columns.profile import ColumnKind
from reportgen.columns.readings import NEAR
from reportgen.columns.role_guesses import tells_age
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts
    from reportgen.columns.readings import Buyer

_FEWEST_MONTHS, _MOST_MONTHS = 2, 60
_FULL = 0.5
"""Share of all customers x months that must be there; of orders a customer seldom has one every month."""
_OF_SALES = frozenset({"order", "product", "product_name", "quantity", "unit_price"})


def _facts_of(
    customer: ColumnFacts, columns: Sequence[ColumnFacts], dependence: FunctionalDependence
) -> list[ColumnFacts]:
    """Births, names and addresses that hang on who comes again: whoever has them stands on several rows."""
    told = [f for f in columns if f is not customer and f.distinct > CODE_LEVELS and f.filled > f.rows / 2]
    told = [f for f in told if tells_person(f) or tells_age(f)]
    return [facts for facts in told if dependence.determines(customer, facts) >= DETERMINED]


def is_log(customer: ColumnFacts, date: ColumnFacts, dependence: FunctionalDependence) -> bool:
    """Whether who comes again has several moments in the same minute, as clicks have and no purchases."""
    if date.shares["clock"] < ENOUGH:
        return False
    minute = rf"regexp_extract({date.column}, '^.*?\d[:.]\d\d')"
    ((minutes, moments),) = dependence.connection.execute(
        f"""SELECT count(DISTINCT ({customer.column}, {minute})),
            count(DISTINCT ({customer.column}, {date.column}))
        FROM {dependence.raw.cells(customer.column, date.column)}
        WHERE {customer.column} IS NOT NULL AND {date.column} IS NOT NULL"""
    ).fetchall()
    return bool(2 * minutes <= moments)


def bills(party: ColumnFacts, candidates: Candidates, dependence: FunctionalDependence) -> ColumnFacts | None:
    """What tells that parties bill the owner: their header, or numbers that each writes in a way of its own.

    Whoever sells numbers all documents in one way; where such a column stands beside, they were sold to.
    """
    if table_cover("parties", "suppliers", party.label) > 1 / 2:
        return party
    numbers = [f for f in candidates.columns if f is not party and _is_numbering(f)]
    theirs = [f for f in numbers if _ways(party, f, dependence)]
    own = [f for f in numbers if f not in theirs and f.header != "index"]
    return theirs[0] if theirs and not own else None


def _is_numbering(facts: ColumnFacts) -> bool:
    """Whether hardly a value comes again, and some digits stand in each."""
    coded = facts.kind in {ColumnKind.CODE, ColumnKind.TEXT} or facts.whole
    return coded and not facts.repeats and facts.filled >= ENOUGH * facts.rows and facts.shares["email"] == 0


def _ways(party: ColumnFacts, numbers: ColumnFacts, dependence: FunctionalDependence) -> bool:
    """Whether each party keeps to one of several ways in which numbers are written, none of them usual."""
    way = rf"regexp_replace({numbers.column}, '\d+', '9', 'g')"
    ((kept, usual, ways),) = dependence.connection.execute(
        f"""WITH counted AS (SELECT {party.column} AS p, {way} AS way, count(*) AS n
            FROM {dependence.raw.cells(party.column, numbers.column)}
            WHERE {party.column} IS NOT NULL AND {numbers.column} IS NOT NULL GROUP BY ALL)
        SELECT (SELECT sum(n) FROM (SELECT max(n) AS n FROM counted GROUP BY p)) / sum(n),
            (SELECT max(n) FROM (SELECT sum(n) AS n FROM counted GROUP BY way)) / sum(n),
            count(DISTINCT way) FROM counted"""
    ).fetchall()
    return bool((kept or 0) >= DETERMINED and (usual or 1) <= 1 / 2 and 2 * ways < numbers.distinct)


def with_facts(
    buyers: Sequence[Buyer],
    candidates: Candidates,
    date: ColumnFacts | None,
    dependence: FunctionalDependence,
) -> tuple[list[Buyer], frozenset[str]]:
    """Those who could buy, likelier by what is told of persons and hangs on them; and that by engine name.

    Whoever has rows on every day is less likely a customer: shops have them.
    """
    told = [_facts_of(buyer.facts, candidates.columns, dependence) for buyer in buyers]
    weighed = []
    for buyer, owned in zip(buyers, told, strict=True):
        who = buyer.facts
        most = who.distinct * date.distinct if date is not None else 0
        always = date is not None and most <= date.filled and dependence.pairs(who, date) == most
        points = buyer.points + 2 * NEAR * (bool(owned) - always)
        weighed.append(replace(buyer, points=points, said=buyer.said or bool(owned)))
    weighed.sort(key=lambda buyer: -buyer.points)
    return weighed, frozenset(facts.column for owned in told for facts in owned)


def lasts(candidates: Candidates, date: ColumnFacts | None, dependence: FunctionalDependence) -> bool:
    """Whether another date follows the day of a row within a month."""
    return date is not None and any(
        dependence.follows_soon(date, f) >= ENOUGH for f in _dates_beside(candidates, date)
    )


def ends_late(candidates: Candidates, date: ColumnFacts | None, dependence: FunctionalDependence) -> bool:
    """Whether another date follows that of nearly every row, but seldom within a month."""
    ends = [f for f in _dates_beside(candidates, date) if f.filled >= ENOUGH * f.rows and f.header != "birth"]
    later = (f for f in ends if date is not None and dependence.precedes(date, f) >= ENOUGH)
    return any(date is not None and dependence.follows_soon(date, f) < 1 / 4 for f in later)


def _dates_beside(candidates: Candidates, date: ColumnFacts | None) -> list[ColumnFacts]:
    return [f for f in candidates.columns if f.kind is ColumnKind.DATE and f is not date]


@dataclass(frozen=True)
class Snapshots:
    """The columns that tell whose state a row is, and of which month."""

    customer: ColumnFacts
    month: ColumnFacts

    @property
    def roles(self) -> dict[str, Role]:
        """Engine name -> role."""
        return {self.customer.column: Role.CUSTOMER, self.month.column: Role.DATE}

    @property
    def reason(self) -> str:
        """Why each row is a customer's state, in words."""
        return phrase(
            "{customer!r} comes once in each of {months} months under {month!r}: "
            "states of the same customers",
            customer=self.customer.label,
            months=self.month.distinct,
            month=self.month.label,
        )

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What was taken."""
        message = phrase(
            "the file shows the same customers in {distinct} months; the latest counts, and earlier "
            "rows are left out",
            distinct=self.month.distinct,
        )
        hint = "--amount COLUMN and --date COLUMN make sales of the rows"
        return (Issue("snapshots", message, column=self.month.label, hint=hint),)


def find_snapshots(columns: Sequence[ColumnFacts], dependence: FunctionalDependence) -> Snapshots | None:
    """The id and the month of a file that has each customer once in each of several months; else None."""
    if any(facts.header in _OF_SALES for facts in columns):
        return None
    ids = [facts for facts in columns if facts.header in {"customer", "id"} and facts.repeats]
    months = [facts for facts in columns if _like_months(facts)]
    pairs = (Snapshots(customer, month) for customer in ids for month in months)
    return next((pair for pair in pairs if _is_panel(pair, dependence)), None)


def _like_months(facts: ColumnFacts) -> bool:
    dates = facts.kind is ColumnKind.DATE and facts.header != "birth"
    return dates and _FEWEST_MONTHS <= facts.distinct <= _MOST_MONTHS


def _is_panel(pair: Snapshots, dependence: FunctionalDependence) -> bool:
    customer, month = pair.customer, pair.month
    full = customer.filled >= _FULL * customer.distinct * month.distinct
    return full and dependence.pairs(customer, month) == customer.rows and dependence.one_a_month(month)
