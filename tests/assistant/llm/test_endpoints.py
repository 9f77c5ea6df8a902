"""Addresses of model servers: what is taken, what is kept, what never is."""

from pathlib import Path

import pytest

from assistant.base.errors import UsageError
from assistant.llm.endpoints import Endpoints, endpoint_of, is_loopback


@pytest.mark.parametrize(
    ("typed", "url", "name", "here"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1", "127.0.0.1", True),
        ("http://localhost:1234/v1/", "http://localhost:1234/v1", "localhost", True),
        ("http://[::1]:8000", "http://[::1]:8000/v1", "1", True),
        ("https://API.Example.org", "https://api.example.org/v1", "api.example.org", False),
        (
            "https://example.org/llm/v1/chat/completions",
            "https://example.org/llm/v1",
            "example.org",
            False,
        ),
    ],
)
def test_what_is_taken(typed: str, url: str, name: str, here: bool) -> None:
    one = endpoint_of(typed, " tiny ")
    assert (one.url, one.name, one.here, one.model) == (url, name, here, "tiny")


@pytest.mark.parametrize(
    "typed",
    ["", "example.org", "ftp://example.org", "https://", "https://user:pw@example.org",
     "https://example.org/?key=1", "https://exa mple.org", "https://example.org:99999",
     "https://example.org/\nHost: x", "http://example.org", "http://192.168.0.7:8000",
     "http://127.0.0.1.example.org"],
)  # fmt: skip
def test_what_is_not(typed: str) -> None:
    with pytest.raises(UsageError) as caught:
        endpoint_of(typed, "tiny")
    assert caught.value.next_step()


def test_no_encryption_only_with_consent() -> None:
    assert endpoint_of("http://192.168.0.7:8000", "tiny", open_http=True).host == "192.168.0.7:8000"


@pytest.mark.parametrize("fields", [{"model": ""}, {"name": "A b"}, {"context": 3}])
def test_other_fields_are_checked_too(fields: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        endpoint_of("https://example.org", **{"model": "tiny", **fields})  # type: ignore[arg-type]


def test_they_are_kept_by_name(tmp_path: Path) -> None:
    kept = Endpoints(tmp_path / "home")
    assert kept.all() == ()
    one = endpoint_of("https://example.org", "tiny", name="a")
    kept.save(endpoint_of("https://example.org", "old", name="a"))
    kept.save(endpoint_of("http://127.0.0.1:1", "x", name="b"))
    kept.save(one)
    assert [found.name for found in kept.all()] == ["a", "b"]
    assert kept.find("endpoint:a") == one
    kept.remove("a")
    with pytest.raises(UsageError, match="no endpoint called a"):
        kept.find("a")


def test_a_file_that_somebody_spoilt_gives_what_is_right(tmp_path: Path) -> None:
    (tmp_path / "endpoints.toml").write_text(
        '[[endpoint]]\nname = "a"\nurl = "http://evil.example.org"\nmodel = "x"\n'
        '[[endpoint]]\nname = "b"\nurl = "https://example.org"\nmodel = "x"\n'
        "[[endpoint]]\nname = 7\nurl = []\n",
        "utf-8",
    )
    assert [one.name for one in Endpoints(tmp_path).all()] == ["b"]
    (tmp_path / "endpoints.toml").write_text("[[", "utf-8")
    assert Endpoints(tmp_path).all() == ()


def test_loopback() -> None:
    assert is_loopback("127.8.8.8")
    assert not is_loopback("10.0.0.1")
    assert not is_loopback("localhost.example.org")
