"""The page in a real browser: no request, no script needed, readable on a telephone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.reports import Report

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 360, "height": 800}
DESK = {"width": 1280, "height": 900}
LEAST_LETTERS = 12
"""Pixels; smaller text is hard to read on a telephone."""

OUTSIDE_ITS_DRAWING = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(text => {
    const own = text.getBoundingClientRect();
    return own.width && (own.left < box.left - 1 || own.right > box.right + 1
      || own.top < box.top - 2 || own.bottom > box.bottom + 2);
  }).map(text => text.textContent);
})"""
SMALL_TEXT = """least => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !element.getClientRects().length) continue;
    if (element.closest('style, title, .skip')) continue;
    const matrix = element.getScreenCTM ? element.getScreenCTM() : null;
    const scale = matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * scale;
    if (size < least - 0.05) found.add(`${size.toFixed(1)} px: ${walk.currentNode.textContent.trim()}`);
  }
  return [...found];
}"""
OVERLAPPING = """() => {
  const boxes = [...document.querySelectorAll('h1, h2, h3, h4, p, li, dt, dd, figcaption, table, .chart')]
    .filter(e => e.getClientRects().length && !e.closest('.skip'))
    .map(e => [e, e.getBoundingClientRect()]);
  const found = [];
  for (const [i, [one, a]] of boxes.entries()) {
    for (const [other, b] of boxes.slice(i + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 2) found.push([one, other].map(e => e.textContent.trim().slice(0, 60)));
    }
  }
  return found;
}"""
DRAWN = """() => [...document.querySelectorAll('.chart svg, .mosaic svg')].filter(svg =>
  svg.getClientRects().length).map(svg => {
  const box = svg.getBoundingClientRect();
  return Math.min(box.width, box.height, svg.querySelectorAll('text').length);
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api")
    if not shutil.which(CHROMIUM):
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as run:
        started = run.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without scripts, as a mail programme or a cautious office shows it."""
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(
    params=[
        "shop",
        pytest.param("campaign", marks=pytest.mark.slow),
    ]
)
def shown(request: pytest.FixtureRequest) -> Report:
    found: Report = request.getfixturevalue(request.param)
    return found


def opened(browser: Browser, report: Report, size: dict[str, int], scheme: str = "light") -> Page:
    page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(report.html_file.as_uri())
    return page


