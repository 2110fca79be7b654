"""Names of people, places and organisations: one name, one spelling.

Runs of capitalised words are collected over the article's sources and targets and the desk's archive. Two of them are
variants of one name if they differ only by accents, a doubled or another letter, or the source's way of writing a
third language's sounds. What the desk's glossary and archive, the source, or most of the article have is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from translate_flow.checks.model import Article, Message, Pair, Remark, needs
from translate_flow.checks.naming import RUN, accents, bare, full_names, plain, same_name, skeleton
from translate_flow.checks.words import function_words


class Mention(NamedTuple):
    """A name's word as it stands in an article."""

    word: str
    pair: str
    start: int
    end: int
    first: bool
    """Whether it begins a sentence, where any word is capitalised."""


class Known(NamedTuple):
    """What an article says of names."""

    mentions: dict[str, list[Mention]]
    """The target's words of names, by pair."""
    right: dict[str, tuple[str, Message]]
    """Wrong spelling to the right one, and what is said of it."""


@needs(where=lambda article: article.once(_learn).mentions)
def name_variant(pair: Pair, article: Article) -> Iterator[Remark]:
    """A name is spelt in another way than elsewhere in the article, in the source, or in the house's glossary.

    Fails: en | Álvaro Lópes Mira arrived. || Lopes Mira spoke to Lópes Mira’s wife. || Then Lópes Mira left.
    Fails: es-en | Serguéi Shalimov llegó a Puerto. | Serguéi Shalimov arrived at Puerto. || Habló Shalimov. |
        Then Sergei Shalimov spoke. || Serguéi esperó. | “I wait,” Sergei Shalimov said.
    Passes: en | Álvaro Lópes Mira arrived. || Lópes Mira spoke.
    """
    known = article.once(_learn)
    for mention in known.mentions.get(pair.id, ()):
        found = known.right.get(mention.word)
        if found:
            name, what = found
            yield Remark(Message(what, word=mention.word, name=name), (mention.start, mention.end), fix=name)


@needs(where=lambda article: article.once(_learn).mentions)
def name_letter(pair: Pair, article: Article) -> Iterator[Remark]:
    """A name has an accent that is a slip, or the one with which another language writes a third one's sounds.

    Fails: en | Then Valeri Kuràgin, head of the staff, left.
    Fails: es-en | Luego salió Valeri Kurásov. | Then Valeri Kurásov left.
    Passes: en | Then Álvaro López left.
    """
    known = article.once(_learn)
    for mention in known.mentions.get(pair.id, ()):
        word = mention.word
        if word in article.house.names or word in known.right:
            continue
        if article.target not in _GRAVE and _GRAVE_INSIDE.search(word.lower()) and word not in pair.plain_source:
            yield Remark(
                Message("“{word}” has an accent that its language does not have", word=word),
                (mention.start, mention.end),
            )
        elif article.target not in _ACUTE and _SLAVIC.search(word) and re.search("[áéíóú]", word.lower()):
            plainer = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
            what = Message("“{word}” is written as another language transliterates it; perhaps “{other}”")
            yield Remark(Message(what, word=word, other=plainer), (mention.start, mention.end))


_GRAVE = ("it", "ca", "fr", "oc", "vec", "lmo", "pt")
_ACUTE = ("es", "pt", "gl", "ca", "cs", "sk", "hu", "is")
_GRAVE_INSIDE = re.compile(r"[àìòù](?=\w)")
_SLAVIC = re.compile(r"(?:ov|ev|óv|év|ova|eva|sky|ski|skaya|enko|chuk|shin|kin)$|[Ss]h|[Zz]h|[Kk]h|^Ts|^Yu|^Ya")


def _words_of(pair: Pair, text: str) -> Iterator[Mention]:
    for run in RUN.finditer(text):
        for found in re.finditer(r"[^ \u00a0]+", run[0]):
            start = run.start() + found.start()
            word = bare(found[0])
            if len(word) > 3 and not word.isupper():
                yield Mention(word, pair.id, start, start + len(word), _begins(text, start))


def _doubtful(article: Article) -> set[str]:
    """The capitalised words, as they stand, of which there are variants, or that have a letter that may be a slip."""
    forms: dict[str, set[str]] = defaultdict(set)
    words = {*chain.from_iterable(chain(pair.target_words, pair.source_words) for pair in article.pairs)}
    names = [word for word in words if len(word) > 3 and not word.islower()]
    house = article.once(_house)
    for word in names:
        shape = skeleton(bare(word))
        forms[shape].update((bare(word), *house.get(shape, ())))
    return {word for word in names if len(forms[skeleton(bare(word))]) > 1 or _odd(word)}


