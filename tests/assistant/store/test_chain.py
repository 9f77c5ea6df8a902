import pytest
from sqlcipher3 import dbapi2 as sqlite

from assistant.domain.cards import Damage
from assistant.domain.changes import Add, Record
from assistant.store.store import Store
from tests.assistant.store.world import CONTACT, DRAFT, LUNCH, STRETCH, proposal

FIELDS = (
    "id", "at", "conversation", "turn", "tool", "cause", "summary", "labels", "approval",
    "undo_of", "proposal", "hash",
)  # fmt: skip


@pytest.fixture
def four(store: Store) -> Store:
    records: tuple[Record, ...] = (STRETCH, LUNCH, CONTACT, DRAFT)
    for number, record in enumerate(records):
        store.journal.apply(proposal(Add(record)), entry_id=f"{number}", cause="typed")
    return store


def tamper(store: Store, *statements: str) -> None:
    """Do to the file what somebody with another program could do."""
    with sqlite.connect(str(store.database.path)) as other:
        other.execute("DROP TRIGGER journal_no_update")
        other.execute("DROP TRIGGER journal_no_delete")
        for statement in statements:
            other.execute(statement)
    other.close()


def test_it_holds(four: Store) -> None:
    assert four.journal.verify()
    tamper(four)
    assert four.journal.verify()


def test_it_holds_where_there_is_nothing(store: Store) -> None:
    assert store.journal.verify()


@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_line_shows(four: Store, field: str) -> None:
    tamper(four, f"UPDATE journal SET {field} = {field} || 'x' WHERE id = '1'")
    assert not four.journal.verify()


def test_a_missing_line_shows(four: Store) -> None:
    tamper(four, "DELETE FROM journal_kept WHERE entry = '1'", "DELETE FROM journal WHERE id = '1'")
    assert not four.journal.verify()


def test_lines_in_another_order_show(four: Store) -> None:
    tamper(
        four,
        "UPDATE journal SET seq = 100 WHERE id = '1'",
        "UPDATE journal SET seq = 2 WHERE id = '2'",
        "UPDATE journal SET seq = 3 WHERE id = '1'",
    )
    assert not four.journal.verify()


def test_another_proposal_shows(four: Store) -> None:
    tamper(four, "UPDATE journal_kept SET proposal = replace(proposal, 'Lunch', 'Brunch')")
    assert not four.journal.verify()


@pytest.mark.parametrize("statement", ["UPDATE journal SET cause = 'x'", "DELETE FROM journal"])
def test_the_program_itself_cannot_rewrite(four: Store, statement: str) -> None:
    def rewrite() -> None:
        with four.database.transaction() as change:
            change.execute(statement)

    with pytest.raises(sqlite.IntegrityError, match="append-only"):
        rewrite()


def test_the_log_holds_no_bodies(four: Store) -> None:
    assert DRAFT.body not in repr(four.database.rows("SELECT * FROM journal"))


def named(store: Store) -> list[tuple[int, str, Damage]]:
    return [(one.line, one.entry, one.damage) for one in store.journal.audit().faults]


def test_the_changed_line_is_named_and_no_other(four: Store) -> None:
    tamper(four, "UPDATE journal SET cause = 'I never wrote this' WHERE id = '1'")
    assert named(four) == [(2, "1", Damage.CHANGED)]
    assert four.journal.audit().lines == 4


def test_the_line_after_a_gap_is_named(four: Store) -> None:
    tamper(four, "DELETE FROM journal_kept WHERE entry = '1'", "DELETE FROM journal WHERE id = '1'")
    assert named(four) == [(3, "2", Damage.MISSING)]


def test_what_undo_would_do_otherwise_is_named(four: Store) -> None:
    tamper(four, "UPDATE journal_kept SET proposal = replace(proposal, 'Lunch', 'Brunch')")
    assert named(four) == [(2, "1", Damage.KEPT)]


def test_a_line_that_was_forged_with_its_hash_shows_at_the_next(four: Store) -> None:
    from assistant.store.chain import linked

    columns = ("id", "at", "conversation", "turn", "tool", "cause", "summary", "labels",
               "approval", "undo_of", "depth", "proposal")  # fmt: skip
    first, second = four.database.rows(
        f"SELECT hash, {', '.join(columns)} FROM journal WHERE seq < 3 ORDER BY seq"
    )
    forged = {**dict(zip(columns, second[1:], strict=True)), "cause": "I never wrote this"}
    new = linked(first[0], forged)
    tamper(four, f"UPDATE journal SET cause = '{forged['cause']}', hash = '{new}' WHERE id = '1'")
    assert named(four) == [(3, "2", Damage.CHANGED)]
