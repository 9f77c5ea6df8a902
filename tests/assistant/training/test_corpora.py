import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.base.errors import UsageError
from assistant.skill.registry import Registry
from assistant.training.corpora import corpus_rows, parse_corpus
from assistant.training.encode import pieces_of
from assistant.training.phrasing import items_in
from assistant.training.rows import Row


def read(registry: Registry, folder: Path, form: str, *records: Mapping[str, Any]) -> list[Row]:
    path = folder / "corpus.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), "utf-8")
    return list(corpus_rows(registry, form, path, Counter()))


def nlu(text: str, intent: str, **slots: str) -> dict[str, Any]:
    return {
        "text": text,
        "intent": intent,
        "slots": [{"type": kind, "value": value} for kind, value in slots.items()],
    }


def test_slots_become_arguments(registry: Registry, tmp_path: Path) -> None:
    (row,) = read(
        registry,
        tmp_path,
        "nlu_eval",
        nlu("put chess with jo on tuesday", "calendar_set", event_name="chess", person="jo"),
    )
    assert row.tool == "calendar.create"
    assert row.said == {"title": "chess", "start": "tuesday", "attendees": ("jo",)}


def test_what_no_tool_does_is_talk(registry: Registry, tmp_path: Path) -> None:
    (row,) = read(registry, tmp_path, "nlu_eval", nlu("play a waltz", "play_music"))
    assert row.tool == ""


def test_a_message_without_labels_teaches_whom_it_is_for(
    registry: Registry, tmp_path: Path
) -> None:
    (row,) = read(
        registry,
        tmp_path,
        "slurp",
        nlu("write to jo i am on my way", "email_sendemail", person="jo"),
    )
    assert (row.tool, row.partial) == ("mail.draft", True)
    assert row.said == {"to": ("jo",)}
    assert pieces_of(row)[-1] == "jo"


def test_what_goes_on_a_list_stands_between_add_and_the_list() -> None:
    assert items_in("add tea and a mug to my shopping list", "tasks.add") == ["tea", "mug"]
    assert items_in("take the tea off the list", "tasks.remove") == ["tea"]
    assert items_in("add this to my list", "tasks.add") == []
    assert items_in("what is on my list", "tasks.add") == []


def test_a_question_about_letters_names_the_sender(registry: Registry, tmp_path: Path) -> None:
    (row,) = read(
        registry,
        tmp_path,
        "slurp",
        nlu("do i have new mail from jo", "email_query", person="jo"),
    )
    assert (row.tool, row.said) == ("mail.find", {"sender": "jo", "unread": True})
    assert "".join(pieces_of(row)) == row.call


def test_a_reminder_is_no_event(registry: Registry, tmp_path: Path) -> None:
    (row,) = read(
        registry,
        tmp_path,
        "nlu_eval",
        nlu("remind me of the chess game", "calendar_set", event_name="chess game"),
    )
    assert row.tool == "reminders.create"


def test_a_program_gives_title_and_guests(registry: Registry, tmp_path: Path) -> None:
    program = '(Event.subject_? (?= "tea")) (PersonName.apply "Jo")'
    record = {"text": "Tea with Jo tomorrow", "turn": 0, "op": "create_event", "lispress": program}
    (row,) = read(registry, tmp_path, "smcalflow", record)
    assert row.said == {"title": "Tea", "start": "tomorrow", "attendees": ("Jo",)}
    assert row.before == ()


def test_a_change_of_what_was_proposed_keeps_its_name(registry: Registry, tmp_path: Path) -> None:
    program = '(Event.subject_? (?= "tea"))'
    first = {
        "dialogue": "1",
        "turn": 0,
        "text": "Tea on Friday",
        "op": "create_event",
        "lispress": program,
    }
    second = {
        **first,
        "turn": 1,
        "text": "no, at 5 pm",
        "prev_agent": "Is this good?",
        "lispress": "(ReviseConstraint (refer))",
    }
    _, row = read(registry, tmp_path, "smcalflow", first, second)
    assert row.before == (("user", "Tea on Friday"), ("assistant", "Is this good?"))
    assert (row.tool, row.said) == ("calendar.create", {"title": "Tea", "start": "at 5 pm"})


