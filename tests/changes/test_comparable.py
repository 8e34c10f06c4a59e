"""A file that cannot be held against the last one is held, and says why."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reportgen import build_result, pipeline
from reportgen.base.language import use_locale
from reportgen.base.phrases import translated
from reportgen.changes.comparable import FEWER, counting_changed, reasons_to_hold
from reportgen.cleaning import counting
from reportgen.cleaning.counting import Rules
from reportgen.demo.changes import HEADER, changing_shop
from reportgen.demo.draw import Draw
from reportgen.errors import InputError
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format
from reportgen.options.history import HistoryOptions
from reportgen.record.previous import Previous, find_previous
from reportgen.record.run_record import read_manifest
from tests.reports import Report, nothing_drawn, section, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reportgen.analysis import Analysis
    from reportgen.build_result import BuildResult
    from reportgen.record.manifest import Baseline

    Rows = list[tuple[str, ...]]
    Change = Callable[[Rows], Rows]

DATE, CUSTOMER, AMOUNT = 1, 2, 3


@pytest.fixture(autouse=True, scope="module")
def _undrawn() -> Iterator[None]:
    with nothing_drawn():
        yield


@pytest.fixture(scope="module")
def shop() -> Rows:
    rows = changing_shop(Draw(5), frozenset()).rows
    return [row for row in rows if row[DATE] < "2026-03" and int(row[CUSTOMER]) % 4 < 2]


@pytest.fixture(scope="module")
def january(shop: Rows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("held") / "out"
    build(out, [row for row in shop if row[DATE] < "2026-02"])
    return out


GO_ON = HistoryOptions()


def build(
    out: Path,
    rows: Rows,
    header: tuple[str, ...] = HEADER,
    history: HistoryOptions = GO_ON,
    **options: object,
) -> BuildResult:
    source = out.parent / "orders.csv"
    with source.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    wishes = {"name": "shop", "formats": frozenset({Format.LISTS}), **options}
    return pipeline.build(BuildOptions((str(source),), out=out, **wishes), history=history)  # type: ignore[arg-type]


def _restated(rows: Rows) -> Rows:
    return [(*r[:AMOUNT], "99.00", *r[AMOUNT + 1 :]) if r[DATE].startswith("2025-06") else r for r in rows]


@pytest.fixture(scope="module")
def february(shop: Rows, january: Path) -> Analysis:
    return build(january, shop).analysis


CHANGES: dict[str, tuple[Change, str]] = {
    "one month only": (lambda rows: [r for r in rows if r[DATE] >= "2026-02"], "orders of 2026-02 only"),
    "a month missing": (lambda rows: [r for r in rows if r[DATE][:7] != "2025-07"], "missing: 2025-07"),
    "cut short": (lambda rows: [r for r in rows if int(r[CUSTOMER]) % 2], "cut short"),
    "restated": (_restated, "differ from the last file: 2025-06"),
    "other numbers": (lambda rows: [(*r[:2], f"9{r[2]}", *r[3:]) for r in rows], "found again"),
}
OTHERWISE = "value is counted otherwise than before"


@pytest.mark.parametrize("name", CHANGES)
def test_what_cannot_be_compared_is_held_with_its_cause(name: str, shop: Rows, january: Path) -> None:
    change, cause = CHANGES[name]
    result = build(january, change(shop))
    assert result.exit_code == build_result.HELD
    assert any(cause in reason for reason in result.held), result.held
    with use_locale("de_DE"):
        assert not any(translated(reason) == reason for reason in result.held)
    assert read_manifest(january / "record" / "shop" / "2026-02").held == result.held
    assert result.analysis.comparison is not None
    assert result.analysis.comparison.migration is None


def test_an_old_file_is_held(shop: Rows, january: Path) -> None:
    old = [row for row in shop if row[DATE] < "2026-02"]
    result = build(january, old, month="2026-02")
    assert any("before this month began" in reason for reason in result.held)
    later = build(january, shop, month="2026-05")  # its data are newer than January's, and end before May
    assert any("before this month began" in reason for reason in later.held)


def test_a_first_report_of_a_month_without_data_is_refused(shop: Rows, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="before 2026-05 begins"):
        build(tmp_path / "out", shop, month="2026-05")


def test_a_renamed_column_and_another_currency_are_held(shop: Rows, january: Path) -> None:
    result = build(january, shop, (*HEADER[:3], "order total", HEADER[4]), currency="GBP")
    assert any("columns of the earlier file are missing: amount" in reason for reason in result.held)
    assert "the currency is another one: none named before, GBP now" in result.held


def test_a_held_month_passes_with_a_reason(shop: Rows, january: Path) -> None:
    result = build(january, _restated(shop), history=HistoryOptions(accept="prices of June were corrected"))
    manifest = read_manifest(january / "record" / "shop" / "2026-02")
    assert result.exit_code == 0
    assert manifest.held
    assert manifest.accepted == "prices of June were corrected"
    assert manifest.movement is not None
    again = build(january, _restated(shop))
    assert again.exit_code == 0  # what was let pass once stays so for the same file
    assert read_manifest(january / "record" / "shop" / "2026-02").accepted == "prices of June were corrected"


def test_the_next_months_file_is_not_held(february: Analysis) -> None:
    assert february.comparison is not None
    assert february.comparison.held == ()
    assert february.comparison.migration is not None


def test_customers_who_left_are_not_taken_for_a_file_cut_short(shop: Rows, tmp_path: Path) -> None:
    """Earlier months stand in the file as they did, so that nobody was cut off."""
    once = [(f"X{n}", "2025-02-10", str(500_000 + n), "20.00", *shop[0][AMOUNT + 1 :]) for n in range(550)]
    rows = [*once, *shop]
    first = build(tmp_path / "out", [row for row in rows if row[DATE] < "2026-02"])
    then = build(tmp_path / "out", rows)
    assert len(then.analysis.customers.frame) < FEWER * len(first.analysis.customers.frame)
    assert then.held == ()


def test_a_month_that_is_not_over_tells_no_change(shop: Rows, january: Path) -> None:
    result = build(january, [row for row in shop if row[DATE] < "2026-02-15"], month="2026-02")
    assert result.analysis.comparison is not None
    assert result.analysis.comparison.partial
    assert result.analysis.comparison.migration is None
    assert result.exit_code == 0


@pytest.fixture(scope="module")
def before(january: Path) -> Previous:
    found = find_previous(january, "shop", "2026-02", HistoryOptions())
    assert found is not None
    return found


def baseline_before(before: Previous) -> Baseline:
    assert before.manifest.baseline is not None
    return before.manifest.baseline


def reasons(
    before: Previous, february: Analysis, then: Baseline, now: Baseline | None = None
) -> tuple[str, ...]:
    """Why February is held if January had left another baseline, or February's were another."""
    record = replace(before.record, manifest=replace(before.manifest, baseline=then))
    today = now or february.baseline
    assert today is not None
    return reasons_to_hold(replace(before, record=record), today, february.customers)


