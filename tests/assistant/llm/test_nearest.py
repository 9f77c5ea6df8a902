"""The classifier over examples, with vectors made of letters."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.llm.nearest import NONE, Nearest, talk_examples

EXAMPLES = [
    ("remind", "remind me to call mum"),
    ("remind", "remind me of the rent"),
    ("mail", "send a mail to Kim"),
    ("mail", "write a mail about the rent"),
    ("remind", "提醒我交报告"),
    ("mail", "给小王发邮件"),
    (NONE, "how high is that mountain"),
    (NONE, "tell me a joke"),
]


def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Count letters: a crude encoder, but one whose vectors say something."""
    rows = np.array([[text.count(chr(code)) for code in range(97, 123)] for text in texts], float)
    norms = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)
    vectors: npt.NDArray[np.float32] = (rows / norms).astype(np.float32)
    return vectors


def test_the_label_of_like_examples_wins() -> None:
    nearest = Nearest(EXAMPLES, embed)
    assert nearest.choose("remind me to call Kim")[0] == "remind"
    assert nearest.choose("send a mail to mum")[0] == "mail"


def test_chinese_goes_by_characters() -> None:
    nearest = Nearest(EXAMPLES, embed)
    assert nearest.choose("提醒我浇花")[0] == "remind"
    assert nearest.choose("给李娜发邮件")[0] == "mail"


def test_talk_chooses_nothing() -> None:
    assert Nearest(EXAMPLES, embed).choose("tell me a good joke") == []


def test_closest_gives_the_examples_most_alike_first() -> None:
    at = Nearest(EXAMPLES, embed).closest("remind me of the rent please", {"remind"})
    assert EXAMPLES[at[0]][1] == "remind me of the rent"
    assert len(at) == 3


def test_the_empty_sentence_is_ranked_too() -> None:
    assert {label for label, _ in Nearest(EXAMPLES, embed).rank("")} == {"remind", "mail", NONE}


def test_talk_is_there_in_both_languages() -> None:
    talk = talk_examples()
    assert len(talk) == len(set(talk)) > 100
    assert any("你" in one for one in talk)
