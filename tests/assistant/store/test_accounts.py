from dataclasses import replace

from assistant.domain.mail import Account
from assistant.store.store import Store

WORK = Account("work", "me@example.org", "Me", "smtp.example.org", 465, "tls", "me")


def test_accounts_in_the_order_of_adding(store: Store) -> None:
    home = replace(WORK, id="home")
    store.accounts.save(WORK)
    store.accounts.save(home)
    moved = replace(WORK, smtp_port=587, security="starttls")
    store.accounts.save(moved)
    assert store.accounts.all() == (moved, home)
    assert store.accounts.get("work") == moved
    store.accounts.remove("work")
    store.accounts.remove("work")
    assert store.accounts.all() == (home,)
    assert store.accounts.get("work") is None
