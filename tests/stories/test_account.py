"""A mail account by hand: a real server over TLS, the desktop's real keyring, open and locked."""

import gc
import warnings
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.SecretService import Keyring as SecretService
from pytestqt.qtbot import QtBot

from assistant.base.secrets import SERVICE, FoundSecrets
from assistant.testing import Script
from tests.fakes.keyring import Keyring
from tests.fakes.notifications import SessionBus
from tests.fakes.smtp import SmtpServer
from tests.stories.desks import letter
from tests.stories.stage import Stage, opened

ADDRESS, PASSWORD = "me@example.org", "correct horse"


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyring]:
    """Return the open keyring of a desktop session; `keyring` finds it as it does for users."""
    with SessionBus(tmp_path) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        with Keyring(tmp_path / "user", bus.address) as one:
            before = keyring.get_keyring()
            keyring.set_keyring(SecretService())  # type: ignore[no-untyped-call]
            yield one
            keyring.set_keyring(before)
    with warnings.catch_warnings():  # the library leaves its connections to the collector
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    with SmtpServer(tmp_path, users={ADDRESS: PASSWORD}) as one:
        yield one


def fill_in(stage: Stage, server: SmtpServer, password: str) -> None:
    hand = stage.hand
    hand.fill("accountAddress", ADDRESS)
    hand.fill("accountPassword", password)
    hand.fill("accountName", "Mara Lind")
    hand.fill("accountHost", "localhost")
    hand.fill("accountPort", str(server.port))
    hand.fill("accountImap", "")  # this provider only sends


def test_a_wrong_password_then_the_right_one(
    qtbot: QtBot, tmp_path: Path, server: SmtpServer, desktop: Keyring
) -> None:
    model = Script([letter(gist="the password works")])
    home = tmp_path / "home"
    with opened(home, server=server, ready=False, secrets=FoundSecrets(), model=model) as stage:
        hand = stage.hand
        hand.click("page_outbox")
        hand.click("newAccount")
        fill_in(stage, server, "wrong")
        hand.click("testAccount")
        stage.wait(lambda: hand.says("did not accept the name or the password"), "it says why", 30)
        assert hand.says("Enter the password again; many providers want an app password instead.")
        hand.picture("account-wrong")
        hand.fill("accountPassword", PASSWORD)
        hand.click("testAccount")
        stage.wait(lambda: hand.says("took the name and the password"), "it says that it works", 30)
        hand.picture("account-right")
        assert stage.desk.accounts() == ()
        hand.click("saveAccount")
        stage.wait(lambda: bool(stage.desk.accounts()), "the account is kept", 20)
        (account,) = stage.desk.accounts()
        assert keyring.get_password(SERVICE, account.secret) == PASSWORD
        stage.wait(lambda: hand.sees("accountRow"), "the page shows it", 20)
        hand.picture("account-kept")
        hand.key("ctrl+1")
        stage.say("email anna@example.org that the password works")
        stage.wait(lambda: hand.sees("approve"), "the card is there", 20)
        stage.wait(hand.find("approve").isEnabled, "the guard is over", 10)
        hand.click("approve")
        stage.wait(lambda: bool(server.letters), "the letter arrives", 60)
        assert server.letters[0].user == ADDRESS
    for path in home.rglob("*"):
        assert not path.is_file() or PASSWORD.encode() not in path.read_bytes(), path


# secretstorage leaves its connection to the collector, which tells whatever test runs then.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_locked_keyring(
    qtbot: QtBot, tmp_path: Path, server: SmtpServer, desktop: Keyring
) -> None:
    with opened(
        tmp_path / "home", server=server, ready=False, secrets=FoundSecrets(), locale="zh"
    ) as stage:
        hand = stage.hand
        hand.click("page_outbox")
        hand.click("newAccount")
        fill_in(stage, server, PASSWORD)
        desktop.lock()
        hand.click("saveAccount")
        stage.wait(lambda: hand.says("密钥环"), "it says that the keyring is locked", 30)
        stage.wait(hand.find("saveAccount").isEnabled, "it can be tried again", 10)
        hand.picture("keyring-locked")
        assert stage.desk.accounts() == ()
        assert hand.find("accountPassword").text() == PASSWORD  # type: ignore[attr-defined]
        desktop.unlock()
        hand.click("saveAccount")
        stage.wait(lambda: bool(stage.desk.accounts()), "the account is kept", 30)
        (account,) = stage.desk.accounts()
        assert keyring.get_password(SERVICE, account.secret) == PASSWORD
        hand.picture("keyring-unlocked")
