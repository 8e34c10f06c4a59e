"""Results as tables on stdout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from reportgen.terminal.console import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal
    from pathlib import Path

    from reportgen.base.audit import Issue
    from reportgen.base.formatting import Formatter
    from reportgen.build_result import BuildResult, Unchanged
    from reportgen.cleaning.control_total import ControlBridge
    from reportgen.columns.assigned_roles import Roles
    from reportgen.commands.check import FileCheck, InShort

SWATCH = "\u25a0"
MOST_ISSUES = 5
GUESSES = frozenset({"guessed-customer", "guessed-money", "stand-in"})
"""Codes of issues that say how a file could be read otherwise, and the flag for it."""
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", "whitespace": "blanks"}


def print_table(table: Table) -> None:
    """A table of the result."""
    _out().print(table)


def print_result(result: BuildResult) -> None:
    """The summary of a finished build; the headline stands in quotes, as it speaks the report's language."""
    out = _out()
    title = f"{result.name} {result.month}: \u201c{printable(result.headline)}\u201d"
    out.print(Text(title, "bold"))
    out.print(_segment_table(result))
    out.print(_verdict(result))
    if result.analysis.rows.control is not None:
        out.print(_control_table(result.analysis.rows.control, result.analysis.formatter))
    _print_issues(result.analysis.issues, MOST_ISSUES)
    out.print()
    for path in _worth_naming(result.files):
        out.print(Text(printable(str(path))), soft_wrap=True)


def _verdict(result: BuildResult) -> Text:
    """How sure the segments are, in the words of the report; of those that no longer fit, what mends it."""
    from reportgen.shared.words import verdict_words  # noqa: PLC0415 - loaded by the build already

    analysis = result.analysis
    drift = analysis.comparison.drift
    if drift is not None and drift.due:
        month = analysis.model.month
        since = "" if month is None else f"were defined in {analysis.formatter.month(month)} and "
        return Text.assemble(
            ("Out of date. ", "bold"),
            f"These segments {since}no longer fit all customers well; --refit defines them anew.",
        )
    judged = analysis.structure
    words = verdict_words(
        judged.verdict, gaps=judged.gaps, continuum=judged.continuum, by_rules=analysis.by_rules
    )
    return Text.assemble((f"{words.short}. ", "bold"), f"{words.basis} {words.use}")


def print_unchanged(result: Unchanged) -> None:
    """That a report stands already, and where."""
    out = _out()
    out.print(Text(f"{result.name} {result.month} is up to date", "bold"))
    out.print(
        "Nothing it is made from has changed: data, options, program, earlier months. --force builds again."
    )
    out.print()
    for path in _worth_naming(result.files):
        out.print(Text(printable(str(path))), soft_wrap=True)


def print_check(check: FileCheck) -> None:
    """How a source is read, and what a build would work with."""
    out = _out()
    out.print(Text(printable(check.raw.source), "bold"))
    out.print(_facts(_reading_facts(check)))
    out.print(_column_table(check))
    if check.rows is not None:
        out.print(_waterfall_table(check))
    if check.rows is not None and check.rows.control is not None:
        out.print(_control_table(check.rows.control, _formatter(check)))
    if check.customers is not None:
        out.print(_facts(_basis_facts(check)))
    doubts = [issue for issue in check.issues if not _is_told_below(issue, check)]
    _print_issues(doubts, len(doubts))
    if check.in_short is not None:
        out.print(Text(f"\nIn short: {_in_short(check, check.in_short)}", "bold"))
        out.print(Text("; ".join(_told_by(check.roles))))
        for issue in check.issues:
            if issue.code in GUESSES:
                out.print(Text(f"Not sure: {printable(issue.message)}\n  {printable(issue.hint)}"))
    if check.roles.other_reading is not None and check.refusal is None:
        words, flag = map(printable, check.roles.other_reading)
        out.print(Text(f"Or else: {words}\n  {flag} reads it so"))
    if check.refusal is not None:
        out.print(Text("\nA build would stop here", "bold"))
        out.print(Text(f"{printable(str(check.refusal))}\n  hint: {printable(check.refusal.hint)}"))


