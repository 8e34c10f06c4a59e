"""Several currencies in one file: one is kept, or all are converted; they are never added up."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.cleaning.customer_ids import no_sale_expr
from reportgen.errors import InputError
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from reportgen.base.decisions import Decisions
    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.read import RawRows
    from reportgen.options.build_options import BuildOptions

_RATES_HINT = "give the worth of one unit of each under [rates] in reportgen.toml, and the currency itself"
_NAMED = 5
_DECIMALS = Decimal("1.00000000")


def exchange_rates(
    connection: duckdb.DuckDBPyConnection,
    raw: RawRows,
    roles: Roles,
    options: BuildOptions,
    decided: Decisions,
) -> Mapping[str, Decimal]:
    """Currency -> what one unit counts; others are set aside. Empty where the file holds one only.

    Raises:
        InputError: there are several, and nobody said which one to keep or what each is worth.
    """
    found = decided.once("currencies", lambda: currencies(connection, raw, roles))
    codes = [code for code, rows in found.items() if rows] or list(found)
    rates = {code.upper(): rate.quantize(_DECIMALS) for code, rate in options.rates.items()}
    if len(codes) < 2:  # noqa: PLR2004 - one currency needs no rate
        return {code: Decimal(1) for code in codes if len(found) > 1}
    named = ", ".join(codes[:_NAMED]) + (" and others" if len(codes) > _NAMED else "")
    if rates:
        missing = [code for code in codes if code not in rates and code != options.currency]
        if missing or options.currency is None:
            what = f"no rate for {', '.join(missing)}" if missing else "no currency to convert into"
            raise InputError(f"amounts stand in {named}, and there is {what}", _RATES_HINT)
        return {code: Decimal(1) if code == options.currency else rates[code] for code in codes}
    if options.currency in codes:
        return {str(options.currency): Decimal(1)}
    cause = f"amounts stand in {len(codes)} currencies, which cannot be added up: {named}"
    raise InputError(cause, f"keep one with --currency CODE, or {_RATES_HINT}")


def rate_sql(rates: Mapping[str, Decimal]) -> str:
    """The rate of a line as an expression over `lines`; NULL for a currency that is not counted."""
    if not rates:
        return "1"
    # The codes are those of the settings, but nothing goes into a query unquoted.
    quoted = {code.replace("'", "''"): rate for code, rate in rates.items()}
    cases = " ".join(f"WHEN '{code}' THEN {rate}" for code, rate in quoted.items())
    return f"CASE currency {cases} END"


def currencies(connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles) -> dict[str, int]:
    """The codes of a file, in capitals, with their rows of customers' sales; the most frequent first."""
    column, customer = roles.first(Role.CURRENCY), roles.first(Role.CUSTOMER)
    if column is None:
        return {}
    rows = nw.from_native(connection.sql(f"FROM {raw.cells()}"))
    bought = nw.lit(value=True)
    if roles.grain.repeats and customer is not None:
        bought = ~nw.col(customer.column).is_null() & ~no_sale_expr(roles)
        bought &= nw.col(customer.column).str.to_lowercase() != (roles.owner or "")
    codes = rows.select(code=nw.col(column.column).str.to_uppercase(), bought=bought).to_native()
    counted = "code, CAST(count(*) FILTER (bought) AS BIGINT) AS rows"
    return dict(
        codes.filter("code IS NOT NULL").aggregate(counted, "code").order("rows DESC, code").fetchall()
    )
