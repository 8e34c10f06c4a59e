"""What the law protects neither groups nor describes unless asked, whatever language it stands in."""

from __future__ import annotations

import csv
from itertools import count, islice
from random import Random

import pytest

from reportgen.base.national_ids import NATIONAL_IDS, number_of_persons
from reportgen.columns.roles import assign_roles
from reportgen.input.read import read
from reportgen.options.build_options import BuildOptions

ROWS = 60
SENSITIVE = (
    "Party membership", "Trade union", "Disability status", "Blood group", "Sexual orientation",
    "Criminal record", "Fingerprint hash", "Religion", "Ethnic group",
    "Parteimitglied", "Gewerkschaft", "Gewerkschaftsmitglied", "Schwerbehinderung", "GdB",
    "Krankenkasse", "Konfession", "Vorstrafen", "Staatsangehörigkeit",
    "Parti politique", "Syndicat", "Handicap reconnu", "Orientation sexuelle", "Casier judiciaire", "Santé",
    "Partido político", "Sindicato", "Discapacidad", "Orientación sexual", "Antecedentes penales", "Salud",
    "Partito", "Sindacato", "Disabilità", "Orientamento sessuale", "Casellario", "Malattie",
    "Filiação partidária", "Deficiência", "Orientação sexual", "Saúde",
    "Politieke partij", "Vakbond", "Beperking", "Geaardheid", "Strafblad", "Gezondheid",
)  # fmt: skip
"""Headers over two levels, as a careless export of a club, a clinic or an employer has them."""
PLAIN = (
    "Party size", "Credit union branch", "Campaign", "Plan", "Health & Beauty spend", "Gift wrap", "Partner",
)  # fmt: skip


def roles_of(tmp_path, columns):
    """Label -> role, of a table of customers with these columns beside their number and a measure."""
    path = tmp_path / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(["customer id", *columns, "visits"])
        write.writerows(
            [f"K{i:03d}", *(cell(i) for cell in columns.values()), i * 7 % 31] for i in range(ROWS)
        )
    raw = read([str(path)], tmp_path)
    return assign_roles(raw, BuildOptions((str(path),)))


def by_label(roles):
    return {column.label: column.role.value for column in roles.columns}


def test_one_word_of_a_header_is_enough_in_seven_languages(tmp_path):
    found = by_label(roles_of(tmp_path, dict.fromkeys(SENSITIVE, lambda i: ("A", "B")[i % 2])))
    assert [label for label in SENSITIVE if found[label] != "sensitive"] == []


def test_words_that_only_look_like_it_stay_what_they_are(tmp_path):
    found = by_label(roles_of(tmp_path, dict.fromkeys(PLAIN, lambda i: i * 13 % 47 + i / 7)))
    assert [label for label in PLAIN if found[label] == "sensitive"] == []


@pytest.mark.parametrize(
    "levels",
    [
        ("Protestant", "Catholic", "other"),
        ("evangelisch", "römisch-katholisch", "keine"),
        ("SPD", "CDU", "FDP", "keine"),
        ("IG Metall", "ver.di", "none"),
        ("heterosexual", "gay", "prefer not to say"),
        ("Diabetes", "Asthma", "none"),
    ],
)
def test_values_tell_it_under_a_header_that_says_nothing(tmp_path, levels):
    found = by_label(roles_of(tmp_path, {"Group": lambda i: levels[i % len(levels)]}))
    assert found["Group"] == "sensitive"


def some(shape, passes):
    """Thirty numbers of a form that pass a check, drawn at random."""
    draw = Random(1)  # noqa: S311 - made-up numbers
    tried = ("".join(draw.choice(signs) for signs in shape) for _ in count())
    return tuple(islice(filter(passes, tried), 30))


DIGIT = "0123456789"
LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def elfproef(value):
    return sum(int(d) * w for d, w in zip(value, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 == 0


@pytest.mark.parametrize(
    "values",
    [
        ("536-90-4399", "219-09-9999") * 15,
        ("QQ 12 34 56 C", "AB123456D")[1:] * 30,
        ("RSSMRA85T10A562S",) * 30,
        ("15070649C103", "15 070649 C 10 3") * 15,
        ("255081416802538", "1 84 12 76 451 089 46") * 15,
        ("86095742719", "65929970489") * 15,
        ("529.982.247-25", "52998224725") * 15,
        ("756.9217.0769.85", "7569217076985") * 15,
        ("85.07.30-033 28", "85073003328") * 15,
        some([DIGIT] * 8 + [LETTERS], lambda v: v[-1] == LETTERS[int(v[:8]) % 23]),
        some([DIGIT] * 9, elfproef),
    ],
)
def test_national_ids_are_known_by_their_check_digits(values):
    assert number_of_persons(tuple(values), 0.95) == NATIONAL_IDS


def test_numbers_of_customers_are_none():
    for values in (
        [f"{10**8 + 7 * i}" for i in range(200)],
        [f"{3 * 10**10 + 13 * i}" for i in range(200)],
        [f"{4 * 10**15 + 11 * i}" for i in range(200)],
        [f"{10**7 + i}{'ABC'[i % 3]}" for i in range(200)],
    ):
        assert number_of_persons(tuple(values), 0.95) is None


def test_a_national_id_is_left_out_and_no_number_of_a_person_is_the_id_in_silence(tmp_path):
    ids = some([DIGIT] * 8 + [LETTERS], lambda v: v[-1] == LETTERS[int(v[:8]) % 23]) * 2
    roles = roles_of(tmp_path, {"Ref": lambda i: ids[i], "Ausweisnummer": lambda i: f"L{i:08d}"})
    assert (by_label(roles)["Ref"], by_label(roles)["Ausweisnummer"]) == ("personal", "personal")
    assert "personal-id" not in {issue.code for issue in roles.issues}
    path = tmp_path / "phones.csv"
    rows = "".join(f"+44 20 7946 {i:04d},{i * 7 % 31},{i * 3 % 17}\n" for i in range(ROWS))
    path.write_text(f"contact,visits,spend\n{rows}")
    phones = assign_roles(read([str(path)], tmp_path), BuildOptions((str(path),)))
    taken = by_label(phones)["contact"] == "customer"
    assert taken == ("personal-id" in {issue.code for issue in phones.issues})