def read_through(page: Page) -> None:
    """Scroll to the end, so that every chart comes near the window, and wait until it is drawn again."""
    for place in page.locator(".chart").all():
        place.scroll_into_view_if_needed()
    page.locator(".chart:not([data-live])").first.wait_for(state="detached")


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        (PHONE, "light"),
        (DESK, "dark"),
    ],
    ids=["phone, light", "desk, dark"],
)
def test_those_who_listen_or_see_little_can_use_it(
    browser: Browser, shown: Report, size: dict[str, int], scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(browser, shown, size, scheme)
    if size is DESK:
        read_through(page)
    for details in page.locator("details").all():
        details.evaluate("e => e.open = true")
    found = axe.run(page).response
    assert len(found["passes"]) > 30
    assert [
        (fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in found["violations"]
    ] == []


def test_a_chart_answers_and_a_segment_stands_out_in_all_of_them(browser: Browser, shop: Report) -> None:
    page = opened(browser, shop, DESK)
    read_through(page)
    page.locator("section:has(#glance) .chart svg [fill='#17307A']").first.hover()
    told = page.locator(".hint").text_content() or ""
    assert next(iter(shop.names.values())) in told or any(name in told for name in shop.names.values())
    assert "%" in told
    page.mouse.move(1, 1)
    faded = "document.querySelectorAll('.chart path[opacity=\"0.2\"]').length"
    before = page.evaluate(faded)
    button = page.locator(".chooser button").first
    button.click()
    assert before == 0
    assert page.evaluate(faded) > 10
    assert button.get_attribute("aria-pressed") == "true"
    page.keyboard.press("Escape")
    assert page.evaluate(faded) == 0


def test_contents_follow_the_reader(browser: Browser, shop: Report) -> None:
    page = opened(browser, shop, DESK)
    page.locator("#differ").evaluate(
        "e => scrollTo({top: e.getBoundingClientRect().top, behavior: 'instant'})"
    )
    page.wait_for_selector(".guide a[href='#differ'][aria-current='true']")
    assert page.locator(".guide a[aria-current='true']").count() == 1


def test_the_page_asks_for_nothing_and_complains_of_nothing(browser: Browser, shown: Report) -> None:
    page = browser.new_page(viewport=DESK)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(shown.html_file.as_uri())
    page.evaluate("document.fonts.ready")
    read_through(page)
    assert "unsafe-eval" not in shown.html.split("</head>")[0].split("<style>")[0]
    assert [url for url in asked if not url.startswith("data:font/")] == [shown.html_file.as_uri()]
    assert complaints == []
    assert page.evaluate("[...document.fonts].filter(font => font.status === 'error').length") == 0


def test_charts_show_without_scripts(page: Page, shown: Report) -> None:
    page.goto(shown.html_file.as_uri())
    charts = page.locator(".chart svg:visible")
    assert charts.count() >= 3
    boxes = [charts.nth(i).bounding_box() for i in range(charts.count())]
    assert all(box and box["width"] > 100 and box["height"] > 50 for box in boxes)
    assert all(charts.nth(i).locator("text").count() for i in range(charts.count()))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_runs_out_of_its_place(browser: Browser, shown: Report, size: dict[str, int]) -> None:
    page = opened(browser, shown, size)
    if size is DESK:
        read_through(page)
    for details in page.locator("details").all():
        details.evaluate("e => e.open = true")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(OUTSIDE_ITS_DRAWING) == []
    assert page.evaluate(OVERLAPPING) == []
    assert min(page.evaluate(DRAWN)) > 0
    assert page.locator(".mosaic:visible").count() == 1


def test_no_chart_lies_off_screen_on_a_telephone(browser: Browser, shown: Report) -> None:
    page = opened(browser, shown, PHONE)
    beyond = "e => e.filter(chart => chart.scrollWidth > chart.clientWidth + 1).length"
    assert page.locator(".chart").evaluate_all(beyond) == 0


def test_text_can_be_read_on_a_telephone(browser: Browser, shown: Report) -> None:
    assert opened(browser, shown, PHONE).evaluate(SMALL_TEXT, LEAST_LETTERS) == []


def test_every_place_of_the_contents_is_there(browser: Browser, shown: Report) -> None:
    page = opened(browser, shown, DESK)
    aims = page.evaluate("[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href'))")
    assert len(aims) > 4
    assert [aim for aim in aims if page.locator(aim).count() != 1] == []


def test_the_front_page_leads_to_the_report(browser: Browser, shop: Report) -> None:
    page = browser.new_page()
    page.goto((shop.out / "site" / "index.html").as_uri())
    links = page.evaluate("[...document.querySelectorAll('a')].map(a => a.href)")
    assert shop.html_file.as_uri() in links
    page.goto(shop.html_file.as_uri())
    assert page.title() == "Harbour & Finch: customer segments, October 2026"


def test_words_of_the_file_do_not_run(browser: Browser, attacked_orders: Report) -> None:
    page = browser.new_page(viewport=PHONE)
    happened: list[str] = []
    page.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: happened.append(message.text))
    page.on("request", lambda request: happened.append(request.url))
    page.goto(attacked_orders.html_file.as_uri())
    own = ("data:font/", attacked_orders.html_file.as_uri())
    assert [event for event in happened if not event.startswith(own)] == []
    assert page.evaluate("document.images.length") == 0
    assert page.evaluate("[...document.scripts].filter(s => s.type !== 'application/json').length") == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
