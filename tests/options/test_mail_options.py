"""The [mail] table: addresses that are addresses, and no password in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.errors import InputError
from reportgen.options.enums import Carrier, Security
from reportgen.options.settings_file import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.options.mail_options import MailOptions


def mail(folder: Path, *lines: str) -> MailOptions:
    file = folder / "reportgen.toml"
    file.write_text("\n".join(["[mail]", *lines]), "utf-8")
    return load_settings(file).mail


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    options = mail(
        tmp_path,
        'from = "Ünal & Co <Reports@Exämple.com>"',
        'to = ["Ann, B. <ann@example.com>", "bob@example.com"]'.replace("Ann, B.", r"\"Ann, B.\""),
        'allowed_domains = ["Example.com"]',
        'by = "sendmail"',
        'security = "tls"',
        "port = 2525",
        'password_file = "mail.password"',
        "waits = [1, 2.5]",
    )
    assert options.sender == "Ünal & Co <Reports@xn--exmple-cua.com>"
    assert options.to == ('"Ann, B." <ann@example.com>', "bob@example.com")
    assert options.allowed_domains == ("example.com",)
    assert (options.carrier, options.security, options.port) == (Carrier.SENDMAIL, Security.TLS, 2525)
    assert options.password_file == tmp_path / "mail.password"
    assert options.waits == (1.0, 2.5)


@pytest.mark.parametrize(
    "line",
    [
        'to = ["ann"]',
        'to = ["ann@"]',
        'to = ["ann@example.com, eve@example.com"]',
        r'to = ["ann@example.com\nBcc: eve@example.com"]',
        r'from = "Ann\r\nBcc: eve@example.com <ann@example.com>"',
        'to = ["ann@-example.com"]',
        'allowed_domains = ["*.example.com"]',
        "port = 0",
        'security = "ssl"',
        "waits = [1, 2, 3, 4, 5, 6]",
        "waits = [-1]",
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError, match=f"mail.{line.split(maxsplit=1)[0]}: .*does not fit"):
        mail(tmp_path, line)


def test_a_password_in_the_settings_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such setting") as told:
        mail(tmp_path, 'password = "canary"')
    assert "mail.password" in told.value.hint
    assert "canary" not in f"{told.value} {told.value.hint}"
