"""Senders that are killed, asked to end, or not alone: everybody gets it, and nobody twice without cause."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

from tests.mail.mail_server import (
    PASSWORD,
    PEOPLE,
    SEND,
    Faults,
    Server,
    configure,
    mail_lines,
    serving,
    states,
)
from tests.mail.sealed_builds import settings

ROOT = Path(__file__).parents[2]


def child(folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "reportgen", *SEND]
    return subprocess.Popen(
        words, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def killed_at(server: Server, shop: Path, moments: range) -> str:
    """Start a sender for each moment and kill it when so many messages arrived; what they told."""
    told = ""
    for turn, moment in enumerate(moments):
        reached = threading.Event()
        server.post.on_arrival = partial(set_from, reached, moment)
        sender = child(shop)
        assert reached.wait(60), sender.communicate(timeout=5)
        time.sleep(0.003 * turn)
        sender.send_signal(signal.SIGKILL)
        told += "".join(sender.communicate())
    return told


def set_from(reached: threading.Event, moment: int, number: int) -> None:
    if number >= moment:
        reached.set()


def test_killed_time_and_again_everybody_gets_it_and_only_the_cut_off_get_it_twice(shop: Path) -> None:
    """200 recipients: 10 bounced, 10 busy at first, 4 cut off after their message was taken."""
    moments = range(17, 187, 60)
    bounced, busy, cut = frozenset(PEOPLE[3::20]), frozenset(PEOPLE[7::20]), frozenset(PEOPLE[11:72:20])
    with serving(Faults(bounced=bounced, busy_at_first=busy, cut_off=cut)) as server:
        configure(shop, server, PEOPLE)
        told = killed_at(server, shop, moments)
        last = child(shop)
        out, err = last.communicate(timeout=120)
    account = json.loads(out)
    assert PASSWORD not in told + out + err
    assert (last.returncode, account["counts"]) == (3, {"bounced": 10, "sent": 190})
    assert {address for address, state in states(account).items() if state == "bounced"} == bounced
    got = server.post.per_address
    assert set(got) == set(PEOPLE) - bounced
    doubtful = {each["address"] for each in account["recipients"] if each["in_doubt"]}
    twice = {address for address, times in got.items() if times > 1}
    assert cut <= twice <= doubtful
    assert len(doubtful - cut) <= len(moments)
    assert max(got.values()) == 2
    assert all(len({each["Message-ID"] for each in server.post.messages(address)}) == 1 for address in twice)
    assert max(server.post.tried[address] for address in bounced) == 1


def test_two_senders_at_once_do_not_double(shop: Path) -> None:
    with serving() as server:
        configure(shop, server, PEOPLE[:40])
        senders = [child(shop), child(shop)]
        codes = [(sender.communicate(timeout=60), sender.returncode)[1] for sender in senders]
    assert codes == [0, 0]
    assert server.post.per_address == dict.fromkeys(PEOPLE[:40], 1)


def test_asked_to_end_a_sender_finishes_the_message_at_hand(shop: Path) -> None:
    started = threading.Event()
    with serving() as server:
        configure(shop, server, PEOPLE)
        server.post.on_arrival = lambda number: started.set() if number == 5 else None
        sender = child(shop)
        assert started.wait(30)
        sender.terminate()
        sender.communicate(timeout=30)
        assert sender.returncode == 130
        sender = child(shop)
        sender.communicate(timeout=60)
    assert server.post.per_address == dict.fromkeys(PEOPLE, 1)


# --- other ways out


def killed_once_there_is(path: Path, shop: Path) -> None:
    """Start a sender and kill it by force as soon as a file is there."""
    sender = child(shop)
    for _ in range(1200):
        if path.exists():
            break
        time.sleep(0.05)
    sender.kill()
    sender.communicate()


def test_sendmail_gets_whole_messages_though_their_sender_is_killed(shop: Path) -> None:
    """It is sent once more, as nobody knows what became of it; half a message never goes out."""
    program, begun, box = shop / "sendmail", shop / "begun", shop / "box"
    box.mkdir()
    program.write_text(
        f'#!/bin/sh\ntouch "{begun}"\nsleep 1\ncat > "{box}/$$.part"\nmv "{box}/$$.part" "{box}/$$.eml"\n'
    )
    program.chmod(0o755)
    settings(shop, "shop", *mail_lines(shop, 1, PEOPLE[:1], user=None, by="sendmail", sendmail="sendmail"))
    killed_once_there_is(begun, shop)
    again = child(shop)
    account = json.loads(again.communicate()[0])
    assert (again.returncode, states(account)) == (0, {PEOPLE[0]: "sent"})
    messages = [path.read_bytes() for path in box.glob("*.eml")]
    assert len(messages) == 2
    assert all(message.rstrip().endswith(b"--") for message in messages)
    assert (
        len({line for each in messages for line in each.splitlines() if line.startswith(b"Message-ID")}) == 1
    )


def test_a_folder_holds_one_message_each_however_often_its_sender_is_killed(shop: Path) -> None:
    settings(shop, "shop", *mail_lines(shop, 1, PEOPLE, user=None, by="folder", folder="outbox"))
    for _ in range(3):
        killed_once_there_is(shop / "outbox", shop)
    last = child(shop)
    account = json.loads(last.communicate()[0])
    assert (last.returncode, set(states(account).values())) == (0, {"sent"})
    assert len(list((shop / "outbox").glob("*.eml"))) == len(PEOPLE)
