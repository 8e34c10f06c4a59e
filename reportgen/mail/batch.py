"""Many reports at once: a folder of brands, a process for each step of each, one failure for itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from reportgen.base.names import common_name, slug
from reportgen.errors import HeldError, InputError, Place, ReportgenError, SurroundingsError
from reportgen.mail.notice import notify
from reportgen.mail.sealed import ACCEPT, held_because
from reportgen.mail.status import MonthState, Status, figures
from reportgen.options.settings_file import FILE_NAME, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from reportgen.options.mail_options import MailOptions

Item = TypeVar("Item")
SECONDS = 3600
"""A step of one brand that takes longer is ended."""
_STALE = "its data end in {month}, those of the others in {expected}"


@dataclass(frozen=True)
class Brand:
    """A folder with a reportgen.toml, and what it says of the report."""

    folder: Path
    name: str
    out: Path
    mail: MailOptions

    @property
    def config(self) -> Path:
        """Its settings."""
        return self.folder / FILE_NAME


@dataclass(frozen=True)
class Batch:
    """How all brands are done."""

    folder: Path
    jobs: int
    month: str | None
    """The month that is expected; None takes the newest among the brands."""
    insecure: bool = False


def build_all(batch: Batch, on_brand: Callable[[Status], None], *, send: bool) -> tuple[Status, ...]:
    """Build every brand, then send those that are fit, if that is wanted; one status each, in order.

    Raises:
        InputError: there is no brand.
    """
    return _run(batch, on_brand, lambda brand: _build(batch, brand), send=send)


def send_all(batch: Batch, on_brand: Callable[[Status], None]) -> tuple[Status, ...]:
    """Send the newest month (or the one named) of every brand.

    Raises:
        InputError: there is no brand.
    """
    return _run(batch, on_brand, lambda brand: _published(batch, brand), send=True)


def _run(
    batch: Batch, on_brand: Callable[[Status], None], start: Callable[[Brand], Status], *, send: bool
) -> tuple[Status, ...]:
    brands, broken = _brands(batch.folder)
    by_brand = {brand.folder.name: brand for brand in brands}
    with ThreadPoolExecutor(batch.jobs) as pool:
        started = [*broken, *_each(pool, start, brands, on_brand)]
        expected = batch.month or _newest(each.month for each in started if each.is_fit)
        judged = [_judged(each, expected) for each in started]
        if send:
            fit = [each for each in judged if each.is_fit]
            _tell_owners(batch, by_brand, [each for each in judged if not each.is_fit])
            sent = _each(pool, lambda each: _send(batch, by_brand[each.brand], each), fit, on_brand)
            judged = [*(each for each in judged if not each.is_fit), *sent]
    return tuple(sorted(judged, key=lambda each: each.brand))


def _each(
    pool: ThreadPoolExecutor,
    step: Callable[[Item], Status],
    items: Sequence[Item],
    on_brand: Callable[[Status], None],
) -> list[Status]:
    done = []
    for status in pool.map(step, items):
        on_brand(status)
        done.append(status)
    return done


def _tell_owners(batch: Batch, by_brand: Mapping[str, Brand], unfit: Sequence[Status]) -> None:
    """Each by the settings of their brand; `send` tells those whose brief was on its way itself."""
    for status in unfit:
        brand = by_brand.get(status.brand)
        if brand is None:
            continue
        what = " ".join(filter(None, (brand.name, status.month)))
        with suppress(ReportgenError):  # the brand is named in the table all the same
            notify(brand.mail, what, status.error, insecure=batch.insecure)


# --- which brands


def _brands(folder: Path) -> tuple[list[Brand], list[Status]]:
    """Brands, and the statuses of those whose settings cannot be used."""
    files = sorted(folder.glob(f"*/{FILE_NAME}"))
    if not files:
        raise InputError(
            f"no folder in it holds a {FILE_NAME}", "give each brand a folder with one", Place(str(folder))
        )
    brands, broken = [], []
    for file in files:
        try:
            brands.append(_brand(file))
        except ReportgenError as error:
            broken.append(Status.failed(file.parent.name, error))
    return _apart(brands, broken)


def _brand(file: Path) -> Brand:
    settings = load_settings(file)
    if not settings.sources:
        raise InputError(
            "it names no source", 'add a first line such as: source = "orders.csv"', Place(str(file))
        )
    name = slug(settings.options.get("name") or common_name(settings.sources))
    out = settings.options.get("out", file.parent / "output")
    return Brand(file.parent, name, out, settings.mail)


def _apart(brands: list[Brand], broken: list[Status]) -> tuple[list[Brand], list[Status]]:
    """Two brands must not write over each other's reports."""
    places = Counter((brand.out.resolve(), brand.name) for brand in brands)
    clash = InputError(
        "another brand has the same name and output folder", "give it a name or an out of its own"
    )
    doubled = [brand for brand in brands if places[brand.out.resolve(), brand.name] > 1]
    single = [brand for brand in brands if brand not in doubled]
    return single, [*broken, *(Status.failed(brand.folder.name, clash) for brand in doubled)]


