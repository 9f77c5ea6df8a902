"""The notice board."""

from assistant.base.bus import Bus


class Base:
    pass


class Special(Base):
    pass


def test_listeners_hear_their_kind_and_what_is_derived_from_it() -> None:
    bus = Bus()
    heard: list[tuple[str, type]] = []
    bus.on(Base, lambda one: heard.append(("base", type(one))))
    bus.on(Special, lambda one: heard.append(("special", type(one))))
    bus.post(Base())
    bus.post(Special())
    bus.post("something else")
    assert heard == [("base", Base), ("special", Special), ("base", Special)]


def test_who_has_left_hears_nothing_more() -> None:
    bus = Bus()
    heard: list[str] = []
    stop = bus.on(str, heard.append)
    bus.on(str, lambda text: heard.append(text.upper()))
    bus.post("a")
    stop()
    stop()
    bus.post("b")
    assert heard == ["a", "A", "B"]


def test_who_leaves_while_being_told_does_not_silence_others() -> None:
    bus = Bus()
    heard: list[str] = []
    stops = [bus.on(str, lambda text: stops[0]())]
    bus.on(str, heard.append)
    bus.post("a")
    assert heard == ["a"]
