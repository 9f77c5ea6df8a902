"""Everything out, everything in again, everything gone."""

import json
import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.app import build
from assistant.app.takeaway import WHOLE
from assistant.base.errors import UsageError
from assistant.base.log import log_to
from assistant.base.paths import Paths
from assistant.base.secrets import MemorySecrets
from assistant.domain.mail import Account
from assistant.llm.endpoints import Endpoint
from assistant.store.dump import dump
from assistant.sync.outbox import Route
from assistant.testing import ClicksEverything, Desk, Script
from assistant.testing.desk import ME

CANARY = "zq7kwvx"
LETTER = (
    f"From: {CANARY}from <b@example.net>\nTo: me@example.org\nSubject: {CANARY}subject\n"
    f"Message-ID: <{CANARY}1@example.net>\nDate: Mon, 23 Nov 2026 08:00:00 +0100\n\n"
    f"{CANARY}body 你好\n"
).encode()
CALENDAR = (
    f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:{CANARY}uid\r\n"
    f"DTSTART:20261201T120000Z\r\nSUMMARY:{CANARY}event\r\nX-OWN:{CANARY}own\r\nEND:VEVENT\r\n"
    f"BEGIN:VTODO\r\nUID:{CANARY}todo\r\nSUMMARY:{CANARY}task\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
)
CARD = (
    f"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{CANARY}name\r\nEMAIL:{CANARY}@example.org\r\n"
    f"UID:{CANARY}card\r\nEND:VCARD\r\n"
)


@pytest.fixture(autouse=True)
def own_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKMATE_MODELS", str(tmp_path / "models"))


def lived_in(home: Path) -> Desk:
    """Return a desk on which something of every kind was done."""
    outputs = [
        f'reminders.create {{"text": "{CANARY}reminder", "when": "tomorrow at 8"}}', "",
        f'mail.draft {{"to": ["{CANARY}@example.org"], "gist": "{CANARY}sent"}}', "",
        f'mail.draft {{"to": ["{CANARY}@example.org"], "gist": "{CANARY}waits"}}', "",
    ]  # fmt: skip
    desk = Desk(home, model=Script(outputs), user=ClicksEverything())
    desk.receive(LETTER)
    desk.assistant.take_in(f"{CANARY}.ics", CALENDAR.encode())
    desk.assistant.take_in(f"{CANARY}.vcf", CARD.encode())
    desk.say(f"remind me of {CANARY}reminder tomorrow at 8")
    desk.say(f"email {CANARY}@example.org that {CANARY}sent", new=True)
    desk.advance(timedelta(minutes=1))
    desk.say(f"email {CANARY}@example.org that {CANARY}waits", new=True)
    assert len(desk.effects) == 1
    return desk


def tables(desk: Desk) -> dict[str, list[str]]:
    parts = desk.assistant._parts
    return {name: sorted(map(repr, one.rows)) for name, one in dump(parts.store.database).items()}


def files_with(text: str, *folders: Path) -> list[Path]:
    found = [one for folder in folders for one in folder.rglob("*") if one.is_file()]
    return [one for one in found if text.encode() in one.read_bytes() or text in one.name]


def test_all_is_there_again_after_an_import(tmp_path: Path) -> None:
    with lived_in(tmp_path / "home") as desk:
        count = desk.assistant.export_all(tmp_path / "out").result()
        before = tables(desk)
        sent = desk.effects[0].message
    out = tmp_path / "out"
    assert count == len([one for one in out.rglob("*") if one.is_file()])
    kinds = {one.suffix for one in out.rglob("*") if one.is_file()}
    assert {".eml", ".ics", ".vcf", ".json", ".txt", ".toml"} >= kinds >= {".eml", ".ics", ".vcf"}
    assert LETTER in [one.read_bytes() for one in (out / "mail" / "received").iterdir()]
    assert sent in [one.read_bytes() for one in (out / "mail" / "sent").iterdir()]
    assert not files_with("secret", out), "no password leaves"
    with Desk(tmp_path / "new", model=Script([]), account=None) as new:
        done = new.assistant.restore(out).result()
        assert done.new > 5
        assert done.known == 0
        after = tables(new)
        assert {name for name in before if before[name] != after[name]} <= {"outbox"}
        assert new.assistant.audit().result().faults == ()
        assert new.assistant.letter_source(new.store.letters("")[0].id) == LETTER
        again = new.assistant.restore(out).result()
        assert (again.new, again.known) == (0, done.new)
        new.advance(timedelta(days=2))
        assert not new.effects, "what waited there is not sent a second time from here"
        assert new.due == [f"{CANARY}reminder"]
        assert new.store.letters(f"{CANARY}body"), "words are found"


