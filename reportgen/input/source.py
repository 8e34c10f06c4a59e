"""Detects the encoding of a text file, and opens it as text."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.errors import InputError
from reportgen.input.source_file import CHUNK, MOST_GROWTH, SourceFile
from reportgen.parsing.code_pages import code_page, is_sure

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = 2**16
LONGEST_LINE = 32
"""Chunks without a line end before a file is refused."""
MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"ARROW1", "an Arrow file"),
    (b"$FL2", "an SPSS file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"version https://git-lfs", "a Git LFS pointer, not the file itself"),
)
MARKUP = ((b"<!doctype html", "an HTML page"), (b"<html", "an HTML page"), (b"<?xml", "an XML file"))
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x00\x01\x1a\x1c\x1d\x1e\x1f"))
STRANGE = bytes(set(CONTROLS) - {0x0B} | {0x00, 0x1A, 0x7F})
"""Bytes of text that no one writes on purpose; a vertical tab is a line break within a cell."""
INVISIBLE = "\ufeff\u200b\u2060"
MOST_CONTROLS = 0.05
UTF16_NULS, MOST_NULS = 0.3, 0.98
REPLACEMENT = "\ufffd"
SUSPECTS = STRANGE.decode("ascii") + INVISIBLE + REPLACEMENT
C1 = {chr(code): bytes((code,)).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
"""Control characters beyond ASCII, which nobody writes, and what Windows-1252 has in their place: they come
from texts of that page that a program took for Latin-1."""
_C1_LEAD = b"\xc2"
"""The byte that begins them in UTF-8."""


_UNSEEN: dict[int, str | None] = {
    **dict.fromkeys(map(ord, SUSPECTS.removesuffix(REPLACEMENT))),
    **{ord(control): sign for control, sign in C1.items()},
}


@dataclass(frozen=True)
class TextSource:
    """A text file that can be opened again and again."""

    file: SourceFile
    encoding: str
    suspects: tuple[str, ...]
    """Those of `SUSPECTS` and `C1` that occur in this text."""
    line_feeds: bool
    """Whether every line ends with a line feed, alone or after a carriage return."""
    issues: tuple[Issue, ...]

    def cleared(self, line: str) -> str:
        """A line without the characters that nobody sees; C1 controls as the signs they were."""
        return line.translate(_UNSEEN) if self.suspects else line

    @contextmanager
    def open(self) -> Iterator[IO[str]]:
        """The text, line ends as written; what cannot be decoded becomes U+FFFD."""
        with (
            self.file.open() as stream,
            io.TextIOWrapper(stream, encoding=self.encoding, errors="replace", newline="") as text,
        ):
            yield text


@dataclass(frozen=True)
class _Scan:
    """What a pass over all bytes shows."""

    valid: bool
    suspects: frozenset[str]
    line_feeds: bool


def inspect(file: SourceFile) -> TextSource:
    """Find out how a text is encoded, without reading it into memory.

    Raises:
        InputError: it is empty, damaged, or no text.
    """
    with damage_named(file):
        head = head_of(file)
        _refuse_foreign(file, head)
        encoding = _marked_encoding(head)
        _refuse_binary(file, head, encoding)
        scan = _scan(file, encoding=encoding or "utf-8")
        issues: tuple[Issue, ...] = ()
        if encoding is None:
            encoding, issues = ("utf-8", ()) if scan.valid else _legacy(file)
    return TextSource(file, encoding, tuple(sorted(scan.suspects)), scan.line_feeds, issues)


@contextmanager
def damage_named(file: SourceFile) -> Iterator[None]:
    """Raise an InputError for a gzip file that cannot be unpacked."""
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error):
        cause = "the gzip file is damaged or cut off"
        raise InputError(cause, "Export or download it again.", file.place) from None


def head_of(file: SourceFile) -> bytes:
    """The first bytes, unpacked.

    Raises:
        InputError: there are none.
    """
    with file.open() as stream:
        head = stream.read(HEAD)
    if not head:
        raise InputError("the file is empty", "Export it again; it has 0 bytes.", file.place)
    return head


def _refuse_foreign(file: SourceFile, head: bytes) -> None:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:20].lower()
    named = [kind for magic, kind in MAGIC if head.startswith(magic)]
    named += [kind for magic, kind in MARKUP if start.startswith(magic)]
    if named:
        raise InputError(
            f"this is {named[0]}", "Save the table as CSV (UTF-8) and name that file.", file.place
        )


def _marked_encoding(head: bytes) -> str | None:
    for bom, encoding in BOMS:
        if head.startswith(bom):
            return encoding
    quarters = [head[at::4].count(0) > MOST_NULS * len(head) / 4 for at in range(4)]
    if all(quarters[:2]) != all(quarters[2:]):
        return "utf-32-be" if quarters[0] and quarters[1] else "utf-32-le"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) > UTF16_NULS * len(head) / 2 and min(even, odd) < max(even, odd) / 4:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _refuse_binary(file: SourceFile, head: bytes, encoding: str | None) -> None:
    if encoding is not None and encoding != "utf-8-sig":
        return
    controls = len(head) - len(head.translate(None, CONTROLS))
    if controls + head.count(0) > MOST_CONTROLS * len(head):
        raise InputError("this is not a text file", "Save the table as CSV (UTF-8).", file.place)


def _scan(file: SourceFile, *, encoding: str) -> _Scan:
    """One pass over all bytes, which also sets limits to lines and to unzipping."""
    strict = codecs.getincrementaldecoder(encoding)("strict")
    lenient = codecs.getincrementaldecoder(encoding)("replace")
    valid, suspects, seen, unbroken = True, set[str](), 0, 0
    returns, pairs, last = 0, 0, b""
    most = file.most_bytes
    with file.open() as stream:
        while chunk := stream.read(CHUNK):
            seen += len(chunk)
            unbroken = 0 if b"\n" in chunk or b"\r" in chunk else unbroken + 1
            _refuse_excess(file, grown=seen > most, endless=unbroken > LONGEST_LINE)
            if b"\r" in chunk or last == b"\r":
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk.startswith(b"\n"))
            last = chunk[-1:]
            text = _decoded(strict, chunk) if valid else None
            valid = text is not None
            suspects |= _suspects(chunk, lenient.decode(chunk) if text is None else text)
    valid = valid and _decoded(strict, b"", final=True) is not None
    return _Scan(valid, frozenset(suspects | set("" if valid else REPLACEMENT)), returns == pairs)


def _suspects(chunk: bytes, text: str) -> set[str]:
    """The suspects in a part of a text; looks for the many only where a byte may be one of them."""
    strange = any(code in chunk for code in STRANGE)
    suspects = (*(SUSPECTS if strange else INVISIBLE + REPLACEMENT), *(C1 if _C1_LEAD in chunk else ()))
    return {suspect for suspect in suspects if suspect in text}


def _refuse_excess(file: SourceFile, *, grown: bool, endless: bool) -> None:
    if grown:
        cause = f"the gzip file grows to more than {MOST_GROWTH} times its size"
        raise InputError(cause, "Unzip it yourself if you trust it.", file.place)
    if endless:
        cause = f"a line is longer than {LONGEST_LINE} MB"
        raise InputError(cause, "Check that this is a table of text.", file.place)


def _decoded(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> str | None:
    try:
        return decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return None


def _legacy(file: SourceFile) -> tuple[str, tuple[Issue, ...]]:
    """The encoding of a text that is not UTF-8 throughout, and issues about it.

    A text with at least as many lines of proper UTF-8 as broken ones is UTF-8 with damage; any other is
    written in the code page that makes most sense of it, which no byte can prove.
    """
    proper, broken, first, sample = 0, 0, 0, bytearray()
    with (
        file.open() as stream,
        io.TextIOWrapper(stream, encoding="latin-1", newline="") as text,
    ):
        for number, line in enumerate(text, 1):
            if line.isascii():
                continue
            written = line.encode("latin-1")
            fine = _decoded(codecs.getincrementaldecoder("utf-8")(), written, final=True) is not None
            proper, broken = proper + fine, broken + (not fine)
            first = first or (0 if fine else number)
            sample += b"" if len(sample) > HEAD else written
    if proper >= broken > 0:
        return "utf-8", ()
    page = code_page(bytes(sample))
    hint = "If names look wrong, save the file as UTF-8."
    if is_sure(bytes(sample), page):
        message = phrase(
            "not UTF-8: read as {page}, where its letters make sense; first such character on line {first}",
            page=page.name,
            first=first,
        )
        return page.codec, (Issue("code-page", message, line=first, hint=hint),)
    message = phrase(
        "not UTF-8: read as {page}; first such character on line {first}", page=page.name, first=first
    )
    return page.codec, (Issue("encoding-error", message, line=first, hint=hint),)
