"""Delivers a brief to 200 people through a real Postfix, its sender killed ten times on the way.

Needs Debian's postfix package and root, and touches neither its configuration nor any other host: the mail
system runs in a temporary folder, listens on 127.0.0.1 alone, and drops what is not for harbour.example.

    apt-get install --no-install-recommends postfix
    python benchmarks/postfix_delivery.py
"""

from __future__ import annotations

import json
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

import trustme

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.mail.sealed_builds import a_sealed_build, settings  # noqa: E402 - found by the line above

if TYPE_CHECKING:
    from collections.abc import Iterator

PEOPLE = [f"person{number:03}@harbour.example" for number in range(200)]
BOUNCED, BUSY = frozenset(PEOPLE[3::20]), frozenset(PEOPLE[7::20])
KILLS = 10
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost
mydestination =
alias_maps =
mynetworks = 127.0.0.0/8
default_transport = discard
relay_transport = discard
virtual_mailbox_domains = harbour.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/boxes
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
smtpd_tls_cert_file = {folder}/cert.pem
smtpd_tls_key_file = {folder}/key.pem
smtpd_tls_security_level = encrypt
smtpd_recipient_restrictions = check_recipient_access texthash:{folder}/busy, permit_mynetworks, reject
smtpd_client_connection_rate_limit = 0
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
max_use = 1
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


def main() -> None:
    """Send, kill, send again, and count what lies in the mailboxes."""
    if shutil.which("postfix") is None or os.geteuid() != 0:
        print("left out: it needs root and apt-get install --no-install-recommends postfix")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with postfix(folder / "postfix") as port:
            shop = _shop(folder / "shop", port)
            kills = _kill_and_start_again(shop)
            (folder / "postfix" / "busy").write_text("")  # from now on nobody is busy
            account = _account(shop)
            _wait_until_quiet(folder / "postfix")
            _tell(account, _mailboxes(folder / "postfix" / "mail"), kills)


@contextmanager
def postfix(folder: Path) -> Iterator[int]:
    """A mail system of its own; gives the port that it listens on."""
    port = _free_port()
    _configure(folder, port)
    command = ["postfix", "-c", str(folder)]
    subprocess.run([*command, "start"], check=True, stderr=subprocess.DEVNULL)  # noqa: S603 - our own words
    try:
        _wait_for(port)
        yield port
    finally:
        subprocess.run([*command, "stop"], check=False, stderr=subprocess.DEVNULL)  # noqa: S603 - likewise


def _configure(folder: Path, port: int) -> None:
    user = pwd.getpwnam("postfix")
    for below in ("queue", "data", "mail"):
        (folder / below).mkdir(parents=True)
    for below in ("data", "mail"):
        os.chown(folder / below, user.pw_uid, user.pw_gid)
    certificate = trustme.CA()
    issued = certificate.issue_cert("localhost")
    certificate.cert_pem.write_to_path(str(folder / "ca.pem"))
    issued.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    boxes = (f"{address} {address}/\n" for address in PEOPLE if address not in BOUNCED)
    (folder / "boxes").write_text("".join(boxes))
    (folder / "busy").write_text("".join(f"{address} 451 4.7.1 come back later\n" for address in BUSY))
    (folder / "main.cf").write_text(MAIN.format(folder=folder, uid=user.pw_uid, gid=user.pw_gid))
    (folder / "master.cf").write_text(MASTER.format(port=port))


def _shop(folder: Path, port: int) -> Path:
    lines = {
        "from": "reports@harbour.example",
        "to": PEOPLE,
        "server": "localhost",
        "port": port,
        "ca_file": "../postfix/ca.pem",
        "waits": [0.2, 0.5],
    }
    settings(folder, "shop", *(f"{key} = {json.dumps(value)}" for key, value in lines.items()))
    a_sealed_build(folder / "output", text="The brief of October.\n" * 400)
    return folder


def _sender(shop: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "reportgen", "send", "shop", "2026-10", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(  # noqa: S603 - our own program
        words, cwd=shop, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def _kill_and_start_again(shop: Path) -> int:
    """How many of ten senders were killed at work."""
    kills = 0
    for _ in range(KILLS):
        sender = _sender(shop)
        time.sleep(random.uniform(0.8, 2.0))
        kills += sender.poll() is None
        sender.send_signal(signal.SIGKILL)
        sender.communicate()
    return kills


def _account(shop: Path) -> dict[str, object]:
    out, _ = _sender(shop).communicate(timeout=300)
    account: dict[str, object] = json.loads(out)
    return account


def _mailboxes(folder: Path) -> Counter[tuple[str, str]]:
    """(recipient, Message-ID) -> messages that lie there."""
    files = (path for path in folder.glob("*/new/*") if path.is_file())
    return Counter(
        (path.parts[-3], str(message_from_bytes(path.read_bytes())["Message-ID"])) for path in files
    )


def _wait_until_quiet(folder: Path) -> None:
    for _ in range(100):
        queues = (folder / "queue" / name for name in ("incoming", "active", "deferred"))
        if not any(path.is_file() for queue in queues for path in queue.rglob("*")):
            return
        time.sleep(0.2)


def _tell(account: dict[str, object], boxes: Counter[tuple[str, str]], kills: int) -> None:
    words = [str(shutil.which("postconf")), "-hd", "mail_version"]
    version = subprocess.run(words, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    people = Counter(address for address, _ in boxes.elements())
    twice = {address for address, times in people.items() if times > 1}
    doubted = {each["address"] for each in account["recipients"] if each["in_doubt"]}  # type: ignore[attr-defined]
    print(f"Postfix {version.stdout.strip()}, {len(PEOPLE)} recipients, sender killed {kills} times")
    print(f"account: {account['counts']}, exit code {account['exit_code']}")
    print(f"good addresses without it: {len(set(PEOPLE) - BOUNCED - set(people))}")
    print(f"messages to bounced addresses: {sum(people[address] for address in BOUNCED)}")
    print(f"tries that a kill cut off: {len(doubted)}; of those twice in the mailbox: {len(twice & doubted)}")
    print(f"twice without cause: {len(twice - doubted)}; most in one mailbox: {max(people.values())}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("Postfix does not answer")


if __name__ == "__main__":
    main()
