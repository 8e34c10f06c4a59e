"""Cleans a source: typed rows that count, and a waterfall of all that do not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.cleaning.clean_customers import clean_customers
from reportgen.cleaning.clean_orders import clean_orders
from reportgen.cleaning.clean_rows import CleanRows, LeftOutCustomers
from reportgen.cleaning.clean_visits import clean_visits
from reportgen.cleaning.contacts import ContactsHere, write_contacts
from reportgen.cleaning.control_total import bridge
from reportgen.cleaning.nobody import with_addresses
from reportgen.cleaning.period import Period
from reportgen.cleaning.unread import refuse_two_orders
from reportgen.columns.assigned_roles import Grain
from reportgen.errors import InputError, Place

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.read import RawRows
    from reportgen.options.build_options import BuildOptions

__all__ = ["CleanRows", "LeftOutCustomers", "Period", "clean"]
_CLEANERS = {Grain.CUSTOMER: clean_customers, Grain.VISIT: clean_visits}


def clean(raw: RawRows, roles: Roles, options: BuildOptions, work: Path) -> CleanRows:
    """Give every row its types, set aside what does not count, and count it by cause.

    Args:
        raw: the source as text.
        roles: what its columns are for.
        options: month, window and value, where the user chose them.
        work: a folder for files of this build; the result's Parquet file is written into it.

    Raises:
        InputError: there are no rows, the file has no sure reading, a column that is needed is missing, the
            period asked for holds no rows, or the file mixes currencies.
    """
    refuse_unclear(raw, roles)
    raw, addressed = with_addresses(raw, roles, work)
    rows = _CLEANERS.get(roles.grain, clean_orders)(raw, roles, options, work)
    written = write_contacts(raw, roles, options, work)
    contacts = None if written is None else ContactsHere(written)
    return with_control_total(replace(rows, contacts=contacts, issues=(*addressed, *rows.issues)), options)


def refuse_unclear(raw: RawRows, roles: Roles) -> None:
    """Stop where there is nothing to clean, or no sure reading of it.

    Raises:
        InputError: there are no rows, or the file has no sure reading.
    """
    if raw.rows <= len(raw.doubtful_totals):
        hint = "export it again, with a period and a filter that hold orders or customers"
        raise InputError("there are no rows below the header", hint, Place(raw.source))
    if roles.refusal is not None:
        raise roles.refusal
    refuse_two_orders(raw, roles)


def with_control_total(rows: CleanRows, options: BuildOptions) -> CleanRows:
    """The same, reconciled with the user's own figure for the money of the period, if there is one."""
    control = None if options.control_total is None else bridge(rows.waterfall, options.control_total)
    return rows if control is None else replace(rows, control=control, issues=(*rows.issues, control.issue()))
