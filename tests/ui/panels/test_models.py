"""The models page by hand: servers, tests, mirror and proxy."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from assistant.base.errors import AssistantError
from assistant.domain.events import Answering, ModelStateChanged, Progress, TurnStarted
from assistant.llm.endpoints import Endpoint, endpoint_of
from tests.fakes.desk import Choice, FakeDesk, Server
from tests.ui.helpers import find, says, shown
from ui.chat.view import ChatView
from ui.panels.models import ModelsPage

LEFT = Qt.MouseButton.LeftButton
FAR = endpoint_of("https://models.example.org", "big", name="far")
NEAR = endpoint_of("http://127.0.0.1:11434", "small", name="near")


@pytest.fixture
def page(qtbot: QtBot, desk: FakeDesk) -> ModelsPage:
    desk.catalogue = [
        Choice("a", "Small", 95_000_000, current=True, embedded=True, score="18/20"),
        Choice("b", "Own", 1_000_000_000, licence="your own", languages=()),
    ]
    made = ModelsPage(desk)
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


def click(page: ModelsPage, name: str) -> None:
    QTest.mouseClick(find(page, QPushButton, name), LEFT)


def test_a_server_is_added_listed_tested_and_used(
    qtbot: QtBot, desk: FakeDesk, page: ModelsPage
) -> None:
    click(page, "newEndpoint")
    assert page.form.url.text() == "http://127.0.0.1:11434/v1"
    assert says(page, "nothing you type leaves it")
    click(page, "listEndpoint")
    qtbot.waitUntil(lambda: says(page, "2 models found."))
    assert page.form.model.currentText() == "qwen3:8b"
    page.form.secret.setText("sk-secret")
    click(page, "testEndpoint")
    ((_, endpoint, key),) = [one for one in desk.asked.calls if one[0] == "test_endpoint"]
    assert isinstance(endpoint, Endpoint)
    assert (endpoint.model, key) == ("qwen3:8b", "sk-secret")
    desk.test_result.set_exception(AssistantError("Nothing answers.", hint="Start it."))
    qtbot.waitUntil(lambda: says(page, "Nothing answers. Start it."))
    click(page, "saveEndpoint")
    qtbot.waitUntil(lambda: not page.form.isVisible())
    assert page.form.secret.text() == ""
    assert len(desk.servers) == 1
    qtbot.waitUntil(lambda: bool(shown(page, QPushButton, "useModel")))
    QTest.mouseClick(shown(page, QPushButton, "useModel")[0], LEFT)
    qtbot.waitUntil(lambda: desk.servers[0].current)


def test_what_cannot_be_an_address_is_said(page: ModelsPage) -> None:
    click(page, "newEndpoint")
    page.form.url.setText("nonsense")
    page.form.model.setEditText("x")
    click(page, "testEndpoint")
    assert says(page, "is not the address of a model server")
    page.form.url.setText("http://192.168.0.7:8000")
    assert find(page, QCheckBox, "endpointOpen").isVisible()
    assert says(page, "leaves this computer to 192.168.0.7")
    click(page, "saveEndpoint")
    assert says(page, "without encryption")
    page.form.open_http.setChecked(True)
    click(page, "saveEndpoint")


def test_a_server_far_away_is_marked(qtbot: QtBot, desk: FakeDesk, page: ModelsPage) -> None:
    desk.servers = [Server(FAR, current=True, score="20/20"), Server(NEAR)]
    page.take(ModelStateChanged("unloaded"))
    assert says(page, "What you type leaves this computer to models.example.org.")
    qtbot.waitUntil(lambda: says(page, "Leaves this computer"))
    assert says(page, "20/20 calls right")
    QTest.mouseClick(shown(page, QPushButton, "removeEndpoint")[0], LEFT)
    qtbot.waitUntil(lambda: len(desk.servers) == 1)
    qtbot.waitUntil(lambda: len(shown(page, QPushButton, "changeEndpoint")) == 1)
    click(page, "changeEndpoint")
    assert page.form.model.currentText() == "small"


def test_a_model_is_tested_and_removed(qtbot: QtBot, desk: FakeDesk, page: ModelsPage) -> None:
    assert says(page, "18/20 calls right")
    QTest.mouseClick(shown(page, QPushButton, "testModel")[0], LEFT)
    assert desk.asked.of("test_model") == [("a",)]
    for done in (3, 4):
        page.take(Progress("test:a", done, 20))
    qtbot.waitUntil(lambda: says(page, "Testing: 4 of 20 sentences"))
    page.take(Progress("test:a", 0, 0, error="It crashed."))
    qtbot.waitUntil(lambda: says(page, "It crashed."))
    page.take(Progress("test:a", 20, 20))
    qtbot.waitUntil(lambda: len(shown(page, QPushButton, "removeModel")) == 1)
    assert not says(page, "Testing")
    click(page, "removeModel")
    assert desk.asked.of("remove_model") == [("b",)]
    qtbot.waitUntil(lambda: not says(page, "Own"))


def test_mirror_and_proxy_are_kept_and_tested(
    qtbot: QtBot, desk: FakeDesk, page: ModelsPage
) -> None:
    mirror = find(page, QLineEdit, "hub_mirror")
    mirror.setText("https://mirror.example.org")
    click(page, "testOrigin")
    assert desk.settings.text("hub_mirror") == "https://mirror.example.org"
    assert desk.asked.of("test_mirror") == [("https://mirror.example.org", "")]
    desk.test_result.set_result("It answers.")
    qtbot.waitUntil(lambda: find(page, QLabel, "originResult").text() == "It answers.")


def test_the_chat_says_before_the_first_word_where_it_goes(qtbot: QtBot, desk: FakeDesk) -> None:
    view = ChatView(desk)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    assert find(view, QLabel, "trustLine").text().startswith("Runs on this computer")
    desk.servers = [Server(FAR, current=True)]
    view.take(ModelStateChanged("unloaded"))
    assert "to models.example.org" in find(view, QLabel, "trustLine").text()
    view._turns.add("x")
    view.take(TurnStarted("x", "t1", "hello"))
    view.take(Answering("x", "t1", "big@models.example.org", "models.example.org"))
    told = "big@models.example.org answers: what you type leaves"
    qtbot.waitUntil(lambda: says(view.thread_, told))


def test_pictures(qtbot: QtBot, desk: FakeDesk, page: ModelsPage, artefacts: Path) -> None:
    desk.servers = [Server(FAR, current=True, score="20/20"), Server(NEAR)]
    page.refresh()
    page.form.begin()
    qtbot.wait(50)
    page.grab().save(str(artefacts / "models-servers.png"))
