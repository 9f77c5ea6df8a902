"""Everything out into a folder, as files that other programs read, and in again without a loss.

    README.txt               what is what
    deskmate.json            every row of the database: what `deskmate import FOLDER` restores from
    calendars/*.ics          calendars and task lists (RFC 5545)
    contacts/contacts.vcf    vCard 4.0 (RFC 6350)
    mail/received/*.eml      letters exactly as they came; mail/sent/*.eml exactly as they left
    mail/drafts/*.eml        letters that were not sent
    documents/*.txt          texts; talk/*.txt conversations
    settings/                settings, model servers, own skills, lessons

No password is in it.
"""

import base64
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant import __version__
from assistant.app.calendars import Calendars
from assistant.base.clock import Clock
from assistant.base.errors import OutsideError, UsageError
from assistant.base.i18n import tr
from assistant.base.paths import Paths
from assistant.domain.mail import Address
from assistant.domain.message import compose
from assistant.domain.talk import Conversation
from assistant.domain.vcard import write_cards
from assistant.store.dump import Restored, Table, dump, form_of, restore
from assistant.store.store import Store

WHOLE = "deskmate.json"
_FORMAT = "deskmate-export"
_LONGEST = 60  # characters of a file's name
# The columns whose bytes are letters, and where those are written.
_LETTERS = {("sources", "raw"): "mail/received", ("outbox", "message"): "mail/sent"}
_README = (
    "Everything that Deskmate kept, written on {date}.\n\n"
    "calendars/  calendars and task lists (.ics)\n"
    "contacts/  contacts (.vcf)\n"
    "mail/  letters (.eml): received as they came, sent as they left, drafts\n"
    "documents/, talk/  texts and conversations\n"
    "settings/  settings, own skills, lessons; no passwords\n"
    "deskmate.json  all of it once more, without a loss\n\n"
    "To bring it back: deskmate import FOLDER\n"
)


