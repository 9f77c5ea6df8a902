"""A real mailbox server (Dovecot) on the loopback, with its own configuration and certificate.

with Dovecot(folder) as server:
    ...                       # host "localhost", port server.port, trust server.ca_file
    server.deliver(b"Subject: hi\r\n\r\n")
"""

import imaplib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType

import trustme

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
USER, PASSWORD = "mara@example.org", "secret"
_CONFIG = """\
base_dir = {run}
state_dir = {run}/state
log_path = {run}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{run}/cert.pem
ssl_key = <{run}/key.pem
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 0
mail_uid = {uid}
mail_gid = {gid}
mail_home = {mail}/%u
mail_location = maildir:~/Maildir
auth_mechanisms = plain login{oauth}
mailbox_idle_check_interval = 1 secs
{capability}{passdb}passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={mail}/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Drafts {{
    auto = create
    special_use = \\Drafts
  }}
  mailbox Trash {{
    auto = create
    special_use = \\Trash
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """One server, from `with` to its end; one user, `USER`, any number of folders."""

    def __init__(self, folder: Path, *, capability: str = "", introspect: str = "") -> None:
        self.folder = folder
        self.port = _free_port()
        self.ca_file = folder / "authority.pem"
        self._capability = capability
        self._introspect = introspect
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.ca_file))
        certificate = authority.issue_cert("localhost")
        # Its helpers run as other users where we are root: they must get through to the sockets.
        self.run = Path(mkdtemp(prefix="dovecot-"))
        self.run.chmod(0o755)
        (self.run / "state").mkdir()
        certificate.private_key_pem.write_to_path(str(self.run / "key.pem"))
        for blob in certificate.cert_chain_pems:
            blob.write_to_path(str(self.run / "cert.pem"), append=True)

    def __enter__(self) -> "Dovecot":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and wait until it answers."""
        me = pwd.getpwuid(os.getuid())
        owner = pwd.getpwnam("dovecot") if me.pw_uid == 0 else me  # who may not be root
        mail = self.run / "mail"
        mail.mkdir(exist_ok=True)
        os.chown(mail, owner.pw_uid, owner.pw_gid)
        login = "dovenull" if me.pw_uid == 0 else me.pw_name
        config = self.folder / "dovecot.conf"
        config.write_text(
            _CONFIG.format(
                run=self.run, mail=mail, user=me.pw_name,
                login=login, group=_group(me.pw_gid), uid=owner.pw_uid,
                gid=owner.pw_gid, password=PASSWORD, port=self.port,
                oauth=" xoauth2 oauthbearer" if self._introspect else "",
                passdb=self._passdb(),
                capability=f"imap_capability = {self._capability}\n" if self._capability else "",
            )
        )  # fmt: skip
        assert PROGRAM is not None
        quiet = subprocess.DEVNULL
        subprocess.run([PROGRAM, "-c", str(config)], check=True, stdout=quiet, timeout=20)
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def _passdb(self) -> str:
        """Let tokens be looked at by the server that gave them (RFC 7662)."""
        if not self._introspect:
            return ""
        file = self.folder / "oauth2.conf"
        file.write_text(
            f"introspection_mode = post\nintrospection_url = {self._introspect}\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        return (
            "passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n"
            f"  args = {file}\n}}\n"
        )

    def stop(self, *, keep: bool = False) -> None:
        """End it, and wait for that; `keep` its letters to start it again."""
        pid_file = self.run / "master.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text())
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + 10
        while pid_file.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        if not keep:
            shutil.rmtree(self.run, ignore_errors=True)

    def client(self) -> imaplib.IMAP4_SSL:
        """Return a session of another program."""
        context = ssl.create_default_context(cafile=str(self.ca_file))
        client = imaplib.IMAP4_SSL("localhost", self.port, ssl_context=context)
        client.login(USER, PASSWORD)
        return client

    def deliver(self, *messages: bytes, folder: str = "INBOX", flags: str = "") -> None:
        """Let letters arrive."""
        client = self.client()
        for message in messages:
            kind, said = client.append(folder, flags or None, None, message)
            assert kind == "OK", said
        client.logout()

    def flags(self, folder: str = "INBOX") -> dict[str, bytes]:
        """Return the flags of every letter of a folder, by its number."""
        client = self.client()
        client.select(folder, readonly=True)
        _, found = client.fetch("1:*", "(FLAGS)")
        client.logout()
        return {one.split()[0].decode(): one for one in found if isinstance(one, bytes)}

    def count(self, folder: str) -> int:
        """Return how many letters a folder holds."""
        client = self.client()
        _, found = client.select(folder, readonly=True)
        client.logout()
        return int(found[0] or 0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _group(gid: int) -> str:
    import grp

    return grp.getgrgid(gid).gr_name
