"""What a user may choose where there is a choice; light, so that the command line can name them at once."""

from enum import StrEnum


class By(StrEnum):
    """How texts are cut into segments."""

    sentence = "sentence"
    paragraph = "paragraph"


class Incomplete(StrEnum):
    """What to do with a document that is not all translated: refuse it, use its source, or skip it."""

    refuse = "refuse"
    source = "source"
    skip = "skip"


class Only(StrEnum):
    """Which units are handed out."""

    needs_work = "needs-work"
