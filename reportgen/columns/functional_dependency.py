"""Functional dependencies: which columns determine others, and which are the product of two others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING

import narwhals as nw
import numpy as np

from reportgen.columns.number_date_formats import DateFormat, date_expr
from reportgen.columns.raw_numbers import RawNumbers, nowhere_nought, number_of
from reportgen.parsing.cell_kinds import CENT, ENOUGH, MOSTLY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.columns.profile import ColumnFacts

_MANY_ROWS, _SOME_PRODUCTS, _MANY_VALUES = 500_000, 100, 20_000
"""Rows from which on only some products or values are looked at, and how many of these at least."""
_MONTH, _MOST_RATES = 31, 3


class MoneyOf(Enum):
    """What a column of money beside a quantity is the money of."""

    PIECE = "piece"
    LINE = "line"


@dataclass(frozen=True)
class FunctionalDependence(RawNumbers):
    """Asks DuckDB about columns of raw rows; every answer is the same for any order of them."""

    def determines(self, one: ColumnFacts, other: ColumnFacts) -> float:
        """How far a value of one column determines the other's, 0 to 1: different values / different pairs.

        1 is a functional dependency, as from an order to its customer. Of many rows, those of the values that
        their hash chooses tell it, thousands of them.
        """
        ((values, pairs),) = self.connection.execute(
            f"""SELECT count(DISTINCT one), count(*) FROM (SELECT DISTINCT {one.column} AS one, {other.column}
            FROM {self.raw.cells(one.column, other.column)}
            WHERE {one.column} IS NOT NULL AND {other.column} IS NOT NULL AND {_some_values(one)})"""
        ).fetchall()
        return round(values / pairs, 6) if pairs else 0.0

    def drawn(self, names: ColumnFacts) -> bool:
        """Whether names come again no oftener than their first and their last words together by chance would.

        Then whoever shares one is somebody else. Pairs of rows with the same name are counted, and those
        with the same part of one, both of which must be shared oftener.
        """
        words = rf"regexp_extract({names.column}, '^(\S+)\s+(.*)$', ['one', 'rest'])"
        pairs = "sum(n * (n - 1)) FROM (SELECT count(*) AS n FROM told GROUP BY {by})"
        counts = ", ".join(f"(SELECT {pairs.format(by=by)})" for by in ("one", "rest", "(one, rest)"))
        (found,) = self.connection.execute(
            f"""WITH told AS (SELECT w.one, w.rest
                FROM (SELECT {words} AS w FROM {self.raw.cells(names.column)}
                WHERE {names.column} IS NOT NULL) WHERE w.one <> '')
            SELECT (SELECT count(*) FROM told), {counts}"""
        ).fetchall()
        rows, *alike = (int(each or 0) for each in found)
        one, rest, both = alike
        return 2 * both <= min(one, rest) and 0 < both * rows * (rows - 1) <= 2 * one * rest

    def pairs(self, one: ColumnFacts, other: ColumnFacts) -> int:
        """How many different pairs of values two columns have, over rows that have both."""
        both = f"FROM {self.raw.cells(one.column, other.column)} WHERE {one.column} IS NOT NULL"
        pairs = f"count(DISTINCT ({one.column}, {other.column})) {both} AND {other.column} IS NOT NULL"
        return int(self.connection.sql(f"SELECT {pairs}").fetchall()[0][0])

    def differ(self, columns: Sequence[ColumnFacts], told: Sequence[ColumnFacts]) -> float:
        """Different rows that some columns make, as a share of those on which one of some others is told."""
        names, known = (", ".join(facts.column for facts in each) for each in (columns, told))
        query = f"""SELECT count(*), coalesce(sum(n), 0) FROM (SELECT {names}, count(*) AS n
            FROM {self.raw.cells()} WHERE coalesce({known}) IS NOT NULL GROUP BY ALL)"""
        ((different, rows),) = self.connection.execute(query).fetchall()
        return int(different) / int(rows) if rows else 0.0

    def one_a_month(self, dates: ColumnFacts) -> bool:
        """Whether the dates of a column lie in as many months as there are dates."""
        if not isinstance(dates.format, DateFormat):
            return False
        days = self.rows().select(day=date_expr(dates.column, dates.format)).to_native()
        (row,) = days.aggregate("count(DISTINCT day), count(DISTINCT date_trunc('month', day))").fetchall()
        return bool(row[0] == row[1])

    def months_of(self, one: ColumnFacts, dates: ColumnFacts) -> float:
        """Different pairs of a value and a month, as a share of the rows with both: 1 is one row a month."""
        if not isinstance(dates.format, DateFormat):
            return 0.0
        days = (
            self.rows().select(one=nw.col(one.column), day=date_expr(dates.column, dates.format)).drop_nulls()
        )
        pairs = "count(DISTINCT (one, date_trunc('month', day))) / count(*)"
        (row,) = days.to_native().aggregate(pairs).fetchall()
        return row[0] or 0.0

    def sides(self, one: ColumnFacts, other: ColumnFacts) -> tuple[int, int, int]:
        """Rows on which two columns of numbers hold something else than 0: the first, the second, both."""
        if nowhere_nought(one) and nowhere_nought(other):
            return (one.rows,) * 3
        filled = [nw.col(name).fill_null(0) != 0 for name in ("c0", "c1")]
        counts = (each.cast(nw.Int64).sum() for each in (*filled, filled[0] & filled[1]))
        rows = self._filled(one, other).select(**{f"n{at}": count for at, count in enumerate(counts)})
        (found,) = rows.to_native().fetchall()
        return int(found[0] or 0), int(found[1] or 0), int(found[2] or 0)

    def changes_by(
        self, total: ColumnFacts, parts: Sequence[ColumnFacts], moves: int, of: ColumnFacts | None = None
    ) -> float:
        """Share of the first rows, 0 to 1, on which a number differs from that before by one of the others.

        It may grow by that, as what was paid so far does, or shrink, as what is left to pay.

        Rows on which neither moves prove nothing.

        Args:
            total: the number.
            parts: the others, of which the one counts that fits best.
            moves: 1, or -1 for the row after, where the newest stand first.
            of: rows of each of its values are looked at by themselves.
        """
        before = number_of(total).shift(moves).over(*([of.column] if of else []), order_by="line")
        numbers = {f"b{at}": number_of(each) for at, each in enumerate(parts)}
        rows = self.first_rows().select(step=number_of(total) - before, **numbers).to_native()
        shares = (
            f"avg(CAST(abs(abs(step) - abs({name})) <= {CENT} AS INTEGER)) FILTER (step <> 0 OR {name} <> 0)"
            for name in numbers
        )
        (found,) = rows.aggregate(", ".join(shares)).fetchall() if parts else [(0.0,)]
        return max(share or 0.0 for share in found)

    def adds_up(self, one: ColumnFacts, others: Sequence[ColumnFacts]) -> float:
        """Share of the first rows, 0 to 1, on which a number and two others make a sum: of the best of them.

        Rows on which one of the parts is 0 prove nothing.
        """
        numbers = {f"b{at}": number_of(each) for at, each in enumerate(others)}
        rows = self.first_rows().select(x=number_of(one), **numbers).to_native()
        sums = [("x", part, whole) for part, whole in permutations(numbers, 2)]
        sums += [(*parts, "x") for parts in combinations(numbers, 2)]
        shares = (
            f"avg(CAST(abs({part} + {rest} - {whole}) <= {CENT} AS INTEGER))"
            f" FILTER ({part} <> 0 AND {rest} <> 0)"
            for part, rest, whole in sums
        )
        (found,) = rows.aggregate(", ".join(shares)).fetchall() if sums else [(0.0,)]
        return max(share or 0.0 for share in found)

    def makes_up(self, parts: Sequence[ColumnFacts], total: ColumnFacts) -> float:
        """Share of the first rows, 0 to 1, on which two to four numbers add up, or two multiply, to another.

        That of the best of them, which have to be more than 0 on a tenth of the rows at the same time.
        """
        numbers = {f"b{at}": number_of(each).fill_null(0) for at, each in enumerate(parts)}
        rows = self.first_rows().select(x=number_of(total), **numbers).to_native()
        made = [(few, " + ".join(few)) for size in (2, 3, 4) for few in combinations(numbers, size)]
        made += [(few, " * ".join(few)) for few in combinations(numbers, 2)]
        shares = (
            f"""avg(CAST(abs({result} - x) <= {CENT} AS INTEGER))
            * (10 * count(*) FILTER ({" * ".join(few)} <> 0) >= count(*))::INTEGER"""
            for few, result in made
        )
        (found,) = rows.aggregate(", ".join(shares)).fetchall() if made else [(0.0,)]
        return max(share or 0.0 for share in found)

    def reached(
        self,
        money: ColumnFacts,
        added: Sequence[ColumnFacts],
        taken: Sequence[ColumnFacts],
        totals: Sequence[ColumnFacts],
    ) -> ColumnFacts | None:
        """The first of some totals that money comes to, to the cent, by one to three others.

        On most of the first rows, and on most of those on which one of the others is not 0.

        Args:
            money: what is looked at.
            added: others that come on top, whatever their sign.
            taken: others that are taken off, whatever their sign; what is among both goes either way.
            totals: what money may come to.
        """
        signed = [(1, facts) for facts in added] + [(-1, facts) for facts in taken]
        columns = {facts.column: facts for facts in (money, *added, *taken, *totals)}
        asked = {name: number_of(facts).fill_null(0) for name, facts in columns.items()}
        numbers = self.first_rows().select(**asked).to_native().fetchnumpy()
        size = {name: np.abs(values) for name, values in numbers.items()}
        found, best = None, ENOUGH
        for total, count in product(totals, (1, 2, 3)):
            gap = size[total.column] - size[money.column]
            if np.mean((size[total.column] == 0) & (size[money.column] > 0)) > 1 - MOSTLY:
                continue
            for few in combinations(signed, count):
                names = {facts.column for _, facts in few}
                if len(names) < count or total.column in names:
                    continue
                moved = np.any([size[facts.column] > 0 for _, facts in few], axis=0)
                fits = np.abs(gap - sum(sign * size[facts.column] for sign, facts in few)) <= CENT
                share = min(fits.mean(), fits[moved].mean()) if moved.any() else 0.0
                if share > best or (found is None and share == best):
                    found, best = total, share
        return found

    def agrees(self, one: ColumnFacts, other: ColumnFacts) -> float:
        """Share of the values on several rows, 0 to 1, that have a single value of another column."""
        (row,) = self.connection.execute(
            f"""SELECT avg(CAST(n = 1 AS INTEGER)) FROM (SELECT count(DISTINCT {other.column}) AS n
                FROM {self.raw.cells(one.column, other.column)}
                WHERE {one.column} IS NOT NULL AND {other.column} IS NOT NULL
                GROUP BY {one.column} HAVING count(*) > 1)"""
        ).fetchall()
        return 1.0 if row[0] is None else float(row[0])

    def is_mean(self, total: ColumnFacts, count: ColumnFacts, mean: ColumnFacts) -> float:
        """Share of rows, 0 to 1, on which a total is more than once a mean, so many times."""
        gap = (nw.col("c0") / nw.col("c1") - nw.col("c2")).abs()
        rows = self._numbers(total, count, mean).filter(nw.col("c1") > 1, nw.col("c2").abs() > 1)
        (row,) = rows.select((gap <= CENT).cast(nw.Int64).mean()).to_native().fetchall()
        return row[0] or 0.0

    def runs_on(self, dates: ColumnFacts) -> float:
        """Share of the first rows, 0 to 1, that are no earlier than the one before, or else no later."""
        if not isinstance(dates.format, DateFormat):
            return 0.0
        day = date_expr(dates.column, dates.format)
        days = self.first_rows().select(day=day, line=nw.col("line")).drop_nulls()
        steps = days.select(day="day", before=nw.col("day").shift(1).over(order_by="line")).drop_nulls()
        ways = ", ".join(f"avg(CAST(day {way} before AS INTEGER))" for way in (">=", "<="))
        (row,) = steps.to_native().aggregate(ways).fetchall()
        return max(share or 0.0 for share in row)

    def spread(self, money: ColumnFacts, groups: ColumnFacts) -> float:
        """How far the usual amounts of groups lie apart: the variance of their mean logarithms."""
        rows = self.rows().select(g=nw.col(groups.column), x=number_of(money)).to_native()
        means = rows.filter("x > 0").aggregate("avg(ln(x)) AS mean", "g")
        (row,) = means.aggregate("var_pop(mean)").fetchall()
        return row[0] or 0.0

    def commonest(self, facts: ColumnFacts) -> tuple[str, float]:
        """The most frequent value of a column that has one, and its share of the filled cells."""
        (found,) = self.connection.execute(
            f"""SELECT {facts.column}, count(*) / sum(count(*)) OVER () FROM {self.raw.cells()}
            WHERE {facts.column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"""
        ).fetchall()
        return found

    def has(self, facts: ColumnFacts, value: str) -> bool:
        """Whether a value stands in a column."""
        return bool(self.rows().filter(nw.col(facts.column) == value).head(1).to_native().fetchall())

    def precedes(self, one: ColumnFacts, other: ColumnFacts) -> float:
        """Share of the rows with both dates, 0 to 1, on which one is not after the other."""
        if not isinstance(one.format, DateFormat) or not isinstance(other.format, DateFormat):
            return 0.0
        days = self.rows().select(
            c0=date_expr(one.column, one.format), c1=date_expr(other.column, other.format)
        )
        (row,) = days.drop_nulls().to_native().aggregate("avg(CAST(c0 <= c1 AS INTEGER))").fetchall()
        return row[0] or 0.0

    def follows_soon(self, one: ColumnFacts, other: ColumnFacts) -> float:
        """Share of the rows with both dates, 0 to 1, on which the other comes after one, within a month."""
        if not isinstance(one.format, DateFormat) or not isinstance(other.format, DateFormat):
            return 0.0
        days = self.rows().select(
            c0=date_expr(one.column, one.format), c1=date_expr(other.column, other.format)
        )
        soon = f"avg(CAST(c1 > c0 AND c1 - c0 <= {_MONTH} AS INTEGER))"
        (row,) = days.drop_nulls().to_native().aggregate(soon).fetchall()
        return row[0] or 0.0

    def has_rates(self, part: ColumnFacts, rest: ColumnFacts, most: int = _MOST_RATES) -> bool:
        """Whether one column of money is at most so many fixed shares of another, as tax is."""
        some = self._cast_only(part, rest).filter(_some_values(rest))
        rows = nw.from_native(some).select(c0=number_of(part), c1=number_of(rest)).to_native()
        rates = rows.filter("c0 <> 0 AND c1 <> 0").aggregate("count(*) AS n", "round(c0 / c1, 2)")
        counts = [n for (n,) in rates.order("n DESC").fetchall()]
        return bool(sum(counts[:most]) >= MOSTLY * sum(counts) > 0)

    def holds(self, whole: ColumnFacts, part: ColumnFacts) -> float:
        """Share of the rows with both numbers, 0 to 1, on which one is no smaller than the other."""
        rows = self._numbers(whole, part).to_native()
        (row,) = rows.aggregate("avg(CAST(abs(c0) >= abs(c1) AS INTEGER))").fetchall()
        return row[0] or 0.0

    def is_product(self, quantity: ColumnFacts, price: ColumnFacts, total: ColumnFacts) -> float:
        """Share of rows, 0 to 1, on which quantity x price is the total to the cent; 0 x 0 proves nothing."""
        gap = (nw.col("c0") * nw.col("c1") - nw.col("c2")).abs()
        rows = self._numbers(quantity, price, total).filter(
            (nw.col("c0") * nw.col("c1") != 0) | (nw.col("c2") != 0)
        )
        (row,) = rows.select((gap <= CENT).cast(nw.Int64).mean()).to_native().fetchall()
        return row[0] or 0.0

    def is_difference(self, total: ColumnFacts, part: ColumnFacts, rest: ColumnFacts) -> float:
        """Share of rows, 0 to 1, on which the total less the part, of any sign, is the rest to the cent."""
        gap = (nw.col("c0") - nw.col("c1").abs() - nw.col("c2")).abs()
        rows = self._filled(total, part, rest).with_columns(nw.col("c1").fill_null(0)).drop_nulls()
        (row,) = rows.select((gap <= CENT).cast(nw.Int64).mean()).to_native().fetchall()
        return row[0] or 0.0

    def money_within(self, product: ColumnFacts, quantity: ColumnFacts, money: ColumnFacts) -> MoneyOf | None:
        """Whether money is that of a piece or of all pieces, as products have one price; None where both fit.

        The right one leaves fewer different prices of each product.
        """
        # Of many rows, those of products that their hash chooses: each product speaks for itself.
        part = max(1, min(product.rows // _MANY_ROWS, product.distinct // _SOME_PRODUCTS))
        some = self._cast_only(quantity, money).filter(f"hash({product.column}) % {part} = 0")
        rows = nw.from_native(some).select(product.column, q=number_of(quantity), p=number_of(money))
        (counts,) = (
            rows.drop_nulls()
            .to_native()
            .filter("q > 0")
            .aggregate(
                f"count(DISTINCT ({product.column}, p)), count(DISTINCT ({product.column}, round(p / q, 2)))"
            )
            .fetchall()
        )
        as_written, divided = counts
        if divided < MOSTLY * as_written:
            return MoneyOf.LINE
        return MoneyOf.PIECE if as_written < MOSTLY * divided else None

    def grows_with(self, quantity: ColumnFacts, money: ColumnFacts) -> float:
        """Correlation of the logarithms of money and quantity, over rows where both are positive."""
        rows = self._numbers(quantity, money).filter(nw.col("c0") > 0, nw.col("c1") > 0).to_native()
        (row,) = rows.aggregate("corr(ln(c0), ln(c1))").fetchall()
        return row[0] or 0.0


def _some_values(facts: ColumnFacts) -> str:
    """A condition on the cells of a column: of many rows, those of the values that their hash chooses."""
    part = min(facts.rows // _MANY_ROWS, facts.distinct // _MANY_VALUES)
    return f"hash({facts.column}) % {part} = 0" if part > 1 else "true"
