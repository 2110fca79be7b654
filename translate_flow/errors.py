"""Every error a user can meet: one line that says where, what is wrong and what to do.

::

    TranslateFlowError
    ├── FindingsError   exit 1   checks find errors in what was to be published
    ├── EngineError     exit 1   a translation engine refuses or is away: what is done is kept
    ├── UsageError      exit 2   the command or the settings ask for something that cannot be
    └── InputError      exit 3   a file cannot be read, or is not what it should be
        ├── MissingError  exit 3 what was named is not there
        └── MergeError  exit 3   writing would damage the document: nothing was written

"Found something, or not complete" (exit 1) is else an answer, not an error, so it has no class here.
"""

from __future__ import annotations


class TranslateFlowError(Exception):
    """Base of all errors meant for the user's eyes.

    ``where`` names the file or segment, with ``:line`` where known; ``what`` is wrong; ``remedy`` says what to do.
    ``str(error)`` is the one line that a command prints.
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}{'; ' + self.remedy if self.remedy else ''}".replace("\n", " ")


class EngineError(TranslateFlowError):
    """A translation engine refuses its key, has no quota left or does not answer. What it has translated is kept."""

    exit_code = 1


class UsageError(TranslateFlowError):
    """What was asked cannot be done as asked: wrong argument, unknown language, broken settings."""

    exit_code = 2


class InputError(TranslateFlowError):
    """A file cannot be read, decoded or understood."""

    exit_code = 3


class MissingError(InputError):
    """What was named is not there."""


class MergeError(InputError):
    """The merged document would be damaged; nothing was written."""


class FindingsError(TranslateFlowError):
    """Checks have found errors in what was to be published."""

    exit_code = 1
