"""How sentences speak of the customers of a segment."""

from __future__ import annotations

import pytest

from reportgen.base.language import use_locale
from reportgen.prose.sentence import say
from reportgen.record.manifest import RecordedSegment
from reportgen.shared.words import members, spoken


@pytest.mark.parametrize(
    ("locale", "own", "asked", "named", "alone"),
    [
        ("en_GB", "Active", "12 Active customers", "12 customers in VIP", "VIP"),
        ("de_DE", "Aktive Kunden", "12 aktive Kunden", "12 Kunden im Segment „VIP“", "„VIP“"),
        ("fr_FR", "Clients actifs", "12 clients actifs", "12 clients du segment « VIP »", "« VIP »"),
    ],
)
def test_our_own_names_stand_bare_and_those_of_users_in_quotes(
    locale: str, own: str, asked: str, named: str, alone: str
) -> None:
    ours, theirs = RecordedSegment("a", own, 1, "active"), RecordedSegment("b", "VIP", 2)
    with use_locale(locale):
        told = [say("{n} {whom}", n="12", whom=members(each)).plain for each in (ours, theirs)]
        assert [text.replace("\u00a0", " ") for text in told] == [asked, named]
        assert spoken(ours).plain == own
        assert spoken(theirs).plain.replace("\u00a0", " ") == alone
