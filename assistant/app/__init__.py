"""Puts the core together: the `Assistant` facade that window and terminal talk to."""

from assistant.app.assistant import Assistant
from assistant.app.build import HomeInUse, build
from assistant.app.models import ModelChoice
from assistant.app.talking import LONGEST

__all__ = ["LONGEST", "Assistant", "HomeInUse", "ModelChoice", "build"]