def test_a_plain_noun_is_no_new_name(registry: Registry, tmp_path: Path) -> None:
    first = {
        "dialogue": "1",
        "turn": 0,
        "text": "Staff meeting now, I mean tomorrow at 3",
        "op": "create_event",
        "lispress": '(Event.subject_? (?= "staff meeting"))',
    }
    second = {
        **first,
        "turn": 1,
        "text": "ok, now change the meeting from 3 pm to 5 pm",
        "prev_agent": "Is this good?",
        "lispress": "(ReviseConstraint (refer))",
    }
    _, row = read(registry, tmp_path, "smcalflow", first, second)
    assert row.said == {"title": "Staff meeting", "start": "5 pm"}


def test_whom_a_subject_names_is_a_guest(registry: Registry, tmp_path: Path) -> None:
    program = '(Event.subject_? (?= "tea with my boss"))'
    record = {"text": "Tea with my boss today", "turn": 0, "op": "create_event"}
    (row,) = read(registry, tmp_path, "smcalflow", {**record, "lispress": program})
    assert row.said == {"title": "Tea", "start": "today", "attendees": ("my boss",)}
    named = {**record, "text": "Call it tea with my boss, today", "lispress": program}
    (row,) = read(registry, tmp_path, "smcalflow", named)
    assert row.said == {"title": "tea with my boss", "start": "today"}


def test_an_event_is_called_by_all_whom_it_is_with(registry: Registry, tmp_path: Path) -> None:
    program = '(PersonName.apply "Jo") (PersonName.apply "Ann")'
    record = {"text": "Cancel my meet up with Jo and Ann", "turn": 0, "op": "delete_event"}
    (row,) = read(registry, tmp_path, "smcalflow", {**record, "lispress": program})
    assert row.said == {"event": "meet up with Jo and Ann"}


def test_who_is_taken_off_is_not_added(registry: Registry, tmp_path: Path) -> None:
    program = '(Event.subject_? (?~= "tea")) (PersonName.apply "Jo")'
    record = {"text": "Remove Jo from the tea", "turn": 0, "op": "update_event"}
    assert read(registry, tmp_path, "smcalflow", {**record, "lispress": program}) == []


def test_intents_alone_teach_the_tool(registry: Registry, tmp_path: Path) -> None:
    rows = read(
        registry,
        tmp_path,
        "clinc",
        {"text": "shall we meet", "intent": "schedule_meeting"},
        {"text": "is my card blocked", "intent": "account_blocked"},
        {"text": "change that", "intent": "calendar_update"},
    )
    assert [(row.tool, row.named) for row in rows] == [("calendar.create", True), ("", False)]


def test_a_first_turn_of_a_dialogue(registry: Registry, tmp_path: Path) -> None:
    record = {
        "text": "What is on my calendar on Monday?",
        "turn": 0,
        "active_intent": "GetEvents",
        "spans": [{"slot": "event_date", "value": "Monday"}],
        "service_call_next": None,
    }
    (row,) = read(registry, tmp_path, "sgd", record)
    assert (row.tool, dict(row.said)) == ("calendar.find", {"when": "Monday"})


def test_near_duplicates_share_a_group(registry: Registry, tmp_path: Path) -> None:
    rows = read(
        registry,
        tmp_path,
        "nlu_eval",
        nlu("put chess in my calendar", "calendar_set", event_name="chess"),
        nlu("put lunch in my calendar", "calendar_set", event_name="lunch"),
    )
    assert rows[0].group == rows[1].group


def test_a_wrong_form_names_the_line(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Line 2"):
        read(registry, tmp_path, "clinc", {"text": "hi", "intent": "greeting"}, {"words": "hi"})


@pytest.mark.parametrize("text", ["nlu_eval", "unheard:/etc/hosts", "clinc:/no/such/file"])
def test_what_names_no_corpus_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_corpus(text)
