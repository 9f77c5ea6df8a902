"""What an account logs in with: a password or a token, and an end to trying a wrong one."""

from collections import Counter
from pathlib import Path

from assistant.base.errors import OutsideError
from assistant.base.lanes import Lock
from assistant.base.secrets import Secrets
from assistant.domain.codec import dumps, loads
from assistant.domain.mail import Account
from assistant.sync.failures import NOT_LOGGED_IN, MailError
from assistant.sync.oauth import Token, refreshed

MOST = 10  # refusals: after these the server might lock the account


class Logins:
    """Reads the keyring, renews tokens, counts refusals. Safe under threads."""

    def __init__(self, secrets: Secrets, ca_file: Path | None = None) -> None:
        self._secrets = secrets
        self._ca_file = ca_file
        self._refused: Counter[str] = Counter()
        self._lock = Lock()

    def password(self, account: Account) -> str:
        """Return the password, or a token that can be used; raises `MailError` without one.

        After ten refusals in a row it raises too, until the account is saved anew.
        """
        if self._refused[account.id] >= MOST:
            raise MailError(
                "{host} has refused the password of {address} ten times; it is not tried any more.",
                hint="Enter the password again under Mail, Accounts.",
                lasting=True,
                host=account.imap_host or account.smtp_host,
                address=account.address,
            )
        try:
            found = self._secrets.get(account.secret)
        except OutsideError as error:
            raise MailError(error.message, hint=error.hint, lasting=True) from error
        if found is None:
            raise MailError(
                "There is no password for {address}.",
                hint="Enter it under Settings, Accounts; the letter waits.",
                lasting=True,
                address=account.address,
            )
        return self._token(account, found) if account.oauth else found

    def keep(self, account: Account, token: Token) -> None:
        """Put a token into the keyring."""
        self._secrets.set(account.secret, dumps(token))
        self.anew(account.id)

    def told(self, account: Account, error: Exception | None) -> None:
        """Note how a session went: a refused password counts, any other end does not."""
        if isinstance(error, MailError) and error.message == NOT_LOGGED_IN:
            self._refused[account.id] += 1
        elif error is None:
            self.anew(account.id)

    def anew(self, key: str) -> None:
        """Begin to count anew: the password was changed, or has worked."""
        self._refused.pop(key, None)

    def _token(self, account: Account, found: str) -> str:
        with self._lock:  # two sessions at once shall not use one refresh token twice
            token = loads(self._secrets.get(account.secret) or found, Token)
            if not token.fresh:
                token = refreshed(token, ca_file=self._ca_file)
                self._secrets.set(account.secret, dumps(token))
        return token.access
