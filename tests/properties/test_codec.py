"""What is written is read again, whatever it is."""

import json
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.changes import Change, Record
from assistant.domain.codec import decode, dumps, encode, loads, read_moment, write_moment
from tests.properties import records


def test_every_kind_of_record_is_among_them() -> None:
    assert set(records.KINDS) == set(get_args(Record))


@given(records.everything)
def test_every_record_comes_back(value: object) -> None:
    text = dumps(value)
    again = loads(text, type(value))
    assert again == value
    assert dumps(again) == text


@given(records.everything)
def test_it_is_plain_json(value: object) -> None:
    data = encode(value)
    assert json.loads(json.dumps(data)) == data
    assert decode(data, type(value)) == value


@given(records.records())
def test_a_union_keeps_the_kind(record: Record) -> None:
    again: object = loads(dumps(record, Record), Record)  # type: ignore[arg-type]
    assert again == record
    assert type(again) is type(record)


@given(records.changes)
def test_a_change_keeps_the_kind(change: Change) -> None:
    again: object = loads(dumps(change, Change), Change)  # type: ignore[arg-type]
    assert again == change
    assert type(again) is type(change)


@given(st.one_of(records.moments, records.floating, records.days))
def test_moments_keep_zone_and_offset(moment: object) -> None:
    again = read_moment(write_moment(moment))  # type: ignore[arg-type]
    assert again == moment
    assert getattr(again, "tzinfo", None) == getattr(moment, "tzinfo", None)
    assert again.isoformat() == moment.isoformat()  # type: ignore[attr-defined]
