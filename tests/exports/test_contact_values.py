"""Addresses, phone numbers, names and places made alike."""

from __future__ import annotations

import pytest

from reportgen.exports.contact_values import Unusable, country_code, email_address, person, phone_number


@pytest.mark.parametrize(
    ("written", "country", "expected"),
    [
        ("(650)555-1212", "US", "+16505551212"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("+44 (0)20 7946 0018", None, "+442079460018"),
        ("0049 30 12345670", None, "+493012345670"),
        ("030 12345670", "DE", "+493012345670"),
        ("030 12345670", None, ""),
        ("12345", "GB", ""),
        ("see notes", "GB", ""),
        ("", "GB", ""),
    ],
)
def test_phones_become_e164_or_nothing(written: str, country: str | None, expected: str) -> None:
    assert phone_number(written, country) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (" John_Smith@gmail.com ", "john_smith@gmail.com"),
        ("mailto:ann@example.com", "ann@example.com"),
        ("ann@example.com, bob@example.com", ""),
        ("ann@localhost", ""),
        ("=cmd|' /C calc'!A0@example.com", ""),
        ("n/a", ""),
    ],
)
def test_an_address_is_one_or_none(written: str, expected: str) -> None:
    assert email_address(written) == expected


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("GB", "GB"),
        ("uk", "GB"),
        ("United Kingdom", "GB"),
        ("Deutschland", "DE"),
        ("DEU", "DE"),
        ("Côte d'Ivoire", "CI"),
        ("États-Unis", "US"),
        ("Neverland", None),
        ("", None),
    ],
)
def test_countries_are_known_by_code_and_name(written: str, code: str | None) -> None:
    assert country_code(written) == code


def test_a_phone_without_a_known_country_is_left_out_and_told() -> None:
    nowhere = person({"phone": "020 7946 0018"}, None)
    assert (nowhere.phone, nowhere.unusable) == ("", (Unusable.NO_EMAIL, Unusable.NO_COUNTRY))
    assert person({"phone": "020 7946 0018"}, "GB").phone == "+442079460018"
    elsewhere = person({"phone": "020 7946 0018", "country": "Neverland"}, "GB")
    assert (elsewhere.phone, elsewhere.country) == ("", "")


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ({"first_name": " Mary ", "last_name": "Smith Jr."}, "Mary", "Smith"),
        ({"full_name": "Dr. Mary van der Berg"}, "Mary", "van der Berg"),
        ({"full_name": "Smith, Mary"}, "Mary", "Smith"),
        ({"first_name": '=HYPERLINK("x")', "last_name": "-Smith"}, 'HYPERLINK("x")', "Smith"),
        ({"full_name": "Cher"}, "Cher", ""),
    ],
)
def test_names_are_parted_without_titles_and_formulas(written: dict[str, str], first: str, last: str) -> None:
    someone = person(written, None)
    assert (someone.first_name, someone.last_name) == (first, last)
