"""Texts that are not UTF-8 are read in the page in which their letters make sense, few as they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.input.read import read
from reportgen.parsing.code_pages import code_page
from tests.troubled.encoded import PAGES, PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

SHORT = {
    "cp1252": (
        "São João,Guimarães\nCamões,limões",
        "Tõnu Jõgi,Võru",
        "Café crème,Août",
        "Göran Åberg",
        "Zoë,€5",
    ),
    "cp1250": (
        "Kovács Őze\nTűzkő",
        "Győző\nPécs",
        "Košice,Ľubomír",
        "ŁÓDŹ;KRAKÓW",
        "Ştefan,Bucureşti\nTârgu Mureş",
    ),
    "mac_roman": ("Französisch\nGroße Straße", "Gérard Noël,Besançon", "España\nMálaga"),
    "cp437": ("Müller,Köln", "Straße;Größe", "Gérard Noël,Orléans", "Muñoz;Málaga"),
    "cp850": ("São João,Guimarães\nCamões,limões", "Bjørn Kjær,Rønne"),
    "cp852": ("Łukasz Wójcik,Łódź\nGdańsk", "Dvořák,Plzeň\nŽďár"),
    "cp1257": ("Žemaitė,Šiauliai\nKlaipėda", "Rīga,Jūrmala\nĶekava"),
    "cp1254": ("Kadın\nErkek\nŞehir", "Ağrı;Yaş"),
    "cp1251": ("ID клиента;Пол;Доход\n1;М;2\n2;Ж;3", "МОСКВА;ПЕТРОВ", "Україна;Київ", "България;София"),
    "koi8_r": ("Пол;Доход",),
    "cp1253": ("Άνδρας\nΓυναίκα\nΦύλο", "Αθήνα;Ποσό"),
    "cp1256": ("ذكر\nأنثى",),
    "cp874": ("ชาย\nหญิง\nเพศ",),
    "shift_jis": ("男\n女\n性別,年齢",),
    "gb18030": ("男\n女\n性别,年龄",),
}


@pytest.mark.parametrize(("page", "text"), [(page, text) for page, texts in SHORT.items() for text in texts])
def test_a_few_letters_tell_the_page(page: str, text: str) -> None:
    assert text.encode(page).decode(code_page(text.encode(page)).codec) == text


@pytest.mark.parametrize(("language", "page"), [(each, page) for each in PAGES for page in PAGES[each]])
def test_names_and_towns_tell_the_page(language: str, page: str) -> None:
    text = "\n".join(PEOPLE[language])
    assert text.encode(page).decode(code_page(text.encode(page)).codec) == text


def test_controls_of_a_wrong_page_are_named_and_read(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    rows = [f"{n:03d},D{chr(0x92)}Angelo {n},{n * 3}" for n in range(40)]
    source.write_text("\n".join(["id,name,spend", *rows]), "utf-8")
    raw = read(source, tmp_path)
    assert raw.to_pandas()["name"][0] == "D\u2019Angelo 0"
    assert ("control-character", 2) in {(issue.code, issue.line) for issue in raw.issues}


def test_a_currency_sign_beside_a_figure_tells_the_page_where_no_letter_does() -> None:
    text = "Amount,Paid\n\u00a310.00,\u00a35.00\n\u00a325.00,\u00a325.00\n"
    assert text.encode("cp1252").decode(code_page(text.encode("cp1252")).codec) == text
