"""Finished builds as publishing leaves them, without an analysis behind them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SUBJECT = "Harbour & Finch, October 2026: 10% of customers bring 47% of revenue"
FACTS = {
    "data.until": {"value": "2026-10-31", "unit": "date", "shown": 0, "text": "31 October 2026"},
    "rows.start": {"value": 1200, "unit": "rows", "shown": 1200, "text": "1,200"},
}


def a_sealed_build(
    out: Path,
    name: str = "shop",
    month: str = "2026-10",
    *,
    text: str = "All is well.\n",
    logo: bytes = b"",
    **manifest: object,
) -> Path:
    """Files and manifest of one month; the folder of its record."""
    told = {
        "format": 1,
        "subject": SUBJECT,
        "attachment": f"{name}-segment-brief-{month}.pdf",
        "html": f'<html><body><p>{text}</p><img src="cid:picture@brief" alt="bars"></body></html>',
        "text": text,
    }
    files = {
        f"site/{name}-{month}-brief.pdf": b"%PDF-1.7 two pages of " + text.encode() * 40,
        "site/facts.json": json.dumps({"format": 1, "title": name, "facts": FACTS}).encode(),
        "record/mail/mail.json": json.dumps(told).encode(),
        "record/mail/picture.png": b"\x89PNG\r\n\x1a\n" + bytes(2000),
        "record/model.json": b"{}",
        "private/customers.csv": b"customer,segment\n1,a\n",
    }
    if logo:
        files["record/mail/logo.png"] = logo
    digests = {}
    for path, data in files.items():
        part, _, below = path.partition("/")
        target = out / part / name / month / below
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        digests[path] = hashlib.sha256(data).hexdigest()
    record = out / "record" / name / month
    whole = {"format": 1, "name": name, "month": month, "files": digests} | manifest
    (record / "manifest.json").write_text(json.dumps(whole), "utf-8")
    return record


def settings(folder: Path, name: str, *lines: str) -> Path:
    """A reportgen.toml whose report is called `name`; `lines` are those of [mail]."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "reportgen.toml"
    text = [f'name = "{name}"', 'source = "orders.csv"', 'out = "output"', "", "[mail]", *lines]
    file.write_text("\n".join(text) + "\n", "utf-8")
    return file
