"""Words: what a text's are, and the small ones that tell which language it is in."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_BETWEEN_MARKS = re.compile(r"[^ \t\n\u00a0\u202f\ufffc.,;:!?«»“”„‘‹›\"()\[\]¿¡…—–/*]+")

_FUNCTION = {
    "en": "the a an and or but of to in on at by for with from is are was were be been has have had not that this "
    "these those it its his her their they he she we you who which what when where there as than then will would can "
    "could should must nobody everybody because while after before about into over under between",
    "es": "el la los las un una unos unas y e o u pero de del al a en por para con sin desde hasta es son era eran fue "
    "fueron ser ha han había no que este esta estos estas ese esa su sus lo le les se ellos ella él nosotros quien "
    "cual cuando donde como más será sería puede podría debe nadie porque mientras tras antes sobre entre ya muy",
    "fr": "le la les un une des et ou mais de du au aux à en par pour avec sans depuis est sont était étaient fut être "
    "a ont avait ne pas que qui ce cette ces son sa ses leur leurs il elle ils elles nous vous dont quand où comme "
    "plus sera serait peut pourrait doit personne parce pendant après avant sur entre dans",
    "de": "der die das den dem des ein eine einen einem einer eines und oder aber von zu zum zur in im am an auf bei "
    "für mit ohne aus ist sind war waren sein hat haben hatte nicht dass dies diese dieser dieses es sein ihr ihre "
    "sie er wir wer was wann wo wie als wird würde kann könnte muss niemand weil während nach vor über zwischen",
    "pt": "o a os as um uma uns umas e ou mas de do da dos das ao à em no na nos nas por para com sem desde até é são "
    "era eram foi foram ser há não que este esta estes estas esse essa seu sua seus suas se eles ela ele nós quem "
    "qual quando onde como mais será seria pode poderia deve ninguém porque enquanto após antes sobre entre já muito",
    "it": "il lo la i gli le un uno una e o ma di del della dei delle al alla in nel nella da dal per con senza è sono "
    "era erano fu essere ha hanno aveva non che questo questa questi queste suo sua suoi si essi lei lui noi chi "
    "quale quando dove come più sarà sarebbe può potrebbe deve nessuno perché mentre dopo prima su tra fra già molto",
    "ca": "el la els les un una uns unes i o però de del dels al als a en per amb sense des fins és són era eren fou "
    "ser ha han havia no que aquest aquesta aquests aquestes seu seva seus es ells ella ell nosaltres qui quin quan "
    "on com més serà seria pot podria ha ningú perquè mentre després abans sobre entre ja molt",
    "nl": "de het een en of maar van te in op bij voor met zonder uit is zijn was waren heeft hebben had niet dat dit "
    "deze die hij zij ze wij wie wat wanneer waar hoe als wordt zou kan kon moet niemand omdat terwijl na over tussen",
}


_SIGNED = (
    r"(?:https?://|www\.)[^\s<>\"”»]+|[@#]\w+|``[^`]+``|:[a-z:]+:`[^`]*`|`(?:[^`']|'(?!\s))+`|</?[A-Za-z][^<>]*>"
    r"|%\d*\$?[-\d.]*[a-zA-Z]\b|\$?\{[^{}]*\}|\$[A-Za-z_]\w*|-(?<!\w-)-?\w[\w-]*|\[\^?\d+\]|&\w+;|/(?<!\w/)\w+(?:/[\w.-]+)+/?"
)
_WORDED = r"[\w.]++\([^()]*\)|\w*_\w+|\w++(?:\.\w++)*?\.(?:com|org|net|html?|php|py|es|cu|pdf|txt)\b"
_NO_PROSE = re.compile(rf"(?=[hw@#`:<%${{\[&/-])(?:{_SIGNED})|(?<!\S)\S+@\S+\.\w+|(?<![\w.])(?:{_WORDED})")
"""Addresses, handles, placeholders, options and code: what begins with a sign of its own, and what begins a word."""
_TRACE = re.compile(
    r"[@#`_{&]|<[/A-Za-z]|\$[A-Za-z_]|\[[\^\d]|%[\w$.-]|\((?<=\w\()|-(?<!\w-)-?\w|/(?<!\w/)|www\."
    r"|\.(?:com|org|net|html?|php|py|es|cu|pdf|txt)\b"
)
"""A sign without which a text has none of these: each begins with a character of its own, so it is found fast."""
MASK = "\ufffc"


def prose(text: str) -> str:
    """The text with addresses, handles, placeholders and code masked, each character by :data:`MASK`."""
    return _NO_PROSE.sub(lambda found: MASK * len(found[0]), text) if _TRACE.search(text) else text


def tokens(text: str) -> list[str]:
    """The words of a text, numbers apart."""
    return _WORD.findall(text)


def words(text: str) -> list[str]:
    """What stands between spaces and marks: words, with their apostrophes and hyphens, and numbers. Fast."""
    return _BETWEEN_MARKS.findall(text)


@lru_cache(maxsize=64)
def foreign_words(language: str, here: str) -> frozenset[str]:
    """The small words of a language that another one has not; empty where we do not know both."""
    ours = function_words(here)
    return function_words(language) - ours if ours else frozenset()


@lru_cache(maxsize=32)
def function_words(language: str) -> frozenset[str]:
    """The small words of a language, by its primary tag; empty where we know none."""
    return frozenset(_FUNCTION.get(language, "").split())
