import pytest

from assistant.when.wrong import wrong_dates


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("dinner on 30 February at six", "30 February"),
        ("the 31st of June, please", "31st of June"),
        ("due Nov. 31", "Nov. 31"),
        ("29 February 2027", "29 February 2027"),
        ("2月30日吃饭", "2月30日"),
        ("九月三十一号", "九月三十一号"),
        ("2027年2月29日", "2027年2月29日"),
        ("on 2027-02-29", "2027-02-29"),
        ("十三月一日", "十三月一日"),
    ],
)
def test_a_day_that_no_calendar_has_is_found(text: str, wrong: str) -> None:
    assert wrong_dates(text) == (wrong,)


@pytest.mark.parametrize(
    "text",
    [
        "29 February",
        "29 Feb 2028",
        "31 May and 30 June",
        "March 12:30",
        "五月三十一日",
        "十二月廿九日",
        "2026-11-30",
        "10.0.0.300",
        "may I have 45 of them",
        "0000-01-01",
        "",
    ],
)
def test_days_that_exist_and_other_numbers_are_left_alone(text: str) -> None:
    assert wrong_dates(text) == ()
