"""Builds and sends the reports of many brands, each step in a process of its own."""

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
from reportgen.mail.batch_status import BrandState, BrandStatus, status_of_build
from reportgen.mail.notice import notify
from reportgen.mail.sealed import ACCEPT, held_because
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
    """Options of a run over many brands."""

    folder: Path
    jobs: int
    month: str | None
    """The month that is expected; None takes the newest among the brands."""
    insecure: bool = False


def build_all(
    batch: Batch, on_brand: Callable[[BrandStatus], None], *, send: bool
) -> tuple[BrandStatus, ...]:
    """Build every brand, then send those that are fit, if that is wanted; one status each, in order.

    Raises:
        InputError: there is no brand.
    """
    return _run(batch, on_brand, lambda brand: _build(batch, brand), send=send)


def send_all(batch: Batch, on_brand: Callable[[BrandStatus], None]) -> tuple[BrandStatus, ...]:
    """Send the newest month (or the one named) of every brand.

    Raises:
        InputError: there is no brand.
    """
    return _run(batch, on_brand, lambda brand: _published(batch, brand), send=True)


def _run(
    batch: Batch,
    on_brand: Callable[[BrandStatus], None],
    start: Callable[[Brand], BrandStatus],
    *,
    send: bool,
) -> tuple[BrandStatus, ...]:
    brands, broken = _brands(batch.folder)
    by_brand = {brand.folder.name: brand for brand in brands}
    with ThreadPoolExecutor(batch.jobs) as pool:
        started = [*broken, *_each(pool, start, brands, on_brand)]
        expected = batch.month or _newest(each.month for each in started if each.is_fit)
        checked = [_compared_month(each, expected) for each in started]
        if send:
            fit = [each for each in checked if each.is_fit]
            _notify_owners(batch, by_brand, [each for each in checked if not each.is_fit])
            sent = _each(pool, lambda each: _send(batch, by_brand[each.brand], each), fit, on_brand)
            checked = [*(each for each in checked if not each.is_fit), *sent]
    return tuple(sorted(checked, key=lambda each: each.brand))


def _each(
    pool: ThreadPoolExecutor,
    step: Callable[[Item], BrandStatus],
    items: Sequence[Item],
    on_brand: Callable[[BrandStatus], None],
) -> list[BrandStatus]:
    done = []
    for status in pool.map(step, items):
        on_brand(status)
        done.append(status)
    return done


def _notify_owners(batch: Batch, by_brand: Mapping[str, Brand], unfit: Sequence[BrandStatus]) -> None:
    """Notify owners whose brief is not sent at all; `send` itself notifies those of failed deliveries."""
    for status in unfit:
        brand = by_brand.get(status.brand)
        if brand is None:
            continue
        what = " ".join(filter(None, (brand.name, status.month)))
        with suppress(ReportgenError):  # the brand is named in the table all the same
            notify(brand.mail, what, status.error, insecure=batch.insecure)


# --- which brands


def _brands(folder: Path) -> tuple[list[Brand], list[BrandStatus]]:
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
            broken.append(BrandStatus.failed(file.parent.name, error))
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


def _apart(brands: list[Brand], broken: list[BrandStatus]) -> tuple[list[Brand], list[BrandStatus]]:
    """Two brands must not write over each other's reports."""
    places = Counter((brand.out.resolve(), brand.name) for brand in brands)
    clash = InputError(
        "another brand has the same name and output folder", "give it a name or an out of its own"
    )
    doubled = [brand for brand in brands if places[brand.out.resolve(), brand.name] > 1]
    single = [brand for brand in brands if brand not in doubled]
    return single, [*broken, *(BrandStatus.failed(brand.folder.name, clash) for brand in doubled)]


# --- one step of one brand


def _build(batch: Batch, brand: Brand) -> BrandStatus:
    words = ["build", str(brand.folder), "--out", str(brand.out)]
    answer = _answer([*words, *(["--month", batch.month] if batch.month else [])])
    if "month" not in answer:
        return BrandStatus.failed(brand.folder.name, answer["error"], brand.name)
    return _status(brand, answer["month"], answer)


def _published(batch: Batch, brand: Brand) -> BrandStatus:
    folders = (brand.out / "record" / brand.name).glob("*/manifest.json")
    months = [path.parent.name for path in folders]
    month = batch.month or _newest(months) or "undated"
    if month not in months:
        error = InputError(f"there is no finished build of {month}", "build it first")
        return BrandStatus.failed(brand.folder.name, error, brand.name)
    return _status(brand, month, {"exit_code": 0})


def _status(brand: Brand, month: str, answer: dict[str, Any]) -> BrandStatus:
    state = BrandState.BUILT if answer["exit_code"] == 0 else BrandState.FAILED
    if answer["exit_code"] == HeldError.exit_code:
        state = BrandState.HELD
    held = held_because(brand.out, brand.name, month) if state is BrandState.HELD else ()
    return replace(
        status_of_build(brand.out, brand.name, month, brand.folder.name),
        state=state,
        exit_code=answer["exit_code"],
        cause="; ".join(held) or answer.get("missing") or "",
        hint=ACCEPT if held else "",
    )


def _newest(months: Iterable[str | None]) -> str:
    """The newest month among them, or nothing: data without dates have none."""
    return max((month for month in months if month and month[0].isdigit()), default="")


def _compared_month(status: BrandStatus, expected: str) -> BrandStatus:
    if not status.is_fit or not _newest([status.month]) or status.month == expected:
        return status
    cause = _STALE.format(month=status.month, expected=expected)
    hint = f"bring its new file, or send it by itself: reportgen send {status.name} {status.month}"
    return replace(status, state=BrandState.STALE, exit_code=HeldError.exit_code, cause=cause, hint=hint)


def _send(batch: Batch, brand: Brand, status: BrandStatus) -> BrandStatus:
    words = ["send", brand.name, status.month or "", "--config", str(brand.config), "--out", str(brand.out)]
    answer = _answer([*words, *(["--insecure"] if batch.insecure else [])])
    if "counts" not in answer:
        failed = answer["error"]
        state = BrandState.HELD if failed.exit_code == HeldError.exit_code else BrandState.FAILED
        return replace(status, state=state, exit_code=failed.exit_code, cause=str(failed), hint=failed.hint)
    code = answer["exit_code"]
    why = answer["error"] or {}
    return replace(
        status,
        state=BrandState.SENT if code == 0 else BrandState.INCOMPLETE,
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
        return {"error": _error_of(done.stderr, done.returncode)}
    return answer


def _error_of(text: str, code: int) -> ReportgenError:
    """The error that a command printed on its last two lines."""
    lines = text.splitlines()
    causes = [line.removeprefix("error: ") for line in lines if line.startswith("error: ")]
    hints = [line.removeprefix("  hint: ") for line in lines if line.startswith("  hint: ")]
    error = ReportgenError(
        causes[-1] if causes else f"it ended without a word ({code})",
        hints[-1] if hints else "try it by itself",
    )
    error.exit_code = code if code > 0 else 1
    return error
