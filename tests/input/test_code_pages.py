"""Texts that are not UTF-8 are read in the page in which their letters make sense, few as they may be."""

from __future__ import annotations

import pytest

from reportgen.input.code_pages import code_page
from tests.troubled.encoded import PAGES, PEOPLE

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
