import numpy as np

from assistant.llm.sampling import log_softmax, pick, weary


def test_without_temperature_the_best_token_is_taken() -> None:
    assert pick(np.array([0.1, 2.0, 1.0], np.float32), 0) == 1


def test_what_was_said_becomes_less_likely_whatever_its_sign() -> None:
    scores = np.array([2.0, -2.0, 1.9, -1.0], np.float32)
    tired = weary(scores, [0, 0, 1])
    assert pick(scores, 0) == 0
    assert pick(tired, 0) == 2
    assert tired[1] < scores[1]
    assert list(tired[2:]) == list(scores[2:])
    assert list(scores) == [2.0, -2.0, np.float32(1.9), -1.0], "the model's own scores stay"


def test_what_was_said_long_ago_is_forgotten() -> None:
    scores = np.array([2.0, 1.0], np.float32)
    assert weary(scores, [0] + [1] * 200)[0] == 2.0


def test_log_softmax_sums_to_one() -> None:
    scores = np.array([[0.0, 1.0, -np.inf]], np.float32)
    assert np.isclose(np.exp(log_softmax(scores)).sum(), 1)