class Takeaway:
    """Writes everything out, and takes it in again."""

    def __init__(self, store: Store, clock: Clock, paths: Paths, calendars: Calendars) -> None:
        self._store = store
        self._clock = clock
        self._paths = paths
        self._calendars = calendars

    def write(self, folder: Path) -> Sequence[Path]:
        """Write into `folder`, or one of today's in it where it is not empty; return the files.

        Raises `UsageError` where that is there already, `OutsideError` where the disk refuses.
        """
        target = self._target(folder)
        try:
            target.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(target)
        except OSError as error:
            raise OutsideError(
                "The export could not be written: {reason}.",
                hint="Make room, or choose another folder.",
                reason=error.strerror or str(error),
            ) from error
        return sorted(one for one in target.rglob("*") if one.is_file())

    def read(self, folder: Path) -> Restored:
        """Restore what `write` wrote; raises `UsageError` where it is none, or from a newer one."""
        try:
            found = json.loads((folder / WHOLE).read_text("utf-8"))
            _check_format(found["format"])
            tables = {name: _table(one, folder) for name, one in found["tables"].items()}
            form = int(found["form"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                "{folder} holds no export of Deskmate that can be read.",
                hint="Choose the folder with the file deskmate.json in it.",
                folder=folder,
            ) from error
        try:
            return restore(self._store.database, form, tables)
        except ValueError as error:
            raise UsageError(
                "This export was written by a newer Deskmate.", hint="Update Deskmate first."
            ) from error

    def _target(self, folder: Path) -> Path:
        folder = folder.expanduser()
        if folder.is_dir() and any(folder.iterdir()):
            folder /= f"deskmate-{self._clock.now():%Y-%m-%d}"
            if folder.exists():
                raise UsageError(
                    "{folder} is there already.", hint="Choose another folder.", folder=folder
                )
        return folder

    def _write(self, target: Path) -> None:
        date = f"{self._clock.now():%Y-%m-%d}"
        (target / "README.txt").write_text(tr(_README, date=date), "utf-8")
        self._calendars.write(target / "calendars")
        _made(target / "contacts").joinpath("contacts.vcf").write_bytes(
            write_cards(self._store.reads.contacts())
        )
        self._texts(target)
        self._settings(_made(target / "settings"))
        tables = {n: self._packed(n, one, target) for n, one in dump(self._store.database).items()}
        whole = {
            "format": _FORMAT,
            "form": form_of(self._store.database),
            "version": __version__,
            "made": self._clock.now().isoformat(),
            "tables": tables,
        }
        (target / WHOLE).write_text(json.dumps(whole, ensure_ascii=False, indent=1), "utf-8")

    def _texts(self, target: Path) -> None:
        me = next(iter(self._store.reads.myself()), Address(""))
        for at, draft in enumerate(self._store.reads.drafts(sent=False), 1):
            letter = compose(draft, draft.sender or me, f"{draft.id}@draft.invalid",
                             self._clock.now())  # fmt: skip
            _made(target / "mail" / "drafts").joinpath(_name(at, draft.subject, "eml")).write_bytes(
                letter
            )
        for at, text in enumerate(self._store.reads.documents(), 1):
            place = _made(target / "documents") / _name(at, text.title, "txt")
            place.write_text(f"{text.title}\n\n{text.text}\n", "utf-8")
        for at, talk in enumerate(self._store.conversations.all(), 1):
            place = _made(target / "talk") / _name(at, talk.title, "txt")
            place.write_text(self._talk(talk), "utf-8")

    def _talk(self, talk: Conversation) -> str:
        lines = self._store.conversations.lines(talk.id)
        said = (f"{one.at:%Y-%m-%d %H:%M} {one.role.value}: {one.text}" for one in lines)
        return "\n\n".join([talk.title, *said]) + "\n"

    def _settings(self, target: Path) -> None:
        home = self._paths.home
        for path in (self._paths.settings, home / "endpoints.toml", self._paths.lessons):
            if path.is_file():
                shutil.copyfile(path, target / path.name)
        if self._paths.skills.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(self._paths.skills, target / "skills", ignore=ignored)

    def _packed(self, name: str, table: Table, target: Path) -> Mapping[str, Any]:
        rows = []
        for at, row in enumerate(table.rows, 1):
            cells: list[Any] = []
            for column, value in zip(table.columns, row, strict=True):
                if not isinstance(value, bytes):
                    cells.append(value)
                    continue
                place = _LETTERS.get((name, column))
                if place is None:
                    cells.append({"base64": base64.b64encode(value).decode("ascii")})
                    continue
                file = f"{place}/{_name(at, '', 'eml')}"
                _made(target / place)
                (target / file).write_bytes(value)
                cells.append({"file": file})
            rows.append(cells)
        return {"columns": table.columns, "rows": rows}


def _check_format(found: object) -> None:
    if found != _FORMAT:
        raise ValueError(f"{found!r} is no format of ours.")


def _table(packed: Mapping[str, Any], folder: Path) -> Table:
    columns = tuple(map(str, packed["columns"]))
    rows = tuple(tuple(_cell(one, folder) for one in row) for row in packed["rows"])
    if any(len(row) != len(columns) for row in rows):
        raise ValueError("A row has too few values.")
    return Table(columns, rows)


def _cell(packed: Any, folder: Path) -> Any:  # noqa: ANN401 - a value of a row
    if not isinstance(packed, Mapping):
        return packed
    if "base64" in packed:
        return base64.b64decode(packed["base64"], validate=True)
    file = (folder / packed["file"]).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise ValueError("A file outside of the export.")
    return file.read_bytes()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _name(number: int, title: str, ending: str) -> str:
    plain = "".join(mark if mark.isalnum() or mark in " -_" else "-" for mark in title)
    return f"{number:05d} {plain[:_LONGEST]}".strip() + f".{ending}"