def _house(article: Article) -> Mapping[str, frozenset[str]]:
    """By skeleton, the words of the house's names, and of those full names of the archive that the article has."""
    usual = article.house.full_names
    if usual is None:
        return _house_words(article.house.names)
    texts = (text for pair in article.pairs for text in (pair.source_prose, pair.target_prose))
    known = usual({name.skeleton for text in texts for name in full_names(text)})
    return _house_words(article.house.names | frozenset(known.values()))


@lru_cache(maxsize=64)
def _house_words(names: frozenset[str]) -> dict[str, frozenset[str]]:
    """The words of the house's names, by their skeletons."""
    found: dict[str, set[str]] = defaultdict(set)
    for word in (word for name in names for word in re.findall(r"[^\W\d_][\w’'\-]+", name)):
        found[skeleton(word)].add(word)
    return {shape: frozenset(some) for shape, some in found.items()}


@lru_cache(maxsize=16384)
def _odd(word: str) -> bool:
    """Whether :func:`name_letter` may have something to say of a word."""
    return not word.isascii() and bool(_GRAVE_INSIDE.search(word.lower()) or _SLAVIC.search(word))


def _begins(text: str, start: int) -> bool:
    return not re.search(r"\w", text[:start]) or bool(re.search(r"[.!?…:;]\W*$|[“«„\"‘(—–]\s*$", text[:start]))


def _learn(article: Article) -> Known:
    """Collect the doubtful names of an article and find which are variants."""
    mentions: dict[str, list[Mention]] = defaultdict(list)
    counts: Counter[str] = Counter()
    sure: set[str] = set()
    doubtful = _doubtful(article)
    if not doubtful:
        return Known({}, {})
    common = function_words(article.target)
    lower = {word for pair in article.pairs for word in pair.target_words if word.islower()}
    ours = [pair for pair in article.pairs if not doubtful.isdisjoint(pair.target_words)]
    sources = [pair for pair in article.pairs if not doubtful.isdisjoint(pair.source_words)]
    for pair in ours:
        for one in _words_of(pair, pair.target_prose):
            if one.word.lower() in common or (one.first and one.word.lower() in lower):
                continue
            mentions[pair.id].append(one)
            counts[one.word] += 1
            if not one.first:
                sure.add(one.word)
    theirs = Counter(one.word for pair in sources for one in _words_of(pair, pair.source_prose))
    right = {
        word: (name, Message("“{word}”, in the source “{name}”"))
        for word, name in _accents(sources, ours, counts).items()
    }
    return Known(dict(mentions), right | _right(counts, sure, theirs, article.once(_house)))


def _right(
    counts: Counter[str], sure: set[str], theirs: Counter[str], house: Mapping[str, frozenset[str]]
) -> dict[str, tuple[str, Message]]:
    """Wrong spellings to the right ones, and what is said of them."""
    groups: dict[str, set[str]] = defaultdict(set)
    for word in counts:
        groups[skeleton(word)].add(word)
    right: dict[str, tuple[str, Message]] = {}
    for shape, here in groups.items():
        known = house.get(shape, frozenset())
        if len(here | known) < 2:
            continue
        best = _best(here | known, counts, theirs, known)
        elsewhere = Message("“{word}”, elsewhere “{name}”")
        what = Message("“{word}”, in the house’s names “{name}”") if best in known else elsewhere
        wrong = (word for word in here if word != best and (word in sure or best in sure or best in known))
        right |= {word: (best, what) for word in wrong if same_name(word, best)}
    return right


def _best(words: Iterable[str], counts: Counter[str], theirs: Counter[str], house: frozenset[str]) -> str:
    """The glossary's form, or the one that the article has most often; then the one that the source has too."""
    return max(
        sorted(words), key=lambda word: (word in house, counts[word], theirs[word] > 0, not _odd(word), accents(word))
    )


def _accents(sources: Iterable[Pair], targets: Iterable[Pair], counts: Counter[str]) -> dict[str, str]:
    """Words of whole names that lack the accents of the source's."""
    forms: dict[str, set[str]] = defaultdict(set)
    for pair in sources:
        for run in RUN.finditer(pair.source_prose):
            if " " in run[0]:
                forms[plain(run[0])].add(run[0])
    found: dict[str, str] = {}
    for pair in targets:
        for run in RUN.finditer(pair.target_prose):
            known = forms.get(plain(run[0]), set())
            if len(known) == 1 and run[0] not in known:
                words = zip(run[0].split(), next(iter(known)).split(), strict=True)
                found |= {w: n for w, n in words if accents(w) < accents(n) and _native(n) and not counts[n]}
    return found


def _native(name: str) -> bool:
    """Whether a name's accents are its own (Spanish, Portuguese …), not a transliteration's."""
    return not re.search(r"(?:sh|zh|kh|ts|ev|ov|éi|úi|ái|ín)$|Sh|Zh|Kh|ov|ev|sky", name) and not name.endswith("y")
