"""Reads the message of a finished build, after checking its checksums and that it is not held."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reportgen.errors import HeldError, InputError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST = "manifest.json"
MAIL_FORMAT = 1
ACCEPT = 'look at it, then send it with --accept "why it is right"'
_MAIL = "record/mail/"
_SENT = ("record/mail/", "site/")
_EDITED_BY_PEOPLE = "private/"


@dataclass(frozen=True)
class SealedBuild:
    """The message of one month, byte for byte as its build wrote it."""

    name: str
    month: str
    subject: str
    text: str
    html: str
    picture: bytes
    """PNG."""
    logo: bytes | None
    """PNG; None where the user gave none."""
    brief: bytes
    """PDF."""
    attachment: str
    """File name of the brief."""
    content: str
    """SHA-256 of all of the above."""
    accepted: str | None = None
    """Why it may be sent although it is held."""


def read_sealed(out: Path, name: str, month: str, accepted: str | None = None) -> SealedBuild:
    """The message of a finished build, after every file was compared with its checksum in the manifest.

    Args:
        out: the output folder.
        name: folder of the report.
        month: YYYY-MM, or `undated`.
        accepted: why a held build may be sent all the same.

    Raises:
        InputError: there is no such build, it is unfinished or was changed, or has no message or brief.
        HeldError: it is held, and nobody accepted that.
    """
    folder = out / "record" / name / month
    place = Place(f"{name} {month}")
    if not (folder / MANIFEST).is_file():
        raise InputError("there is no finished build", "build it first: reportgen build", place)
    manifest = _manifest(folder / MANIFEST, place)
    files = _verified_files(out, name, month, manifest, place)
    _refuse_held(manifest, accepted, place)
    return replace(_sealed(name, month, files, place), accepted=accepted)


def held_because(out: Path, name: str, month: str) -> tuple[str, ...]:
    """Why a finished build is held; empty if it is not."""
    manifest = _manifest(out / "record" / name / month / MANIFEST, Place(f"{name} {month}"))
    return tuple(map(str, manifest.get("held") or ()))


def _manifest(path: Path, place: Place) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_bytes())
    except ValueError:
        raise _altered(place) from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise _altered(place)
    return manifest


def _verified_files(
    out: Path, name: str, month: str, manifest: Mapping[str, Any], place: Place
) -> dict[str, bytes]:
    """Path in the manifest -> bytes of what may be sent; people edit their private lists: those are free."""
    if (manifest.get("name"), manifest.get("month")) != (name, month):
        raise _altered(place)
    kept = {}
    for path, digest in manifest["files"].items():
        if path.startswith(_EDITED_BY_PEOPLE):
            continue
        part, _, below = path.partition("/")
        data = _bytes(out / part / name / month / below, place)
        if hashlib.sha256(data).hexdigest() != digest:
            raise _altered(place)
        if path.startswith(_SENT):
            kept[path] = data
    return kept


def _bytes(path: Path, place: Place) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise _altered(place) from None


def _altered(place: Place) -> InputError:
    return InputError(
        "a file of this build is missing or was changed since, or its publishing was cut short",
        "build that month again",
        place,
    )


def _refuse_held(manifest: Mapping[str, Any], accepted: str | None, place: Place) -> None:
    held = manifest.get("held") or ()
    if held and not (accepted or manifest.get("accepted")):
        raise HeldError(
            f"this build is held: {'; '.join(map(str, held))}",
            ACCEPT,
            place,
        )


def _sealed(name: str, month: str, files: Mapping[str, bytes], place: Place) -> SealedBuild:
    brief = next((data for path, data in files.items() if path.endswith("-brief.pdf")), None)
    if f"{_MAIL}mail.json" not in files or brief is None:
        raise InputError(
            "this build has no e-mail or no brief", "build it with --formats that hold brief and email", place
        )
    content = json.loads(files[f"{_MAIL}mail.json"])
    if content["format"] != MAIL_FORMAT:
        raise InputError("another version of reportgen wrote this build", "build that month again", place)
    picture, logo = files[f"{_MAIL}picture.png"], files.get(f"{_MAIL}logo.png")
    parts = (files[f"{_MAIL}mail.json"], picture, *((logo,) if logo else ()), brief)
    digest = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts))
    return SealedBuild(
        name,
        month,
        content["subject"],
        content["text"],
        content["html"],
        picture,
        logo,
        brief,
        content["attachment"],
        digest.hexdigest(),
    )