def _out() -> Console:
    return Console(highlight=False, markup=False, emoji=False)


def _segment_table(result: BuildResult) -> Table:
    from reportgen.charts.theme import slot  # noqa: PLC0415 - loaded by the build already
    from reportgen.shared.figures import value_word  # noqa: PLC0415 - likewise

    analysis, form = result.analysis, result.analysis.formatter
    table = new_table("", "Segment", "Customers", "Share", right=("Customers", "Share"))
    if analysis.has_value:
        table.add_column(f"Share of {value_word(has_orders=analysis.has_orders)}", justify="right")
    for segment in analysis.segments:
        profile = segment.profile
        figures = [form.count(profile.customers).text, form.share(profile.customer_share).text]
        if profile.value_share is not None:
            figures.append(form.share(profile.value_share).text)
        table.add_row(Text(SWATCH, slot(segment.slot).fill), Text(printable(segment.name)), *figures)
    return table


def _worth_naming(files: Sequence[Path]) -> Sequence[Path]:
    """The documents, the report first, and the folder of the lists."""
    documents = [path for path in files if path.suffix in (".html", ".pdf")]
    lists = dict.fromkeys(path.parent for path in files if path.name == "customers.csv")
    return (*documents, *lists)


def _print_issues(issues: Sequence[Issue], most: int) -> None:
    if not issues:
        return
    out = _out()
    out.print(Text("\nDoubts", "bold"))
    for issue in issues[:most]:
        place = ", ".join(_issue_place(issue))
        message = f"{place}: {issue.message}" if place else issue.message
        out.print(Text(f"- {printable(message)}{f' ({printable(issue.hint)})' if issue.hint else ''}"))
    if len(issues) > most:
        out.print(f"- and {len(issues) - most} more, which the report lists")


def _issue_place(issue: Issue) -> Iterator[str]:
    if issue.line is not None and f"line {issue.line}" not in issue.message:
        yield f"line {issue.line}"
    if issue.column is not None and issue.column not in issue.message:
        yield f"column {issue.column}"


def _reading_facts(check: FileCheck) -> Iterator[tuple[str, str]]:
    raw, dialect, form = check.raw, check.raw.dialect, _formatter(check)
    yield "Format", raw.form
    if dialect is not None:
        yield "Encoding", dialect.encoding
        yield "Separator", dialect.parted or _DELIMITERS.get(dialect.delimiter, dialect.delimiter)
        yield "Quote", dialect.quote
        yield "Header", "none" if dialect.header_line is None else f"line {dialect.header_line}"
    yield "Rows", form.count(raw.rows).text
    yield from (
        ("Export", issue.message.removeprefix("this is a "))
        for issue in check.roles.issues
        if issue.code == "known-export"
    )
    yield "A row is", f"{check.roles.grain.replace('_', ' ')}: {check.roles.grain_reason}"


def _in_short(check: FileCheck, told: InShort) -> str:
    """The reading in one sentence that a person can confirm."""
    from reportgen.columns.assigned_roles import Grain  # noqa: PLC0415 - loaded by the check already

    form, grain = _formatter(check), check.roles.grain
    customers = f"{form.count(told.customers).text} customer{'' if told.customers == 1 else 's'}"
    money = "" if told.amount is None else form.exact_money(float(told.amount)).text
    if not grain.repeats:
        return f"{customers}, one a row" + (f", worth {money} together." if money else ".")
    what = {Grain.ORDER_LINE: "order line", Grain.VISIT: "visit"}.get(grain, "purchase")
    what += "" if told.rows == 1 else "s"
    days = ""
    if told.first and told.last:
        days = f" from {form.date(told.first)} to {form.date(told.last)}"
    worth = f"{money} in all" if money else "and no money"
    if told.has_returns:
        worth = f"{money} after returns"
    return f"{form.count(told.rows).text} {what} by {customers}{days}, {worth}."


