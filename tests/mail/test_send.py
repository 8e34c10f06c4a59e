"""Messages to a real server: what arrives, what does not, and what is never said aloud."""

from __future__ import annotations

import json
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import main
from reportgen.mail import smtp
from reportgen.mail.message import brief_message
from reportgen.mail.outbox import now
from reportgen.mail.sealed import read_sealed
from reportgen.options.mail_options import MailOptions
from tests.mail.mail_server import PASSWORD, PEOPLE, SEND, Faults, configure, mail_lines, serving, states
from tests.mail.sealed_builds import SUBJECT, a_sealed_build, settings

if TYPE_CHECKING:
    from email.message import EmailMessage

    import pytest


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any], str]:
    """Exit code, account and what was told of one command; none of it holds the password."""
    code = main([*(words or SEND)])
    told = capsys.readouterr()
    assert PASSWORD not in told.out + told.err
    return code, json.loads(told.out) if told.out.startswith("{") else {"text": told.out}, told.err


# --- what arrives


def test_a_message_has_what_a_good_one_has(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving() as server:
        configure(shop, server, ["Ann Ünal <ann@harbour.example>", "bob@harbour.example"])
        code, account, _ = run(capsys)
    assert (code, account["counts"]) == (0, {"sent": 2})
    (message,) = server.post.messages("ann@harbour.example")
    assert (message["From"], message["Subject"]) == ("Harbour & Finch <reports@harbour.example>", SUBJECT)
    assert message["To"] == "ann@harbour.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"].startswith("<mailto:reports@harbour.example?")
    assert message["Date"]
    assert shape(message) == (
        "multipart/mixed",
        ("multipart/alternative", "text/plain", ("multipart/related", "text/html", "image/png")),
        "application/pdf",
    )
    html, picture = (part for part in message.walk() if part.get_content_type() in ("text/html", "image/png"))
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in html.get_content()
    *_, pdf = message.iter_attachments()
    assert pdf.get_filename() == "shop-segment-brief-2026-10.pdf"


