import pytest

from assistant.training.private import masked, private


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("email kim@corp.test that it is done", ["kim@corp.test"]),
        ("call 0171 5550100 and +44 20 7946 0958", ["5550100", "7946"]),
        ("lunch with Vigdís tomorrow", ["Vigdís"]),
        ("meet at Hauptstraße 12 with Jean-Luc", ["Hauptstraße", "Jean-Luc"]),
        ("remind me to pay DE89 3704 0044 0532 0130 00", ["3704", "0532"]),
        ("read https://corp.test/secret?x=1 tonight", ["corp.test"]),
        ("明天和欧阳雪在南京路188号吃饭", ["欧阳雪", "南京路188号"]),
        ("提醒我给王小明打电话", ["王小明"]),
    ],
)
def test_private_words_are_taken_out(text: str, words: list[str]) -> None:
    assert not [word for word in words if word in masked(text)], masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "lunch on Monday at 3 PM",
        "remind me on 2026-12-01 to call mum",
        "put milk, eggs and tea on my shopping list",
        "Book the dentist for 24.12.2026. Please.",
        "下周二下午三点开会",
        "I want to see what I have on in March",
    ],
)
def test_plain_words_stay(text: str) -> None:
    assert masked(text) == text


def test_contacts_are_known_in_small_letters_and_by_a_part() -> None:
    text, said = private(
        "lunch with anna and keller at noon", {"title": "lunch"}, ["Anna Keller"], []
    )
    assert "anna" not in text
    assert "keller" not in text
    assert said == {"title": "lunch"}


def test_arguments_are_masked_as_the_sentence_is() -> None:
    text, said = private(
        "write to ana, kim@corp.test and my boss that Ana is late",
        {"to": ("ana", "kim@corp.test", "my boss"), "gist": "Ana is late", "urgent": True},
        [],
        ["to"],
    )
    to, gist = said["to"], said["gist"]
    assert isinstance(to, tuple)
    assert isinstance(gist, str)
    assert all(word in text for word in (*to, gist))
    assert "my boss" in to
    assert "ana" not in text.casefold().replace("another", "")
    assert said["urgent"] is True


def test_two_people_stay_two() -> None:
    _, said = private("lunch with Anna and Ben", {"who": ("Anna", "Ben")}, [], ["who"])
    assert len(set(said["who"])) == 2  # type: ignore[arg-type]


def test_the_same_word_is_masked_alike() -> None:
    assert masked("a@b.org and a@b.org").split(" and ")[0] == masked("a@b.org")
    assert "5550100" not in masked("call 0171 5550100")