def _is_told_below(issue: Issue, check: FileCheck) -> bool:
    """Whether an issue stands at the end, as what stops a build or with the flag that decides it."""
    stops = check.refusal is not None and issue.message == str(check.refusal)
    return stops or (check.in_short is not None and issue.code in GUESSES)


def _told_by(roles: Roles) -> Iterator[str]:
    """Which columns tell whose, when and how much."""
    for word, several in (("Customer", ("customer",)), ("day", ("date",)), ("money", ("amount",))):
        labels = [repr(printable(column.label)) for column in roles.columns if column.role in several]
        if word == "money" and not labels:
            parts = [
                column.label
                for role in ("quantity", "unit_price")
                for column in roles.columns
                if column.role == role
            ]
            labels = [" times ".join(repr(printable(label)) for label in parts)] if len(parts) > 1 else []
        if labels:
            yield f"{word}: {labels[0]}"


def _basis_facts(check: FileCheck) -> Iterator[tuple[str, str]]:
    customers, form = check.customers, _formatter(check)
    if customers is None:
        return
    yield "Customers", form.count(len(customers.frame)).text
    if customers.period is not None:
        yield "Month", form.month(customers.period.month)
        yield "Window", f"{form.date(customers.period.start)} to {form.date(customers.period.end)}"
    yield "Value", customers.value_definition
    places = {column.label: place for place, column in enumerate(check.roles.columns)}
    features = sorted(customers.clustering_features, key=lambda feature: places.get(feature.label, 0))
    shown = (
        f"{each.shown} ({each.label})" if each.words and each.definition else each.label for each in features
    )
    yield "Grouped by", "; ".join(shown)


def _column_table(check: FileCheck) -> Table:
    table = new_table("Column", "Role", "Sure", "Why", right=("Sure",))
    for column in check.roles.columns:
        table.add_row(
            Text(printable(column.label), overflow="fold"),
            column.role.replace("_", " "),
            _formatter(check).share(column.confidence).text,
            Text(printable(column.reason)),
        )
    return table


def _waterfall_table(check: FileCheck) -> Table:
    rows, form = check.rows, _formatter(check)
    table = new_table("Which rows count", "Rows", right=("Rows",))
    if rows is None:
        return table
    waterfall = rows.waterfall
    lines = [
        ("in the file", waterfall.start_rows, waterfall.start_amount),
        *((f"less {line.label}", line.rows, line.amount) for line in waterfall.lines),
        ("count", waterfall.end_rows, waterfall.end_amount),
    ]
    if waterfall.end_amount is not None:
        table.add_column("Amount", justify="right")
    for label, count, amount in lines:
        money = () if waterfall.end_amount is None else (_money(form, amount),)
        table.add_row(Text(printable(label)), form.count(count).text, *money)
    return table


def _control_table(control: ControlBridge, form: Formatter) -> Table:
    """From the user's own figure to ours, a line a cause."""
    table = new_table("Your figure and ours", "Amount", right=("Amount",))
    table.add_row("your figure", _money(form, control.control))
    for line in control.causes:
        table.add_row(f"- {printable(line.label)}", _money(form, line.amount))
    table.add_row("- unexplained", _money(form, control.unexplained))
    table.add_row(Text("our figure", "bold"), Text(_money(form, control.ours), "bold"))
    return table


def _money(form: Formatter, amount: Decimal | None) -> str:
    return "" if amount is None else form.exact_money(float(amount)).text


def _formatter(check: FileCheck) -> Formatter:
    from reportgen.base.formatting import Formatter  # noqa: PLC0415 - loaded by the check already

    return Formatter(check.options.locale, check.options.currency)


def _facts(pairs: Iterator[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    for label, text in pairs:
        table.add_row(Text(label, "dim"), Text(printable(text), overflow="fold"))
    return table


def new_table(*heads: str, right: Sequence[str] = ()) -> Table:
    """An empty table; the heads in `right` are over figures."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=True)
    for head in heads:
        table.add_column(head, justify="right" if head in right else "left")
    return table
