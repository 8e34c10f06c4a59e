from __future__ import annotations

import base64
import hashlib

import pytest

from reportgen.errors import ReportgenError
from reportgen.report.html import finish

HEAD = '<!doctype html>\n<html lang="en"><head>\n<meta charset="utf-8">\n<style>p{color:red}</style></head>'


def page(body: str) -> str:
    return f"{HEAD}<body>{body}</body></html>"


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(html: str) -> str:
    return html.split('Content-Security-Policy" content="')[1].split('"', maxsplit=1)[0]


def test_the_policy_lets_in_our_styles_and_nothing_else() -> None:
    html = finish(page("<p>Hello</p>"))
    assert html.index("Content-Security-Policy") < html.index("<style>")
    assert policy(html) == (
        "default-src 'none'; img-src data:; font-src data:; "
        f"style-src {digest('p{color:red}')}; base-uri 'none'; form-action 'none'"
    )


def test_style_attributes_and_known_scripts_run_by_their_hashes() -> None:
    html = finish(page('<p style="--c:#fff&amp;">x</p><script>go()</script>'), frozenset({"go()"}))
    assert f"'unsafe-hashes' {' '.join(sorted([digest('p{color:red}'), digest('--c:#fff&')]))}" in policy(
        html
    )
    assert f"script-src {digest('go()')}" in policy(html)


@pytest.mark.parametrize(
    "body",
    [
        '<a href="#top">x</a><h2 id="top">y</h2>',
        '<a href="shop-2026-10-report.pdf">x</a> <a href="../index.html">y</a>',
        '<a href="https://example.com">x</a> <a href="mailto:a@example.com">y</a>',
        '<img alt="" src="data:image/svg+xml;base64,PHN2Zy8+">',
        '<svg xmlns="http://www.w3.org/2000/svg"><clipPath id="c1"/><path clip-path="url(#c1)"/></svg>',
        "<style>@font-face{src:url(data:font/woff2;base64,AA//BB)} /* see https://example.com */</style>",
        '<script type="application/json">{"a": "\\u003c/script>"}</script>',
        "<p>a: see https://example.com, url(http://x)</p>",
    ],
)
def test_what_keeps_to_the_page_may_stand(body: str) -> None:
    assert body in finish(page(body))


@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://example.com/a.png">',
        '<img src="//example.com/a.png">',
        '<img src="a.png">',
        '<img srcset="data:image/png;base64,AA 1x, http://example.com/b.png 2x">',
        '<img src="data:text/html,x">',
        '<a href="http://example.com">x</a>',
        '<a href="java\tscript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<a href="//example.com">x</a>',
        r'<a href="\\example.com">x</a>',
        '<a href="file:///etc/passwd">x</a>',
        '<a href="#a" ping="https://example.com">x</a>',
        '<svg><use href="http://example.com/a.svg#x"/></svg>',
        '<svg><path fill="url(http://example.com/a.svg#x)"/></svg>',
        '<p style="background:url(http://example.com)">x</p>',
        "<style>@import 'a.css';</style>",
        "<style>p{background:url(a.png)}</style>",
        "<style>p{background:image-set('https://example.com/a' 1x)}</style>",
        "<style>p{background:url(//example.com/a)}",
        '<link rel="stylesheet" href="#x">',
        '<meta http-equiv="refresh" content="0">',
        "<base href='#'>",
        "<iframe srcdoc='x'></iframe>",
        "<object data='#x'></object>",
        "<form><input></form>",
        "<p onclick='x()'>x</p>",
        "<script>alert(1)</script>",
        "<script src='#x'></script>",
        "<p id='a'></p><p id='a'></p>",
        "<!--><script>alert(1)</script>-->",
        "<!-- x --!><img src='http://example.com/a.png'><!-- -->",
        "<![CDATA[><img src='http://example.com/a.png'>]]>",
        "<?x <img src='http://example.com/a.png'>?>",
        "<svg><a><animate attributeName='href' values='javascript:alert(1)'/><text>x</text></a></svg>",
        "<svg><a><set attributeName='href' to='https://example.com'/></a></svg>",
        "<svg><use href='data:image/svg+xml,<svg id=x/>#x'/></svg>",
        "<svg><style><img title='</style><img src=x>'></svg>",
        "<script/>alert(1)</script>",
        "<noscript><p title='</noscript><img src=x>'></noscript>",
        "<svg><title><p title='</title><img src=x>'></title></svg>",
    ],
)
def test_what_reaches_out_is_refused(body: str) -> None:
    with pytest.raises(ReportgenError, match="not fit to publish"):
        finish(page(body))


def test_the_fault_is_named_with_its_line() -> None:
    with pytest.raises(ReportgenError, match=r"<img src> points outside the page, line 6"):
        finish(page("\n\n<img src='a.png'>"))


def test_a_page_without_a_place_for_the_policy_is_refused() -> None:
    with pytest.raises(ReportgenError, match="security policy"):
        finish("<html><head><title>x</title></head></html>")
