"""The key of an endpoint: in the keyring, or in the environment where there is no keyring."""

import os

from assistant.base.secrets import Secrets
from assistant.llm.endpoints import Endpoint


def variable_of(endpoint: Endpoint) -> str:
    """Return the environment variable that may hold the key: DESKMATE_KEY_NAME."""
    name = "".join(one if one.isalnum() else "_" for one in endpoint.name.upper())
    return f"DESKMATE_KEY_{name}"


def key_of(secrets: Secrets, endpoint: Endpoint) -> str:
    """Return the key, or "" where there is none; raises OutsideError for a locked keyring."""
    return secrets.get(endpoint.secret) or os.environ.get(variable_of(endpoint), "").strip()