# --- one step of one brand


def _build(batch: Batch, brand: Brand) -> Status:
    words = ["build", str(brand.folder), "--out", str(brand.out)]
    answer = _answer([*words, *(["--month", batch.month] if batch.month else [])])
    if "month" not in answer:
        return Status.failed(brand.folder.name, answer["error"], brand.name)
    return _status(brand, answer["month"], answer)


def _published(batch: Batch, brand: Brand) -> Status:
    folders = (brand.out / "record" / brand.name).glob("*/manifest.json")
    months = [path.parent.name for path in folders]
    month = batch.month or _newest(months) or "undated"
    if month not in months:
        error = InputError(f"there is no finished build of {month}", "build it first")
        return Status.failed(brand.folder.name, error, brand.name)
    return _status(brand, month, {"exit_code": 0})


def _status(brand: Brand, month: str, answer: dict[str, Any]) -> Status:
    state = MonthState.BUILT if answer["exit_code"] == 0 else MonthState.FAILED
    if answer["exit_code"] == HeldError.exit_code:
        state = MonthState.HELD
    held = held_because(brand.out, brand.name, month) if state is MonthState.HELD else ()
    return replace(
        figures(brand.out, brand.name, month, brand.folder.name),
        state=state,
        exit_code=answer["exit_code"],
        cause="; ".join(held) or answer.get("missing") or "",
        hint=ACCEPT if held else "",
    )


def _newest(months: Iterable[str | None]) -> str:
    """The newest month among them, or nothing: data without dates have none."""
    return max((month for month in months if month and month[0].isdigit()), default="")


def _judged(status: Status, expected: str) -> Status:
    if not status.is_fit or not _newest([status.month]) or status.month == expected:
        return status
    cause = _STALE.format(month=status.month, expected=expected)
    hint = f"bring its new file, or send it by itself: reportgen send {status.name} {status.month}"
    return replace(status, state=MonthState.STALE, exit_code=HeldError.exit_code, cause=cause, hint=hint)


def _send(batch: Batch, brand: Brand, status: Status) -> Status:
    words = ["send", brand.name, status.month or "", "--config", str(brand.config), "--out", str(brand.out)]
    answer = _answer([*words, *(["--insecure"] if batch.insecure else [])])
    if "counts" not in answer:
        failed = answer["error"]
        state = MonthState.HELD if failed.exit_code == HeldError.exit_code else MonthState.FAILED
        return replace(status, state=state, exit_code=failed.exit_code, cause=str(failed), hint=failed.hint)
    code = answer["exit_code"]
    why = answer["error"] or {}
    return replace(
        status,
        state=MonthState.SENT if code == 0 else MonthState.INCOMPLETE,
        exit_code=code,
        sent=answer["counts"],
        cause=why.get("cause", ""),
        hint=why.get("hint", ""),
    )


def _answer(words: Sequence[str]) -> dict[str, Any]:
    """What `reportgen ... --json` prints, or under "error" the one that it ended with."""
    command = [sys.executable, "-m", "reportgen", *words, "--json", "--quiet"]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return {"error": SurroundingsError(f"it took more than {SECONDS} seconds", "try it by itself")}
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"error": _told(done.stderr, done.returncode)}
    return answer


def _told(text: str, code: int) -> ReportgenError:
    """The error whose two lines a command ended with."""
    lines = text.splitlines()
    causes = [line.removeprefix("error: ") for line in lines if line.startswith("error: ")]
    hints = [line.removeprefix("  hint: ") for line in lines if line.startswith("  hint: ")]
    error = ReportgenError(
        causes[-1] if causes else f"it ended without a word ({code})",
        hints[-1] if hints else "try it by itself",
    )
    error.exit_code = code if code > 0 else 1
    return error
