"""Audience files hold what each service documents; see docs/audiences.md for the pages."""

from __future__ import annotations

import csv
import hashlib
from typing import TYPE_CHECKING

import pytest

from reportgen.exports.audience_formats import FORMATS, google_email, hashed
from reportgen.exports.audiences import (
    audience_without,
    last_audiences,
    marks_of,
    people_of,
    write_audiences,
)
from reportgen.exports.contact_values import Unusable, person
from reportgen.options.enums import Service

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = {
    Service.KLAVIYO: "Email,Phone Number,First Name,Last Name,City,Country",
    Service.MAILCHIMP: "Email Address,First Name,Last Name,Phone Number",
    Service.META: "email,phone,fn,ln,ct,st,zip,country",
    Service.GOOGLE: "Email,Phone,First Name,Last Name,Country,Zip",
}
MARY = {
    "email": "John_Smith@gmail.com",
    "phone": "(650)555-1212",
    "first_name": "Mary",
    "last_name": "O'Brien",
    "city": "New York",
    "state": "California",
    "zip": "94035-1234",
    "country": "United States",
}


def cells(service: Service, written: dict[str, str]) -> dict[str, str]:
    row = FORMATS[service].row(person(written, None))
    assert row is not None
    return dict(zip(FORMATS[service].header, row, strict=True))


def test_headers_are_those_that_the_services_name() -> None:
    assert {service: ",".join(FORMATS[service].header) for service in Service} == HEADERS


@pytest.mark.parametrize(
    ("field", "written", "column", "published"),
    [
        (
            "email",
            "John_Smith@gmail.com",
            "email",
            "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
        ),
        (
            "phone",
            "(650)555-1212",
            "phone",
            "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176",
        ),
        ("first_name", "Mary", "fn", "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec"),
        ("first_name", "정", "fn", "8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14"),
        ("first_name", "Valéry", "fn", "08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c"),
        (
            "country",
            "United States",
            "country",
            "79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621",
        ),
    ],
)
def test_meta_gets_the_hashes_of_its_own_examples(
    field: str, written: str, column: str, published: str
) -> None:
    """Of "Customer information parameters", developers.facebook.com, 9 January 2026."""
    assert cells(Service.META, {**MARY, field: written})[column] == published


@pytest.mark.parametrize(
    ("column", "alike"),
    [("ct", "newyork"), ("st", "ca"), ("zip", "94035"), ("ln", "obrien")],
)
def test_meta_places_and_names_are_hashed_without_signs(column: str, alike: str) -> None:
    assert cells(Service.META, MARY)[column] == hashlib.sha256(alike.encode()).hexdigest()


def test_postcodes_of_other_countries_keep_all_their_signs_for_meta() -> None:
    british = {**MARY, "zip": "M1 1AE", "country": "GB", "state": "Greater Manchester"}
    assert cells(Service.META, british)["zip"] == hashed("m11ae")
    assert cells(Service.META, british)["st"] == hashed("greatermanchester")


@pytest.mark.parametrize(
    ("written", "alike"),
    [
        ("cloudy.sanfrancisco+shopping@gmail.com", "cloudysanfrancisco@gmail.com"),
        ("user.name+NYC@Example.com", "user.name+nyc@example.com"),
    ],
)
def test_google_gets_addresses_as_in_its_examples(written: str, alike: str) -> None:
    """Of "Format user data", Data Manager API, developers.google.com, 2026."""
    assert google_email(written.lower()) == alike
    assert cells(Service.GOOGLE, {**MARY, "email": written})["Email"] == hashed(alike)


def test_google_gets_phones_with_a_plus_and_places_in_the_clear() -> None:
    google = cells(Service.GOOGLE, {**MARY, "phone": "(800)555-0100"})
    assert google["Phone"] == hashed("+18005550100")
    assert (google["Country"], google["Zip"], google["First Name"]) == ("US", "94035-1234", hashed("mary"))


def test_mail_services_get_plain_text_and_only_people_whom_they_can_reach() -> None:
    assert list(cells(Service.KLAVIYO, MARY).values()) == [
        "john_smith@gmail.com",
        "+16505551212",
        "Mary",
        "O'Brien",
        "New York",
        "US",
    ]
    no_address = person({**MARY, "email": ""}, None)
    assert FORMATS[Service.MAILCHIMP].row(no_address) is None
    assert FORMATS[Service.KLAVIYO].row(no_address) is not None
    assert FORMATS[Service.MAILCHIMP].row(person({"email": "josé@example.com"}, None)) is None
    assert FORMATS[Service.META].row(person({"first_name": "Mary"}, "US")) is None


def test_files_without_a_column_that_tells_are_empty_and_say_so(tmp_path: Path) -> None:
    lists = {"loyal": people_of(["a", "b"], None, "GB")}
    (counts,) = write_audiences(tmp_path / "audiences", lists, [Service.META], None)
    assert (counts.people, counts.in_files, counts.unusable[Unusable.NO_EMAIL]) == (2, 0, 2)
    assert rows(tmp_path / "audiences" / "meta" / "loyal.csv") == []


def people(*names: str) -> dict[str, object]:
    return {f"id-{name}": person({"email": f"{name}@example.com"}, None) for name in names}


def rows(path: Path) -> list[str]:
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    return data.decode().splitlines()[1:]


def test_the_next_month_tells_who_came_and_who_went(tmp_path: Path) -> None:
    private, services = tmp_path / "private", [Service.MAILCHIMP]
    for month, lists in (
        ("2026-09", {"loyal": people("ann", "bob"), "lost": people("eve")}),
        ("2026-10", {"loyal": people("bob", "zoë2", "cid"), "new": people("dan")}),
    ):
        (private / month).mkdir(parents=True)
        earlier = last_audiences(private, month)
        write_audiences(private / month / "audiences", lists, services, earlier)  # type: ignore[arg-type]
    now = private / "2026-10" / "audiences"
    assert rows(now / "mailchimp" / "loyal.csv") == ["bob@example.com,,,", "cid@example.com,,,"]
    assert rows(now / "mailchimp" / "added" / "loyal.csv") == ["cid@example.com,,,"]
    assert rows(now / "mailchimp" / "removed" / "loyal.csv") == ["ann@example.com,,,"]
    assert rows(now / "mailchimp" / "removed" / "lost.csv") == ["eve@example.com,,,"]
    assert not (now / "mailchimp" / "added" / "new.csv").exists()
    assert not (now / "mailchimp" / "lost.csv").exists()
    with (now / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        summary = {row["list"]: row for row in csv.DictReader(file)}
    loyal = summary["loyal"]
    assert (loyal["people"], loyal["people in the file"], loyal["added"], loyal["removed"]) == (
        "3",
        "2",
        "1",
        "1",
    )
    marks = marks_of((now / "rows.csv").read_bytes(), {"id-ann", "id-eve"})
    for gone in ("loyal", "lost"):
        file = (now / "mailchimp" / "removed" / f"{gone}.csv").read_bytes()
        assert audience_without(file, marks) == file.split(b"\r\n")[0] + b"\r\n"