def test_an_export_goes_into_a_home_that_has_things_in_it(tmp_path: Path) -> None:
    with lived_in(tmp_path / "home") as desk:
        desk.assistant.export_all(tmp_path / "out").result()
    tea = Script(['reminders.create {"text": "tea", "when": "tomorrow at 9"}'])
    with Desk(tmp_path / "new", model=tea) as new:
        new.say("remind me of tea tomorrow at 9")
        new.assistant.restore(tmp_path / "out").result()
        texts = {one.text for one in new.store.reminders()}
        assert texts == {"tea", f"{CANARY}reminder"}
        assert new.assistant.audit().result().faults == ()
        assert len(new.store.letters("")) == 1


def test_a_folder_with_something_in_it_stays_as_it_is(tmp_path: Path) -> None:
    with Desk(tmp_path / "home", model=Script([])) as desk:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "mine.txt").write_text("mine")
        desk.assistant.export_all(tmp_path / "out").result()
        assert (tmp_path / "out" / "deskmate-2026-11-23" / WHOLE).is_file()
        with pytest.raises(UsageError):
            desk.assistant.export_all(tmp_path / "out").result()
        assert (tmp_path / "out" / "mine.txt").read_text() == "mine"


def _whole(form: int, **tables: object) -> str:
    return json.dumps({"format": "deskmate-export", "form": form, "tables": tables})


OUTSIDE = {"columns": ["raw"], "rows": [[{"file": "../../etc/passwd"}]]}
SHORT = {"columns": ["id"], "rows": [[1, 2]]}


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", _whole(999), _whole(1, sources=OUTSIDE), _whole(1, events=SHORT)]
)
def test_what_is_no_export_changes_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / WHOLE).write_text(text)
    with Desk(tmp_path / "home", model=Script([])) as desk:
        before = tables(desk)
        with pytest.raises(UsageError):
            desk.assistant.restore(tmp_path / "out").result()
        assert tables(desk) == before


def test_an_older_export_is_upgraded(tmp_path: Path) -> None:
    """As one of the first form would be, which had no tasks and no labels of conversations."""
    when = "2026-11-23T09:00:00Z"
    rows = {"columns": ["id", "title", "created", "updated", "tainted"],
            "rows": [["c1", CANARY, when, when, 1]]}  # fmt: skip
    (tmp_path / "out").mkdir()
    whole = {"format": "deskmate-export", "form": 1, "tables": {"conversations": rows}}
    (tmp_path / "out" / WHOLE).write_text(json.dumps(whole))
    with Desk(tmp_path / "home", model=Script([])) as desk:
        assert desk.assistant.restore(tmp_path / "out").result().new == 1
        (talk,) = desk.assistant.conversations()
        assert talk.title == CANARY
        assert talk.tainted


def test_nothing_is_left_after_erasing(tmp_path: Path) -> None:
    """A word that stands in everything is looked for in every file, and in the keyring."""
    home, models = tmp_path / "home", tmp_path / "models"
    log_to(Paths(home, models).log)
    logging.getLogger("x").warning("%s log", CANARY)
    with lived_in(home) as desk:
        desk.assistant.settings.set("hub_mirror", CANARY)
        settings = desk.assistant.settings
        settings.set("quiet_hours", "22:00-07:00")
    secrets = MemorySecrets()
    route = Route(deliver=desk._deliver)
    core = build(Paths(home, models), secrets=secrets, model=Script([]), route=route)
    core.save_account(Account(CANARY, "a@example.org", "", "h", 1, "tls", "u"), CANARY).result()
    core.save_account(ME, CANARY).result()
    server = Endpoint("srv", "https://example.org/v1", CANARY)
    core.save_endpoint(server, CANARY).result()
    for path in ("training/lessons.jsonl", "training/run/x.txt", "skills/own.py", "selftests.json",
                 "settings.damaged", "deskmate.db.v3"):  # fmt: skip
        _write(home / path)
    for path in ("adapters/m/own/adapter.safetensors", ".vectors/x.npy", ".prefixes/x.prefix"):
        _write(models / path)
    (models / "m").mkdir()
    (models / "m" / "model.safetensors").write_text("as it came")
    (home / "holiday.jpg").write_text("the user's own")
    assert len(files_with(CANARY, home, models)) >= 12
    assert CANARY in secrets._values.values()
    done = core.erase()
    assert files_with(CANARY, home, models) == []
    assert secrets._values == {}
    assert done.secrets == 3
    assert [one.name for one in done.left] == ["holiday.jpg"]
    assert (models / "m" / "model.safetensors").exists()
    assert not re.search("deskmate", " ".join(one.name for one in home.iterdir()))


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(CANARY)


def test_a_home_of_its_own_goes_as_a_whole(tmp_path: Path) -> None:
    desk = lived_in(tmp_path / "home")
    desk.assistant.erase()
    assert not (tmp_path / "home").exists()
