"""Numbers, years in figures, and lengths."""

from assistant.when.length import Length, length_of
from assistant.when.periods import RANK


def same(value: object) -> object:
    """Nothing changed."""
    return value


def either(first: object, second: object = None) -> object:
    """Whichever of two parts was said."""
    return second if first is None else first


def or_else(said: object, otherwise: object) -> object:
    """What was said, or what goes without saying."""
    return otherwise if said is None else said


def full_year(digits: str | int, _era: object = None) -> int | None:
    """A year in two or four figures: 74 is 1974, 15 is 2015."""
    number = int(digits)
    if len(str(digits)) <= 2:
        return number + (2000 if number < 40 else 1900)
    return number if 1000 <= number <= 2999 else None


def year_of_four(number: int) -> int | None:
    """A year in four figures, of the last or the coming centuries."""
    return number if 1000 <= number <= 2999 else None


def late_year(number: int) -> int | None:
    """A year of the last century in two figures: of 87."""
    return 1900 + number if 32 <= number <= 99 else None


def word_year(number: int) -> int | None:
    """A year in words: two thousand and five, nineteen hundred ninety three."""
    return number if 1100 <= number <= 2999 else None


def clear_year(digits: str) -> int | None:
    """A year in figures that is surely one: 2015, 08, 98; 18年 may also be eighteen years."""
    if len(digits) == 4 or (len(digits) == 2 and (digits[0] == "0" or int(digits) >= 60)):
        return full_year(digits)
    return None


def joined_year(high: int, low: int) -> int | None:
    """A year in two halves: nineteen | seventy two."""
    if 10 <= high <= 29 and 10 <= low <= 99:
        return high * 100 + low
    return None


def decimal(whole: int, digits: str) -> float:
    """2 and 5 is 2.5."""
    return float(f"{whole}.{digits}")


def plus(first: float, second: float) -> float:
    """The sum."""
    return first + second


def gap(count: int) -> int:
    """每隔一天 is every second day; 每隔三天 is said for every third."""
    return 2 if count == 1 else count


def neighbours(first: int, second: int) -> int | None:
    """三五天, 四五点: two figures for about as many; the larger is taken for a length or hour."""
    return second if 0 < first < second <= first + 2 <= 11 else None


def quarters(count: int) -> int:
    """Quarters of an hour as minutes."""
    return count * 15


def fives(count: int) -> int | None:
    """Five-minute marks on a dial as minutes (Cantonese 字)."""
    return count * 5 if 0 < count < 12 else None


def negative(count: int) -> int:
    """Counted from the end."""
    return -count


def span(count: float, unit: str) -> Length | None:
    """A length: 3 weeks."""
    if count > (500 if unit == "year" else 100_000) or unit in ("fiscal", "workweek"):
        return None
    if unit in ("weekend", "workday"):
        return length_of(count * (2 if unit == "weekend" else 1), "day")
    length = length_of(count, unit)
    return length if length.months <= 6000 else None


def both_lengths(first: Length, second: Length) -> Length:
    """Two lengths together, in whatever order."""
    return first.plus(second)


def longer(first: Length, second: Length) -> Length | None:
    """Both lengths together, coarse before fine."""
    return first.plus(second) if RANK[first.grain] > RANK[second.grain] else None
