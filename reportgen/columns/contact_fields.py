"""Which columns hold what an audience file needs: e-mail address, phone, name, place."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.word_lists import coverage, table_cover
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from reportgen.columns.profile import ColumnFacts


class ContactField(StrEnum):
    """What a column tells of how a person is reached."""

    EMAIL = "email"
    PHONE = "phone"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    CITY = "city"
    STATE = "state"
    ZIP = "zip"
    COUNTRY = "country"


class ContactColumn(NamedTuple):
    """What a column tells of how a person is reached."""

    field: ContactField
    sure: float
    """Share of the header that says so, and 1 more where the values do."""


_OTHER_USE = frozenset(Role) - {
    Role.CUSTOMER,
    Role.PERSONAL,
    Role.PLACE,
    Role.CATEGORY,
    Role.MEASURE,
    Role.FREE_TEXT,
    Role.CONSTANT,
    Role.IGNORE,
}
"""Roles whose columns tell nothing of how a person is reached, whatever their header says."""
_WRITTEN = (ContactField.EMAIL, ContactField.PHONE)
"""Fields that are known by how their values are written; patterns have the same names."""


def contact_field(facts: ColumnFacts, role: Role) -> ContactColumn | None:
    """The field that a column fills, by its values or its header; None for a column of another use.

    Values that are written as e-mail addresses or phone numbers say it; else a header more than half of
    which is the field's name, so that "company name" is nobody's name.
    """
    if role in _OTHER_USE:
        return None
    covers = {field: _cover(field, facts.label) for field in ContactField}
    best = max(ContactField, key=lambda field: covers[field])
    written = next((field for field in _WRITTEN if facts.shares[field] >= ENOUGH), None)
    if written is not None:
        return ContactColumn(written, 1.0 + covers[written])
    if covers[best] <= 1 / 2:
        return None
    return ContactColumn(best, covers[best])


def _cover(field: ContactField, label: str) -> float:
    """Share of a header that says a field; fields that values tell are kinds of headers, too."""
    return coverage(label, field) if field in _WRITTEN else table_cover("contact", field, label)
