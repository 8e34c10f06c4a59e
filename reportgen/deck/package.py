"""The file itself: properties and time stamps that hang on the report alone: equal decks, equal bytes."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from reportgen.deck.native_charts import EPOCH
from reportgen.deck.shapes import shown

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Pptx

    from reportgen.deck.content import Deck

_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive knows."""


def packed(made: Pptx, deck: Deck) -> bytes:
    """The presentation's bytes.

    Args:
        made: with all its slides.
        deck: what it shows.
    """
    day = EPOCH if deck.created is None else dt.datetime.fromisoformat(deck.created)
    properties = made.core_properties
    properties.title, properties.author = shown(deck.title), shown(deck.owner)
    properties.last_modified_by, properties.subject, properties.keywords, properties.comments = "", "", "", ""
    properties.language, properties.revision = deck.language.replace("_", "-"), 1
    properties.created = properties.modified = day
    _drop_thumbnail(made)
    written, fixed = BytesIO(), BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in given.infolist():
            plain = zipfile.ZipInfo(entry.filename, _FIRST)
            plain.compress_type, plain.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(plain, given.read(entry))
    return fixed.getvalue()


def _drop_thumbnail(made: Pptx) -> None:
    """The picture of python-pptx's own empty presentation."""
    relations = made.part.package._rels  # noqa: SLF001
    for key in [key for key, each in relations.items() if each.reltype == RT.THUMBNAIL]:
        relations.pop(key)