def test_a_logo_goes_along_inside_the_message(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logo = b"\x89PNG\r\n\x1a\n a logo"
    a_sealed_build(shop / "output", logo=logo)
    with serving() as server:
        configure(shop, server, PEOPLE[:1])
        run(capsys)
    (message,) = server.post.messages(PEOPLE[0])
    pictures = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert [part["Content-ID"] for part in pictures] == ["<logo@brief>", "<picture@brief>"]
    assert pictures[0].get_content() == logo


def shape(message: EmailMessage) -> Any:
    if not message.is_multipart():
        return message.get_content_type()
    return (message.get_content_type(), *map(shape, message.iter_parts()))


def test_nobody_gets_it_twice_by_another_command(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving() as server:
        configure(shop, server, PEOPLE[:3])
        run(capsys)
        configure(
            shop,
            server,
            [*PEOPLE[:2], PEOPLE[2].upper().replace("HARBOUR.EXAMPLE", "harbour.example"), PEOPLE[3]],
        )
        code, account, _ = run(capsys)
    assert code == 0
    assert sum(server.post.per_address.values()) == 4
    assert account["counts"] == {"sent": 4}
    assert [each["now"] for each in account["recipients"]] == [False, False, False, True]


def test_a_month_that_is_built_anew_is_not_sent_again_unasked(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(Faults(bounced=frozenset({PEOPLE[1]}))) as server:
        configure(shop, server, PEOPLE[:2])
        run(capsys)
        a_sealed_build(shop / "output", text="Corrected.\n")
        code, account, _ = run(capsys)
        assert (code, states(account)) == (3, {PEOPLE[0]: "earlier", PEOPLE[1]: "bounced"})
        code, account, _ = run(capsys, *SEND, "--corrected")
        assert (code, states(account)) == (3, {PEOPLE[0]: "sent", PEOPLE[1]: "bounced"})
    first, second = server.post.messages(PEOPLE[0])
    assert first["Message-ID"] != second["Message-ID"]
    assert server.post.tried[PEOPLE[1]] == 1


def test_tries_and_tests_leave_no_trace(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving() as server:
        configure(shop, server, PEOPLE[:2])
        code, told, _ = run(capsys, *SEND[:-1], "--dry-run")
        files = [Path(line) for line in told["text"].split()]
        assert (code, len(files), server.post.arrived) == (0, 2, [])
        assert all(SUBJECT.encode() in file.read_bytes() for file in files)
        code, account, _ = run(capsys, *SEND, "--test", "me@harbour.example")
        assert (code, account["counts"]) == (0, {"sent": 1})
        assert server.post.messages("me@harbour.example")[0]["Subject"].strip().startswith("[Test] ")
        assert run(capsys)[1]["counts"] == {"sent": 2}


def test_no_words_become_a_header(shop: Path) -> None:
    build = replace(read_sealed(shop / "output", "shop", "2026-10"), subject="Evil\r\nBcc: eve@rival.example")
    mail = MailOptions(sender="reports@harbour.example")
    message = message_from_bytes(brief_message(build, mail, PEOPLE[0], now()).data)
    assert (message["Bcc"], message["Subject"]) == (None, "Evil Bcc: eve@rival.example")


# --- what does not


def test_every_fault_has_its_state(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bounced, busy, always, cut, ever, content, good = PEOPLE[:7]
    faults = Faults(
        frozenset({bounced}),
        frozenset({busy}),
        frozenset({always}),
        frozenset({cut}),
        frozenset({ever}),
        frozenset({content}),
    )
    with serving(faults) as server:
        configure(shop, server, PEOPLE[:7], owner="ops@elsewhere.example")
        code, account, err = run(capsys)
        found = {
            each["address"]: (each["state"], each["tries"], each["in_doubt"])
            for each in account["recipients"]
        }
        assert found == {
            bounced: ("bounced", 1, 0),
            busy: ("sent", 2, 0),
            always: ("busy", 3, 0),
            cut: ("sent", 2, 1),
            ever: ("unknown", 2, 2),
            content: ("bounced", 1, 0),
            good: ("sent", 1, 0),
        }
        assert code == 3
        assert "4 of 7 recipients did not get it" in err
        (notice,) = server.post.messages("ops@elsewhere.example")
        assert notice["Subject"] == "Not sent to all: shop 2026-10 (Harbour & Finch)"
        assert bounced in notice.get_content()
        for _ in range(5):
            run(capsys)
    assert server.post.per_address[cut] == server.post.per_address[ever] == 2
    assert len({message["Message-ID"] for message in server.post.messages(ever)}) == 1
    assert server.post.tried[bounced] == server.post.tried[content] == 1
    assert server.post.tried[always] == 12


def test_another_brands_people_are_refused(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving() as server:
        configure(shop, server, ["ann@harbour.example", "eve@rival.example"])
        assert run(capsys)[0] == 2
        configure(shop, server, ["ann@harbour.example"])
        assert run(capsys, *SEND, "--test", "eve@rival.example")[0] == 2
        settings(shop, "rival", *mail_lines(shop, server.port, ["ann@harbour.example"]))
        code, _, err = run(capsys)
        assert (code, "for 'rival', not for 'shop'" in err) == (2, True)
        assert server.post.tried.total() == 0
        configure(shop, server, ["eve@rival.example"], allowed_domains=["rival.example"])
        assert run(capsys)[0] == 0


def test_a_held_or_altered_build_reaches_nobody_but_the_owner(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving() as server:
        configure(shop, server, PEOPLE[:2], owner="ops@harbour.example")
        a_sealed_build(shop / "output", held=["rows halved"])
        assert run(capsys)[0] == 5
        (shop / "output/site/shop/2026-10/shop-2026-10-brief.pdf").write_bytes(b"%PDF")
        assert run(capsys)[0] == 2
        assert server.post.per_address == {"ops@harbour.example": 2}
        assert "rows halved" in server.post.messages("ops@harbour.example")[0].get_content()
        a_sealed_build(shop / "output", held=["rows halved"])
        assert run(capsys, *SEND, "--accept", "the shop was closed")[0] == 0


# --- who may listen


def test_an_untrusted_certificate_is_refused(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving() as server:
        configure(shop, server, PEOPLE[:1], ca_file=None)
        code, _, err = run(capsys)
        assert (code, "certificate is not to be trusted" in err) == (4, True)
        configure(shop, server, PEOPLE[:1], server="127.0.0.1")  # the certificate names localhost
        assert run(capsys)[0] == 4
    assert server.post.tried.total() == 0


def test_no_encryption_no_mail(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(tls=False, login=False) as server:
        configure(shop, server, PEOPLE[:1], user=None)
        code, _, err = run(capsys)
        assert (code, "offers no encryption" in err) == (4, True)
        configure(shop, server, PEOPLE[:1], user=None, security="none")
        assert run(capsys)[0] == 2
        configure(shop, server, PEOPLE[:1], user=None, security="none", server="mail.harbour.example")
        assert run(capsys, *SEND, "--insecure")[0] == 2
        assert server.post.tried.total() == 0
        configure(shop, server, PEOPLE[:1], user=None, security="none")
        assert run(capsys, *SEND, "--insecure")[0] == 0


def test_tls_from_the_first_byte(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(implicit=True, login=False) as server:
        configure(shop, server, PEOPLE[:2], user=None, security="tls", ca_file=None)
        assert run(capsys)[0] == 4
        configure(shop, server, PEOPLE[:2], user=None, security="tls")
        assert run(capsys)[1]["counts"] == {"sent": 2}


def test_no_answer_in_time_is_no_answer(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "SECONDS", 0.7)
    with serving(Faults(slow_at_first=frozenset({PEOPLE[0]}))) as server:
        configure(shop, server, PEOPLE[:2])
        code, account, _ = run(capsys)
    assert (code, account["counts"]) == (0, {"sent": 2})
    assert [each["in_doubt"] for each in account["recipients"]] == [1, 0]


def test_a_wrong_password_stops_at_once_and_is_not_repeated(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANARY_PASSWORD", "wrong-canary")
    with serving() as server:
        configure(shop, server, PEOPLE[:3])
        code, _, err = run(capsys)
    assert (code, "refuses the login (535)" in err, "wrong-canary" in err) == (2, True, False)
    assert server.post.tried.total() == 0


def test_a_password_file_that_others_can_read_is_refused(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = shop / "mail.password"
    secret.write_text(PASSWORD + "\n")
    with serving() as server:
        configure(shop, server, PEOPLE[:1], password_env=None, password_file=secret.name)
        secret.chmod(0o644)
        assert run(capsys)[0] == 2
        secret.chmod(0o600)
        assert run(capsys)[0] == 0
    assert len(server.post.arrived) == 1


def test_no_server_is_said_and_nothing_is_lost(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving() as server:
        configure(shop, server, PEOPLE[:2])
    code, account, err = run(capsys)
    assert (code, account["counts"]) == (4, {"planned": 2})
    assert "cannot be reached" in err
    with serving() as server:
        configure(shop, server, PEOPLE[:2])
        assert run(capsys)[1]["counts"] == {"sent": 2}


def test_a_message_that_is_too_large_is_not_begun(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(data_size_limit=3000) as server:
        configure(shop, server, PEOPLE[:2])
        code, _, err = run(capsys)
    assert (code, "the server takes 3000" in err) == (2, True)
    assert server.post.tried.total() == 0


# --- other ways out


def test_a_folder_and_sendmail(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = mail_lines(shop, 1, PEOPLE[:2], user=None, by="folder", folder="outbox")
    settings(shop, "shop", *lines)
    assert run(capsys)[0] == 0
    assert len(list((shop / "outbox").glob("*.eml"))) == 2
    program = shop / "sendmail"
    program.write_text(f'#!/bin/sh\ncase "$5" in *000*) exit 67;; *001*) exit 75;; esac\ncat > "{shop}/$5"\n')
    program.chmod(0o755)
    a_sealed_build(shop / "output", month="2026-09")
    settings(shop, "shop", *mail_lines(shop, 1, PEOPLE[:3], user=None, by="sendmail", sendmail="sendmail"))
    code, account, _ = run(capsys, "send", "shop", "2026-09", "--json")
    assert (code, states(account)) == (3, dict(zip(PEOPLE, ("bounced", "busy", "sent"), strict=False)))
    assert b"Subject: " in (shop / PEOPLE[2]).read_bytes()
