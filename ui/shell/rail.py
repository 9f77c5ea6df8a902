"""The rail at the left: new chat, conversations, and the way to every page."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from assistant.base.i18n import tr
from ui.desk import Desk
from ui.look.follow import follow
from ui.look.icons import picture, wear
from ui.look.parts import icon_button, restyle, rule, words
from ui.look.theme import look
from ui.look.tongue import say
from ui.models.conversations import KEY, Conversations

PAGES = (
    ("chat", "chat", "Chat"),
    ("calendar", "calendar", "Calendar"),
    ("tasks", "check-circle", "Tasks"),
    ("reminders", "bell", "Reminders"),
    ("contacts", "people", "Contacts"),
    ("outbox", "mail", "Mail"),
    ("approvals", "approvals", "Approvals"),
    ("activity", "activity", "Activity"),
    ("models", "models", "Models"),
    ("training", "training", "Training"),
    ("settings", "settings", "Settings"),
)


class Rail(QWidget):
    """Narrow, it shows icons only; wide, icons with names and the list of conversations."""

    page = Signal(str)
    conversation = Signal(str)
    new_chat = Signal()
    quick_add = Signal()
    rename = Signal(str)
    delete = Signal(str)
    toggled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.narrow = False
        self.model = Conversations(desk)
        self.buttons: dict[str, QPushButton] = {}
        self._badges: dict[str, QLabel] = {}
        self._group = QButtonGroup(self)
        self._names: dict[QPushButton, str] = {}
        self._brand = words("Deskmate", step="lead", wrap=False)
        self._mark = picture("deskmate", size=26)
        self._menu = icon_button("menu", "Show or hide names", "toggleRail", self.toggled.emit)
        self._new = self._nav("newChat", "new-chat", "New chat", self.new_chat.emit)
        self._quick = self._nav("quickAddOpen", "plus", "Quick add", self.quick_add.emit)
        self._search = QLineEdit()
        self._list = QListView()
        self._lay_out()
        follow(self, look.changed, self._fit)

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - Qt's own way for setters
        """Show icons only, or names as well."""
        self.narrow = narrow
        for part in (self._brand, self._mark, self._search, self._list):
            part.setVisible(not narrow)
        for made, name in self._names.items():
            made.setText("" if narrow else tr(name))
        self._filler.setVisible(narrow)
        corner = Qt.AlignmentFlag.AlignTop if narrow else Qt.AlignmentFlag.AlignVCenter
        for badge in self._badges.values():
            restyle(badge, narrow="true" if narrow else "false")
            around = badge.parentWidget()
            inner = around.layout() if around else None
            if inner is not None:
                inner.setAlignment(badge, corner)
                inner.setContentsMargins(0, 0, 0 if narrow else 8, 0)
        self._fit()

    def retranslate(self) -> None:
        """Say the names again in the language in use."""
        self.set_narrow(self.narrow)
        self.model.refresh()

    def show_page(self, name: str) -> None:
        """Mark a page as the one that is shown."""
        self.buttons.get(name, self.buttons["settings"]).setChecked(True)
        if name != "chat":
            self._list.clearSelection()

    def show_conversation(self, key: str) -> None:
        """Mark a conversation as the one that is shown."""
        index = self.model.row_of(key)
        if index.isValid():
            self._list.setCurrentIndex(index)
        else:
            self._list.clearSelection()
            self._list.setCurrentIndex(QModelIndex())

    def set_badge(self, name: str, count: int) -> None:
        """Show a number beside a page's name; none for 0."""
        badge = self._badges[name]
        badge.setText(str(count) if count else "")
        badge.setVisible(bool(count))
        base = {page: words for page, _, words in PAGES}[name]
        shown = f"{tr(base)} ({count})" if count else tr(base)
        self.buttons[name].setAccessibleName(shown)

    def _nav(
        self, object_name: str, sign: str, name: str, work: Callable[[], object]
    ) -> QPushButton:
        made = QPushButton()
        made.setObjectName(object_name)
        made.setProperty("kind", "nav")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setAutoDefault(True)
        wear(made, sign, "text", 19)
        say(made, made.setAccessibleName, name)
        say(made, made.setToolTip, name)
        made.clicked.connect(lambda _checked: work())
        self._names[made] = name
        return made

    def _page_button(self, page: str, sign: str, name: str) -> QPushButton:
        made = self._nav(f"page_{page}", sign, name, lambda: self.page.emit(page))
        made.setCheckable(True)
        self._group.addButton(made)
        self.buttons[page] = made
        badge = QLabel(made)
        badge.setProperty("kind", "badge")
        badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        badge.hide()
        inner = QHBoxLayout(made)
        inner.setContentsMargins(0, 0, 8, 0)
        inner.addStretch(1)
        inner.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self._badges[page] = badge
        return made

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 0, 6)
        head.setSpacing(9)
        head.addWidget(self._mark)
        head.addWidget(self._brand, 1)
        head.addWidget(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 12, 10, 12)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._new)
        layout.addWidget(self._quick)
        layout.addWidget(self._search)
        layout.addSpacing(4)
        layout.addWidget(self._list, 1)
        self._filler = QWidget()
        layout.addWidget(self._filler, 1)
        layout.addWidget(rule())
        layout.addSpacing(4)
        for page, sign, name in PAGES:
            layout.addWidget(self._page_button(page, sign, name))
        self._prepare_list()
        self._filler.hide()

    def _prepare_list(self) -> None:
        self._search.setObjectName("searchConversations")
        self._search.setProperty("kind", "search")
        self._search.setClearButtonEnabled(True)
        say(self._search, self._search.setPlaceholderText, "Search")
        say(self._search, self._search.setAccessibleName, "Search conversations")
        self._search.textChanged.connect(self.model.search)
        view = self._list
        view.setObjectName("conversations")
        say(view, view.setAccessibleName, "Conversations")
        view.setModel(self.model)
        view.setUniformItemSizes(True)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.clicked.connect(self._chosen)
        view.activated.connect(self._chosen)
        view.customContextMenuRequested.connect(self._menu_at)
        view.setMinimumHeight(40)

    def _chosen(self, index: QModelIndex) -> None:
        self.conversation.emit(index.data(KEY))

    def _menu_at(self, at: QPoint) -> None:
        index = self._list.indexAt(at)
        if not index.isValid():
            return
        key = index.data(KEY)
        menu = QMenu(self)
        menu.addAction(tr("Rename…")).triggered.connect(lambda: self.rename.emit(key))
        menu.addAction(tr("Delete…")).triggered.connect(lambda: self.delete.emit(key))
        menu.exec(self._list.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _fit(self) -> None:
        wide = self.fontMetrics().horizontalAdvance("n") * 27
        self.setFixedWidth(look.theme.pixels(62) if self.narrow else max(216, wide))
