"""Finished builds that many tests read: each is made once a run, whichever worker asks first."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from reportgen.options.enums import Format, Service
from reportgen.rendering.renderer import ThisProcess, use_renderer
from tests import draws
from tests.faces import HEAVY, face
from tests.hostile import EVIL, attacking_orders, attacking_table, secret_orders, secret_table
from tests.reports import READERS, Report, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Once = Callable[..., Report]

draws.register()
ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
ALL_FORMATS = frozenset(Format) - {Format.WORKBOOK}
ACCENT = "#7A1F3D"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><path d="M0 0h60v20z" fill="red"/></svg>'
SPENDING = ("MntWines",)


@pytest.fixture(scope="session", autouse=True)
def _rendered_here() -> Iterator[None]:
    """Builds inside a test render in its process: one that is begun anew for each build takes longer."""
    with use_renderer(ThisProcess()):
        yield


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Builds a source into a folder that all workers share, or finds it there."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "builds"
    shared.mkdir(exist_ok=True)

    def make(key: str, source: Path, formats: frozenset[Format] = READERS, **options: object) -> Report:
        done = shared / f"{key}.json"
        with FileLock(shared / f"{key}.lock"):
            if not done.exists():
                made = build(source, shared / key, formats, **options)
                done.write_text(json.dumps([made.name, made.month]), "utf-8")
        return Report(shared / key, *json.loads(done.read_text("utf-8")))

    return make


def _real(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the shared data are not here")
    return path


@pytest.fixture(scope="session")
def shop(built_once: Once) -> Report:
    """Order lines with money, in every format."""
    options = {"company": "Harbour & Finch", "currency": "GBP"}
    return built_once("shop", ROOT / "data" / "orders.csv", ALL_FORMATS, **options)


@pytest.fixture(scope="session")
def people(built_once: Once) -> Report:
    """A table of customers without money or dates, in every format."""
    return built_once("people", ROOT / "data" / "customers.csv", ALL_FORMATS)


@pytest.fixture(scope="session")
def house(built_once: Once, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report in the look of its user, in every format."""
    folder = tmp_path_factory.mktemp("look")
    logo = folder / "logo.svg"
    logo.write_text(LOGO, "utf-8")
    text, heading = face(folder / "text.ttf"), face(folder / "heading.woff2", HEAVY, flavor="woff2")
    look = {"text_font": text, "semibold_font": text, "heading_font": heading, "logo": logo}
    people = ROOT / "data" / "customers.csv"
    return built_once("house", people, ALL_FORMATS, company="House", accent=ACCENT, **look)


@pytest.fixture(scope="session")
def mall(built_once: Once) -> Report:
    return built_once("mall", _real("Mall_Customers.csv"))


@pytest.fixture(scope="session")
def campaign(built_once: Once) -> Report:
    """A table of customers with a declared value, dates, categories and gaps."""
    return built_once("campaign", _real("marketing_campaign.csv"), value=SPENDING)


@pytest.fixture(scope="session")
def limits(built_once: Once) -> Report:
    """Order lines divided by fixed limits, with costs and a budget."""
    options = {"segments": "rules", "currency": "GBP", "contact_cost": 0.85, "margin": 12.5, "budget": 5000.0}
    return built_once("limits", ROOT / "data" / "orders.csv", **options)


@pytest.fixture(scope="session")
def attacked_table(built_once: Once, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Customers whose columns and levels mean harm, of a company whose name does; its message as well."""
    source = attacking_table(tmp_path_factory.mktemp("attacks") / "table.csv")
    return built_once("attacked-table", source, READERS | {Format.EMAIL}, company=EVIL, k=3)


@pytest.fixture(scope="session")
def attacked_orders(built_once: Once, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Order lines of customers, places and products that mean harm."""
    source = attacking_orders(tmp_path_factory.mktemp("attacks") / "orders.csv")
    return built_once("attacked-orders", source, k=2)


@pytest.fixture(scope="session")
def secret_people(built_once: Once, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A table of customers with all that a careless export holds, in every format."""
    source = secret_table(tmp_path_factory.mktemp("secret") / "table.csv")
    return built_once("secret-table", source, ALL_FORMATS, k=2, audiences=frozenset(Service))


@pytest.fixture(scope="session")
def secret_shop(built_once: Once, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Order lines that name people."""
    source = secret_orders(tmp_path_factory.mktemp("secret") / "orders.csv")
    return built_once("secret-orders", source, READERS | {Format.PPTX}, k=2, audiences=frozenset(Service))


@pytest.fixture(
    params=[
        "shop",
        "people",
        "mall",
        pytest.param("campaign", marks=pytest.mark.slow),
        pytest.param("limits", marks=pytest.mark.slow),
    ]
)
def report(request: pytest.FixtureRequest) -> Report:
    """Each of the finished builds."""
    found: Report = request.getfixturevalue(request.param)
    return found
