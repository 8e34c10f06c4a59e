"""Checks a finished page (no requests, no foreign scripts) and adds its Content-Security-Policy."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from reportgen.errors import ReportgenError

_HEAD = re.compile(r'(<head>\s*<meta charset="utf-8">\n?)', re.IGNORECASE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]*)["']?\s*\)""", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x20]+")
_LOADING = frozenset(
    {"action", "background", "data", "formaction", "href", "ping", "poster", "src", "xlink:href"}
)
_LISTS_OF_ADDRESSES = frozenset({"srcset", "imagesrcset"})
_LINK_SCHEMES = frozenset({"https:", "mailto:"})
_FORBIDDEN = frozenset(
    {"base", "embed", "form", "frame", "iframe", "link", "object"}
    | {"animate", "animatemotion", "animatetransform", "set"}  # they write attributes later
    | {
        "listing",
        "math",
        "noembed",
        "noframes",
        "noscript",
        "plaintext",
        "textarea",
        "xmp",
    }  # browsers differ
)
_RAW = frozenset({"script", "style", "title"})
"""Elements that hold text alone."""
_EMBEDDED = ("data:image/", "data:font/")


def finish(html: str, scripts: frozenset[str] = frozenset()) -> str:
    """The page with its Content-Security-Policy, after a check that it keeps to itself.

    Args:
        html: A whole page whose head begins with `<meta charset="utf-8">`.
        scripts: Texts of the scripts that the page may run; JSON data blocks need no leave.

    Raises:
        ReportgenError: if the page refers to anything outside itself but by a link to click on, uses an
            id twice, or holds a script or event handler that is not ours.
    """
    page = _read(html)
    faults = [*page.faults, *_duplicate_ids(page.ids), *_foreign(page.scripts, scripts)]
    if faults:
        raise ReportgenError(
            f"the page is not fit to publish: {faults[0]}", "correct the template or its data"
        )
    return _with_policy(html, _policy(page))


@dataclass
class _Page:
    """What the parser collected of a page."""

    ids: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    style_attributes: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def _read(html: str) -> _Page:
    parser = _Parser()
    parser.feed(html)
    parser.close()
    if not parser.whole:
        parser.page.faults.append("it breaks off before its end")
    parser.page.faults.extend(
        "a style sheet points outside the page" for css in parser.page.styles if not _css_inside(css)
    )
    parser.page.faults.extend("a style sheet holds a <" for css in parser.page.styles if "<" in css)
    return parser.page


class _Parser(HTMLParser):
    """Fills a `_Page`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = _Page()
        self.whole = False
        """Whether the last end tag was that of the page: an open style or comment swallows the rest."""
        self._into: list[str] | None = None
        self._raw: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if self._raw is not None:
            self._fault(f"an element within <{self._raw}>")
        self._raw = tag if tag in _RAW else None
        if tag in _FORBIDDEN or (tag == "meta" and "http-equiv" in attributes):
            self._fault(f"a <{tag}> element that has no place here")
        for name, value in attributes.items():
            self._attribute(tag, name, value)
        self._into = self._text_of(tag, attributes)
        if self._into is not None:
            self._into.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _RAW:  # in HTML it goes on, whatever the slash says
            self._fault(f"a <{tag}/> without an end")
        self._into = self._raw = None

    def handle_endtag(self, tag: str) -> None:
        self._into = self._raw = None
        self.whole = tag == "html"

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data

    def handle_comment(self, data: str) -> None:
        """Browsers end some comments earlier (`<!-->`, `--!>`): what comes then would go unseen."""
        if "<" in data or ">" in data:
            self._fault("a comment with < or > in it; write it as {# ... #}")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html":
            self._fault("a declaration")

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002 - as the base class has it
        """Such as CDATA, which ends at its first > outside of drawings."""
        self._fault("a declaration")

    def handle_pi(self, data: str) -> None:  # noqa: ARG002 - likewise
        self._fault("an instruction")

    def _text_of(self, tag: str, attributes: dict[str, str]) -> list[str] | None:
        if tag == "style":
            return self.page.styles
        if tag == "script" and attributes.get("type") != "application/json":
            return self.page.scripts
        return None

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name == "id":
            self.page.ids.append(value)
        if name.startswith("on"):
            self._fault(f"an event handler ({name})")
        if name == "style":
            self.page.style_attributes.append(value)
        if not _may_stand(tag, name, value):
            self._fault(f"<{tag} {name}> points outside the page")

    def _fault(self, cause: str) -> None:
        self.page.faults.append(f"{cause}, line {self.getpos()[0]}")


def _may_stand(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "href"):
        return _clickable(value)
    if tag == "use":
        return name not in _LOADING or value.startswith("#")
    if name in _LOADING:
        return _inside(value)
    return name not in _LISTS_OF_ADDRESSES and ("url(" not in value.lower() or _css_inside(value))


def _clickable(value: str) -> bool:
    """A place in the page, a neighbour in the same folder tree, or a web or mail address."""
    bare = _CONTROL.sub("", value).replace("\\", "/")
    scheme = _SCHEME.match(bare)
    return scheme[0].lower() in _LINK_SCHEMES if scheme else not bare.startswith("/")


def _inside(value: str) -> bool:
    bare = _CONTROL.sub("", value)
    return bare.startswith("#") or bare.lower().startswith(_EMBEDDED)


def _css_inside(css: str) -> bool:
    """Whether every `url()` stays inside, and no address is left once those are taken out."""
    bare = _CSS_COMMENT.sub("", css)
    rest = _CSS_URL.sub("", bare)
    return all(map(_inside, _CSS_URL.findall(bare))) and "//" not in rest and "@import" not in rest.lower()


def _duplicate_ids(ids: list[str]) -> list[str]:
    return [f"the id {name} stands twice" for name, times in Counter(ids).items() if times > 1]


def _foreign(found: list[str], scripts: frozenset[str]) -> list[str]:
    return ["a script that is not ours" for script in found if script not in scripts]


def _policy(page: _Page) -> str:
    """Nothing loads but embedded pictures and fonts; styles and scripts run by their hashes only."""
    rules = {
        "default-src": ["'none'"],
        "img-src": ["data:"],
        "font-src": ["data:"],
        "style-src": _style_sources(page),
        "script-src": _hashes(page.scripts),
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{rule} {' '.join(sources)}" for rule, sources in rules.items() if sources)


def _style_sources(page: _Page) -> list[str]:
    """`unsafe-hashes` only lets style attributes through whose very text is listed."""
    attributes = _hashes(page.style_attributes)
    return [*(["'unsafe-hashes'"] if attributes else []), *sorted({*_hashes(page.styles), *attributes})]


def _hashes(texts: list[str]) -> list[str]:
    return sorted({f"'sha256-{_digest(text)}'" for text in texts})


def _digest(text: str) -> str:
    """Browsers hash the text after line ends became LF."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    return base64.b64encode(hashlib.sha256(normal.encode()).digest()).decode()


def _with_policy(html: str, policy: str) -> str:
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    whole, found = _HEAD.subn(lambda match: match[1] + tag, html, count=1)
    if not found:
        raise ReportgenError(
            "the page has no place for its security policy", 'begin <head> with <meta charset="utf-8">'
        )
    return whole
