"""Contact data for private lists: the columns that the user carries along, and who opted out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.base.engine import connect, parquet
from reportgen.base.word_lists import cell_words, header_kind
from reportgen.cleaning.customer_ids import row_customer_expr
from reportgen.columns.labels import match_label
from reportgen.columns.number_date_formats import DateFormat, date_expr
from reportgen.errors import InputError
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb
    import pandas as pd

    from reportgen.columns.assigned_roles import ColumnRole, Roles
    from reportgen.input.read import RawRows
    from reportgen.options.build_options import BuildOptions

TELLS = "coalesce(regexp_matches({column}, '[^\\s\\p{{Z}}]'), false)"
FIELDS = "reached_by_"
"""What stands before a field's name in the file of contacts."""


def write_contacts(raw: RawRows, roles: Roles, options: BuildOptions, work: Path) -> Path | None:
    """Write a Parquet file: customer, opted_out (BOOLEAN), then cells as text.

    These are the carried columns by engine name and, where audience files are asked for, how people are
    reached (`FIELDS` and the name of the field). The newest row of a customer with a filled cell counts.
    None where nothing of it is asked for and no column tells consent.

    Raises:
        InputError: a column to carry is not there.
    """
    if not wants_contacts(roles, options):
        return None
    carried, consents = carried_columns(roles, options), roles.all(Role.CONSENT)
    fields = roles.contacts if options.audiences else {}
    target = work / "contacts.parquet"
    with connect(work) as connection:
        dated = _dated(connection, raw, roles)
        refusals = [
            f"max_by({_refuses(column)}, age) FILTER ({column.column} IS NOT NULL)" for column in consents
        ]
        refused = " OR ".join(f"coalesce({refusal}, false)" for refusal in refusals) or "false"
        named = [*((c.column, c) for c in carried), *((f"{FIELDS}{field}", c) for field, c in fields.items())]
        cells = [f"max_by({c.column}, age) FILTER ({c.column} IS NOT NULL) AS {name}" for name, c in named]
        dated.to_native().create_view("dated")
        connection.execute(
            f"""COPY (SELECT customer, {", ".join([f"{refused} AS opted_out", *cells])}
                FROM (SELECT *, (coalesce(date, DATE '0001-01-01'), line) AS age FROM dated)
                WHERE customer IS NOT NULL GROUP BY customer ORDER BY customer)
            TO $target (FORMAT parquet)""",
            {"target": str(target)},
        )
    return target


@dataclass(frozen=True)
class ContactsHere:
    """See `ContactRows`; they lie in a file of this machine."""

    path: Path

    def known(self, columns: Sequence[str]) -> pd.DataFrame:
        """See `ContactRows`."""
        return self._frame(known_query(parquet(self.path), columns))

    def texts(self, columns: Sequence[str], customers: pd.Index) -> pd.DataFrame:
        """See `ContactRows`."""
        return along(
            self._frame(f"SELECT {', '.join(['customer', *columns])} FROM {parquet(self.path)}"), customers
        )

    @property
    def files(self) -> tuple[Path, ...]:
        """See `ContactRows`."""
        return (self.path,)

    def _frame(self, query: str) -> pd.DataFrame:
        with connect(self.path.parent) as connection:
            frame: pd.DataFrame = connection.sql(query).df()
        return frame.set_index("customer").sort_index()


def known_query(table: str, columns: Sequence[str]) -> str:
    """The query for what lists need to know of everybody, see `ContactRows.known`."""
    tells = (f"{TELLS.format(column=name)} AS {name}" for name in columns)
    return f"SELECT {', '.join(['customer', 'opted_out', *tells])} FROM {table}"


def along(texts: pd.DataFrame, customers: pd.Index) -> pd.DataFrame:
    """Cells by customer in the order of some customers."""
    return texts.reindex(customers).astype(object).fillna("")


def wants_contacts(roles: Roles, options: BuildOptions) -> bool:
    """Whether a column is to be taken along, tells consent, or says how people are reached."""
    reached = options.audiences and roles.contacts
    return bool(carried_columns(roles, options) or roles.all(Role.CONSENT) or reached)


def carried_columns(roles: Roles, options: BuildOptions) -> tuple[ColumnRole, ...]:
    """The columns to take along, in the user's order; a role such as "consent" names its first column."""
    labels = {column.column: column.label for column in roles.columns}
    by_name = {column.column: column for column in roles.columns}
    return tuple(dict.fromkeys(by_name[_named(wanted, labels, roles)] for wanted in options.carry))


def _named(wanted: str, labels: dict[str, str], roles: Roles) -> str:
    try:
        return match_label(wanted, labels)
    except InputError:
        of_role = next((column for column in roles.columns if column.role == wanted.casefold()), None)
        if of_role is None:
            raise
        return of_role.column


def _dated(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles
) -> nw.LazyFrame[duckdb.DuckDBPyRelation]:
    """The rows with their customer and date, typed."""
    rows = nw.from_native(connection.sql(f"FROM {raw.cells()}"))
    date = roles.first(Role.DATE)
    day = nw.lit(None).cast(nw.Date)
    if date is not None and isinstance(date.written_as, DateFormat):
        day = date_expr(date.column, date.written_as)
    return rows.with_columns(customer=row_customer_expr(roles), date=day)


def _refuses(column: ColumnRole) -> str:
    """Whether a cell says that the person may not be written to: a condition on the column.

    Under a header such as "unsubscribed" every cell but "no" refuses; under others "no" does, and
    whatever says that the person never signed up.
    """
    no = cell_words("no")
    opt_out = header_kind(column.label) == "opt_out"
    words = ", ".join(f"'{word}'" for word in sorted(no if opt_out else no | cell_words("opted_out")))
    cell = f"trim(regexp_replace(lower(strip_accents({column.column})), '[^\\pL\\d]+', ' ', 'g'))"
    return f"{cell} NOT IN ({words})" if opt_out else f"{cell} IN ({words})"
