"""What a model can read at once is shared out; long results are read page by page."""

from assistant.agent.budget import Budget
from assistant.agent.pages import MORE, Pages
from assistant.llm.model import Message


def words(text: str) -> int:
    return len(text.split())


def test_what_fits_is_not_touched() -> None:
    history = [Message("user", "one two"), Message("assistant", "three")]
    results = [Message("assistant", "call"), Message("tool", "four five")]
    assert Budget(2048, words).share(500, history, results, 400) == (history, results)


def test_the_newest_history_stays_and_the_results_come_first() -> None:
    history = [Message("user", "old " * 300), Message("assistant", "new " * 100)]
    results = [Message("assistant", "call"), Message("tool", "line of it\n" * 400)]
    former, kept = Budget(1200, words).share(300, history, results, 300)
    assert former[-1] == history[-1]
    total = sum(words(one.text) + 6 for one in (*former, *kept))
    assert total <= 600
    assert kept[1].text.startswith("line of it\n")
    assert kept[1].text.endswith("…")


def test_without_room_nothing_is_left() -> None:
    former, _ = Budget(100, words).share(500, [Message("user", "hello")], [], 50)
    assert former == []


def test_a_long_result_is_read_on() -> None:
    budget = Budget(600, words)
    text = "".join(f"line {number} of the list\n" for number in range(60))
    pages = Pages(budget)
    seen = pages.first(text)
    assert MORE in seen
    assert words(seen) <= budget.page + 12
    whole = seen.partition("\n[cut here")[0]
    while pages.more:
        whole += pages.next().partition("\n[cut here")[0]
    assert whole == text
    assert "Nothing is left" in pages.next()


def test_a_word_without_end_is_cut_too() -> None:
    budget = Budget(600, len)
    assert len(budget.cut("x" * 5000, 100)) <= 100
