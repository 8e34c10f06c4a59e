"""The brief as a message: a subject, a page for mail programs, plain text, one picture.

It is written when the brief is, and sealed with it; sending only puts addresses around it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import css_inline

from reportgen.base.names import slug
from reportgen.charts.figure import png
from reportgen.errors import InputError
from reportgen.page.parts import Illustration
from reportgen.prose.sentence import plainly, say, within
from reportgen.report.render import TURNS
from reportgen.report.templates import render
from reportgen.report.titles import owner
from reportgen.topics.movement.charts import ribbons
from reportgen.topics.movement.facts import MovementFacts
from reportgen.topics.overview.charts import pairs_illustration

if TYPE_CHECKING:
    from jinja2 import Environment

    from reportgen.analysis import Analysis
    from reportgen.report.content import BriefContent
    from reportgen.report.facts import ReportFacts

MAIL_FORMAT = 1
"""1: mail.json with subject, text, html, and file name of the attachment; picture.png; logo.png if given."""
SUBJECT, PREHEADER = 60, 90
"""Characters that mail programs show of them."""
MOST_BYTES = 60_000
"""Some mail programs cut a page off that has more than 102,400."""
_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)
PICTURE_WIDTH, PICTURE_HEIGHT, SCALE = 360, 240, 2.25
"""CSS pixels, so narrow that letters can be read on a phone; drawn for screens of any density."""


@dataclass(frozen=True)
class MailContent:
    """What the templates of the message arrange."""

    subject: str
    preheader: str
    """What a list of messages shows behind the subject."""
    attachment: str
    """File name of the brief."""
    brief: BriefContent
    picture: Illustration
    link: str | None
    """Address of the report; None where nobody said at which site it stands."""


def compose_mail(
    brief: BriefContent, analysis: Analysis, computed: ReportFacts, link: str | None = None
) -> MailContent:
    """The message of a brief; `link` is the address of the report."""
    whose = owner(analysis.options)
    period = analysis.customers.period
    months = analysis.formatter.months(period.month) if period else ()
    dated = (slug(whose), "segment-brief", *((period.month,) if period else ()))
    return MailContent(
        _subject(whose, months, brief),
        _fitting((brief.lead.plain, *_instruction(brief)), PREHEADER),
        f"{'-'.join(dated)}.pdf",
        brief,
        _picture(brief, analysis, computed),
        link,
    )


def _instruction(brief: BriefContent) -> tuple[str, ...]:
    """What to do first, as a sentence; nothing where nothing is recommended."""
    return () if brief.first is None else (f"{brief.first.title}.",)


def _picture(brief: BriefContent, analysis: Analysis, computed: ReportFacts) -> Illustration:
    """Who went where, where that is the news; else how customers and value are divided."""
    moved = computed.of(MovementFacts)
    if brief.movement is not None and brief.story == brief.movement and moved and moved.moves:
        size = (PICTURE_WIDTH, PICTURE_HEIGHT)
        drawn = ribbons(moved, moved.moves, computed.shared, analysis.formatter, size)
        return Illustration(drawn, brief.movement.text)
    return pairs_illustration(computed.shared, PICTURE_WIDTH)


def mail_parts(content: MailContent, templates: Environment) -> dict[str, bytes]:
    """File name -> bytes.

    Raises:
        InputError: the page would be cut off by mail programs.
    """
    context = {"content": content, "brief": content.brief}
    page, text = (
        TURNS.sub("", render(templates, f"mail/mail.{kind}.jinja", context)) for kind in ("html", "txt")
    )
    html = _INLINER.inline(page)
    if len(html.encode()) > MOST_BYTES:
        cause = f"the e-mail has {len(html.encode())} bytes, more than {MOST_BYTES}"
        raise InputError(cause, "shorten mail/mail.html.jinja in your --templates")
    told = {
        "format": MAIL_FORMAT,
        "subject": content.subject,
        "attachment": content.attachment,
        "html": html,
        "text": text,
    }
    logo = content.brief.branding.small_logo
    return {
        **({} if logo is None else {"logo.png": logo}),
        "mail.json": (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode(),
        "picture.png": png(content.picture.figure, SCALE),
    }


def _subject(whose: str, months: tuple[str, ...], brief: BriefContent) -> str:
    """Of which month and what is news, always; whose it is as far as there is room."""
    dates = [f"{whose}, {month}" for month in months] or [whose]
    news, neutral = (brief.headline, *brief.in_short), within(say("Customer segments"))
    told = [(who, what) for names in (dates, months) for what in news for who in names]
    told += [(who, neutral) for who in dates]
    return _fitting((*(plainly("{who}: {what}", who=who, what=what) for who, what in told), *dates), SUBJECT)


def _fitting(texts: tuple[str, ...], room: int) -> str:
    """The first text that fits, else the shortest."""
    return next((text for text in texts if len(text) <= room), min(texts, key=len))
