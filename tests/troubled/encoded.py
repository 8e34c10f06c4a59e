"""Names and towns of many countries, written in the code pages that their machines once used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.troubled.case import Case, Must, written

if TYPE_CHECKING:
    from collections.abc import Iterator

PEOPLE = {
    "French": ("Zoé Lefèvre,Besançon", "Gérard Noël,Orléans", "Françoise Hébert,Nîmes", "Loïc Gaël,Sète"),
    "German": ("Jürgen Müller,Köln", "Änne Groß,Düsseldorf", "Jörg Weiß,Würzburg", "Käthe Öhm,Gießen"),
    "Spanish": ("Íñigo Muñoz,Málaga", "José Peña,León", "Begoña Núñez,A Coruña", "María Ibáñez,Cádiz"),
    "Danish": ("Søren Østergård,Århus", "Bjørn Kjær,Rønne", "Åse Mørk,Ærø", "Jørgen Bæk,Køge"),
    "Polish": (
        "Łukasz Wójcik,Łódź",
        "Małgorzata Dąbrowska,Gdańsk",
        "Paweł Żak,Poznań",
        "Święta Ćwik,Częstochowa",
    ),
    "Czech": ("Jiří Dvořák,Plzeň", "Zdeněk Šťastný,Děčín", "Růžena Kučerová,Třebíč", "Ondřej Žák,Žďár"),
    "Hungarian": ("Győző Fűrész,Győr", "Erzsébet Szőke,Szeged", "Tünde Kővári,Pécs", "Jenő Szűcs,Érd"),
    "Turkish": (
        "Şükrü Çağlar,İzmir",
        "Ayşe Yıldız,Eskişehir",
        "İbrahim Güneş,Şanlıurfa",
        "Gülşen Ağaoğlu,Muğla",
    ),
    "Russian": (
        "Иван Петров,Москва",
        "Мария Сидорова,Казань",
        "Олег Жуков,Нижний Новгород",
        "Анна Щукина,Уфа",
    ),
    "Greek": ("Γιώργος Παππάς,Αθήνα", "Ελένη Νικολάου,Θεσσαλονίκη", "Κώστας Δήμου,Πάτρα", "Μαρία Ρήγα,Βόλος"),
    "Hebrew": ("דוד כהן,תל אביב", "רחל לוי,חיפה", "משה מזרחי,ירושלים", "שרה פרץ,באר שבע"),
    "Arabic": ("محمد علي,القاهرة", "فاطمة حسن,الإسكندرية", "أحمد سعيد,الرياض", "ليلى كريم,بيروت"),
    "Thai": ("สมชาย ใจดี,กรุงเทพ", "สมหญิง รักไทย,เชียงใหม่", "วิชัย มีสุข,ภูเก็ต", "มาลี ทองดี,ขอนแก่น"),
    "Japanese": ("田中 さくら,東京", "山本 ゆうき,大阪", "佐藤 はなこ,横浜", "鈴木 タロウ,名古屋"),
    "Korean": ("김민수,서울", "이영희,부산", "박지훈,대구", "최수진,인천"),
    "Chinese": ("王小明,北京", "李美丽,上海", "张伟,广州", "陈国华,深圳"),
    "Chinese, traditional": ("王小明,臺北", "李美麗,高雄", "張國華,臺中", "陳淑芬,新竹"),
}
PAGES = {
    "French": ("cp1252", "latin-1", "mac_roman", "cp437"),
    "German": ("cp1252", "latin-1", "mac_roman", "cp437"),
    "Spanish": ("cp1252", "mac_roman"), "Danish": ("cp1252", "mac_roman"), "Polish": ("cp1250", "cp852"),
    "Czech": ("cp1250", "cp852"),
    "Hungarian": ("cp1250", "cp852"), "Turkish": ("cp1254",), "Russian": ("cp1251", "koi8_r", "cp866"),
    "Greek": ("cp1253",),
    "Hebrew": ("cp1255",), "Arabic": ("cp1256",), "Thai": ("cp874",), "Japanese": ("shift_jis", "euc_jp"),
    "Korean": ("cp949",), "Chinese": ("gb18030",), "Chinese, traditional": ("big5",),
}  # fmt: skip


def encoded_files() -> Iterator[Case]:
    """A table of customers for each of them, in every page that is used for it and in Unicode."""
    for language, people in PEOPLE.items():
        rows = [
            (f"{number:04}", *people[number % len(people)].split(","), f"{number * 7.5:.2f}")
            for number in range(40)
        ]
        table = (("id", "name", "town", "spend"), *rows)
        for page in PAGES[language]:
            yield Case(
                "code pages", f"{language}, {page}", written(table).encode(page), Must.FLAG, table, 2, 0
            )
        for page in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"):
            yield Case(
                "scripts in Unicode", f"{language}, {page}", written(table).encode(page), Must.LOAD, table
            )
