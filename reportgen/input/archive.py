"""Unpacks the data files of zip archives, within limits."""

from __future__ import annotations

import errno
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from reportgen.errors import InputError
from reportgen.input.source_file import CHUNK, MOST_GROWTH, SourceFile

if TYPE_CHECKING:
    from pathlib import Path

MOST_MEMBERS = 1000
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?/)|Thumbs\.db$|desktop\.ini$)|/$", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w. ()+-]")


def unzip(file: SourceFile, folder: Path) -> tuple[SourceFile, ...]:
    """Unpack the data files of a zip archive into a folder, sorted by name.

    The sizes that an archive states are not trusted: bytes are counted as they come.

    Raises:
        InputError: there are none, the archive is damaged or locked, or it grows beyond all bounds.
    """
    try:
        with zipfile.ZipFile(file.path) as archive:
            members = [each for each in archive.infolist() if not _LITTER.search(each.filename)]
            _refuse_crowd(file, members)
            left, unpacked = file.most_bytes, list[SourceFile]()
            for number, member in enumerate(sorted(members, key=lambda each: each.filename)):
                target = folder / f"{number}" / _safe_name(member.filename)
                target.parent.mkdir(parents=True)
                left -= _extract(archive, member, target, left)
                if left < 0:
                    cause = f"the zip archive grows to more than {MOST_GROWTH} times its size"
                    raise InputError(cause, "Unzip it yourself if you trust it.", file.place)
                unpacked.append(SourceFile(target, f"{file.name}/{target.name}", file.fingerprint))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        cause = "the zip archive is damaged, or packed in an unusual way"
        raise InputError(cause, "Unzip it yourself and name the file.", file.place) from None
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        cause = "the zip archive is damaged: its parts do not lie where it says"
        raise InputError(cause, "Export or download it again.", file.place) from None
    except RuntimeError:
        cause = "the zip archive is locked with a password"
        raise InputError(cause, "Unzip it yourself and name the file.", file.place) from None
    return tuple(unpacked)


def _refuse_crowd(file: SourceFile, members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise InputError("the zip archive holds no files", "Export it again.", file.place)
    if len(members) > MOST_MEMBERS:
        cause = f"the zip archive holds more than {MOST_MEMBERS} files"
        raise InputError(cause, "Unzip it and name the files that count.", file.place)


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int) -> int:
    """Write a member, and stop where it passes `most`; the bytes written."""
    written = 0
    with archive.open(member) as packed, target.open("wb") as plain:
        while written <= most and (chunk := packed.read(CHUNK)):
            written += plain.write(chunk)
    return written


def _safe_name(name: str) -> str:
    """The last part of a member's name, without anything that means more than itself."""
    return _UNSAFE.sub("_", name.rpartition("/")[2]).lstrip(".")[-100:] or "member"