def with_net_for_money(then: Baseline) -> Baseline:
    """A baseline of the same file, of which another column was taken for the money."""
    key = tuple(part.replace("amount=amount", "amount=net") for part in then.value_key or ())
    return replace(then, value_key=key, roles={**then.roles, "amount": "ignore", "net": "amount"})


def older(then: Baseline) -> Baseline:
    """As versions before the key left it."""
    return replace(then, value_key=None, counting={})


def recounted(then: Baseline, month: str, factor: float) -> Baseline:
    months = tuple(replace(m, amount=m.amount * factor) if m.month == month else m for m in then.months)
    return replace(then, months=months)


def test_the_record_keeps_what_value_means_and_by_which_rules_rows_count(
    before: Previous, february: Analysis
) -> None:
    then = baseline_before(before)
    assert february.baseline is not None
    assert then.value_key == february.baseline.value_key == ("net spend of orders", "amount=amount")
    assert then.counting == {str(rules): version for rules, version in counting.VERSIONS.items()}


def test_another_sentence_for_the_same_value_is_not_held(before: Previous, february: Analysis) -> None:
    reworded = replace(baseline_before(before), value_definition="Said in other words.")
    assert reasons(before, february, reworded) == ()
    assert reasons(before, february, older(reworded)) == ()


def test_another_column_of_money_is_held(before: Previous, february: Analysis) -> None:
    then = baseline_before(before)
    assert february.baseline is not None
    other = with_net_for_money(february.baseline)
    assert other.value_key != then.value_key
    assert reasons(before, february, then, other) == (OTHERWISE,)
    assert reasons(before, february, older(then), other) == (OTHERWISE,)
    assert reasons(before, february, older(replace(then, roles={})), other) == ()


def test_tax_that_came_into_the_money_is_held(before: Previous, february: Analysis) -> None:
    then = baseline_before(before)
    assert february.baseline is not None
    taxed = replace(february.baseline, value_key=(*(february.baseline.value_key or ()), "tax=in"))
    assert reasons(before, february, then, taxed) == (OTHERWISE,)


def test_months_that_new_rules_recount_are_not_restated(before: Previous, february: Analysis) -> None:
    other = recounted(baseline_before(before), "2025-06", 1.1)
    assert "differ from the last file: 2025-06" in reasons(before, february, other)[0]
    assert february.baseline is not None
    newer = replace(february.baseline, counting={**february.baseline.counting, str(Rules.RETURNS): 99})
    assert reasons(before, february, other, newer) == ()
    assert reasons(before, february, replace(other, counting=newer.counting), newer) != ()


@pytest.mark.parametrize("counted", [{}, counting.VERSIONS])
def test_the_first_month_under_new_rules_says_so(
    counted: dict[str, int], before: Previous, february: Analysis
) -> None:
    then = replace(baseline_before(before), counting=counted)
    assert february.baseline is not None
    known = dict(counted) or {str(rules): counting.FIRST for rules in Rules}
    newer = replace(february.baseline, counting={**known, str(Rules.RETURNS): 99})
    issue = counting_changed(then, newer)
    assert issue is not None
    assert issue.code == "counting-rules"
    assert issue.message == (
        "orders are counted by new rules since this month (returns and cancelled orders); "
        "earlier months are not recounted"
    )
    for locale in ("de_DE", "fr_FR"):
        with use_locale(locale):
            assert translated(issue.message) != issue.message
            assert "returns" not in translated(issue.message)
    assert counting_changed(newer, newer) is None
    assert counting_changed(then, replace(newer, counting=known)) is None


def test_new_rules_are_said_where_the_months_are_compared(
    shop: Rows, january: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the new rules gave June of last year other money."""
    monkeypatch.setattr(counting, "VERSIONS", {**counting.VERSIONS, Rules.RETURNS: 99})
    made = build(january, _restated(shop), formats=frozenset({Format.HTML}))
    assert made.held == ()
    assert [issue.code for issue in made.analysis.issues].count("counting-rules") == 1
    page = text_of(section(Report(january, made.name, made.month).page, "movement"))
    assert "Orders are counted by new rules since this month (returns and cancelled orders); earlier" in page
