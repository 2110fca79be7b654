"""Punctuation and spaces of the target's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from operator import eq

from translate_flow.checks.locales import NARROW, NBSP, style
from translate_flow.checks.model import Article, Message, Pair, Remark, Severity, needs
from translate_flow.checks.words import MASK

_ASIAN = ("zh", "ja", "th", "km", "lo", "my")
_ENDS = str.maketrans({"。": ".", "！": "!", "？": "?", "：": ":", "؟": "?", "։": ".", "।": ".", ";": ";", "；": ";"})
_CLOSING = "\"'”’»“‘«)]}›" + MASK + NBSP + NARROW + " "


@needs(both=True)
def final_punctuation(pair: Pair, article: Article) -> Iterator[Remark]:
    """The target ends with another mark than the source.

    Fails: en-es | The harbour reopens. | Reabre el puerto
    Fails: en-es | Will it last? | Durará.
    Passes: en-es | “The harbour reopens,” he said. | «Reabre el puerto», dijo.
    """
    ours, theirs = _end(pair.plain_target), _end(pair.plain_source)
    if ours == theirs or article.target == "th" or not pair.target.strip() or not re.search(r"\w", pair.plain_source):
        return
    if pair.role == "headline" and ours == ".":  # headline-stop tells it
        return
    if {ours, theirs} <= {".", ":", "…", ""} and "…" in (ours, theirs) and "" not in (ours, theirs):
        return
    at = len(pair.target.rstrip())
    what = Message("ends with {ours}, the source with {theirs}")
    if not (ours and theirs):
        unmarked = Message("ends with {ours}, the source with no mark")
        what = unmarked if ours else Message("ends with no mark, the source with {theirs}")
    fix = None
    if (
        not ours
        and theirs in (".", "!", "?", ":")
        and pair.plain_target.rstrip()[-1:].isalnum()
        and article.target not in _ASIAN
    ):
        fix = theirs if not (theirs in "!?" and style(article.target_language).inverted) else None
    added = not theirs and pair.role not in ("headline", "subheadline", "heading")
    severity = Severity.HINT if added or pair.target_prose.rstrip()[-1:] == MASK else None
    yield Remark(
        Message(what, ours=ours, theirs=theirs), (at, at) if fix else (max(0, at - 1), at), fix=fix, severity=severity
    )


def _end(text: str) -> str:
    """The mark that a text ends with; empty for none. Marks inside a closing quotation count."""
    text = text.rstrip(_CLOSING)
    if text.endswith(("...", "…")):
        return "…"
    last = text[-1:].translate(_ENDS)
    return last if last in ".!?:;," else ""


@needs("¿¡?!", where=lambda article: style(article.target_language).inverted)
def inverted_marks(pair: Pair, _article: Article) -> Iterator[Remark]:
    """A question or exclamation without its opening mark, or an opening mark without its closing one.

    Fails: en-es | Will it last? | Durará?
    Fails: en-es | Will it last? | ¿Durará.
    Passes: en-es | And now, will it last? | Y ahora, ¿durará?
    """
    text = pair.target_prose
    for opening, closing, what in (
        ("¿", "[?]", Message("the question lacks its {mark}")),
        ("¡", "!", Message("the exclamation lacks its {mark}")),
    ):
        opened = [found.start() for found in re.finditer(opening, text)]
        closed = [
            found.end() - 1 for found in re.finditer(rf"(?:(?<=[\w)»”’%…?!])|(?<=\w[\"'])){closing}+(?![\w=])", text)
        ]
        marks = sorted([(at, True) for at in opened] + [(at, False) for at in closed])
        depth = 0
        for at, opens in marks:
            if opens:
                depth += 1
            elif depth:
                depth = 0
            elif not _mixed(text, at) and not re.search(r"[(\[]\W*$", text[:at]):
                yield Remark(Message(what, mark=opening), (at, at + 1))
                break
        if depth and not _mixed(text, max(opened)):
            yield Remark(Message(what, mark=closing.strip("[]")), (max(opened), max(opened) + 1))


def _mixed(text: str, at: int) -> bool:
    """Whether a mark opens as one kind and closes as the other: ``¡Qué?`` is allowed (RAE, Ortografía 2010, 3.4.9)."""
    return bool(re.search("[¿¡][^¿¡?!]*$", text[:at]) if text[at] in "?!" else re.match("[^?!]*[?!]", text[at + 1 :]))


@needs(";:!?«»", where=lambda article: style(article.target_language).spaced)
def french_spaces(pair: Pair, article: Article) -> Iterator[Remark]:
    """French sets a no-break space before ``;``, ``:``, ``!``, ``?`` and inside ``«»``.

    Fails: en-fr | Will it last? | Est-ce que ça va durer?
    Fails: en-fr | “Yes,” he said. | «Oui», dit-il.
    Passes: en-fr | Will it last? | Est-ce que ça va durer␣?
    """
    how = style(article.target_language)
    text = pair.target_prose
    for found in re.finditer(rf"(?<=[\w)»”\"%]) ?([{re.escape(how.spaced)}]+)(?=[\s\u00a0\u202f)»”\"]|$)", text):
        if found[1] == ":" and text[: found.start()][-1:].isdigit():
            continue
        space = NBSP if found[1][0] in ":»" else NARROW
        severity = Severity.HINT if found[0].startswith(" ") else None
        yield Remark(
            Message("no no-break space before {mark}", mark=found[1]),
            found.span(),
            fix=f"{space}{found[1]}",
            severity=severity,
        )
    for found in re.finditer(r"« ?(?=[\w¿¡“])", text):
        severity = Severity.HINT if found[0].endswith(" ") else None
        yield Remark(
            Message("no no-break space after {mark}", mark="«"), found.span(), fix=f"«{NBSP}", severity=severity
        )


@needs(where=lambda article: article.target not in ("fr", *_ASIAN))
def french_spaces_elsewhere(pair: Pair, article: Article) -> Iterator[Remark]:
    """A space before a mark, as French has it, in another language.

    Fails: fr-en | Il a attendu␣! | He waited !
    Passes: fr-en | Il a attendu␣! | He waited!
    """
    if not _SPACED.search(pair.target_prose):
        return
    for found in re.finditer(r"(?<=\w)[ \u00a0\u202f]+([,;:!?.])(?=[\s”»’)]|$)", pair.target_prose):
        before = re.search(rf"\w[ \u00a0\u202f]+\{found[1]}(?=[\s”»’)]|$)", pair.source_prose)
        if not (before and article.source and article.source != "fr"):
            yield Remark(Message("space before {mark}", mark=found[1]), found.span(), fix=found[1])


_SPACED = re.compile("[ \u00a0\u202f][,;:!?.]")


@needs("()[]（）")
def brackets(pair: Pair, article: Article) -> Iterator[Remark]:
    """A bracket that is not closed or not opened, where the source's are. It may go on over sentences of a paragraph.

    Fails: en-es | The pilot (aged 61) came. | El práctico (de 61 años vino.
    Passes: en-es | The pilot (aged 61) came. | El práctico (de 61 años) vino.
    """
    for at in article.once(_lone_brackets).get(pair.id, ())[:1]:
        opens = pair.target[at] in "([（"
        if not any(_lone([pair.source_prose], *kind) for kind in _BRACKETS):
            yield Remark(
                Message("the bracket is not closed") if opens else Message("the bracket is not open"), (at, at + 1)
            )


_BRACKETS = (("(", ")"), ("[", "]"), ("（", "）"))
_BRACKET = re.compile("[]()[（）]")
_LISTED = re.compile(r"(?:^\W*\w{1,3}|\s(?:[a-h]|\d|[ivx]{1,4}))$")


def _lone_brackets(article: Article) -> dict[str, list[int]]:
    """Where brackets without partner stand in each pair's target, unit by unit."""
    found: dict[str, list[int]] = {}
    for unit in article.units:
        texts = [pair.target_prose for pair in unit]
        for opening, closing in _BRACKETS if any(map(_BRACKET.search, texts)) else ():
            for number, at in _lone(texts, opening, closing):
                found.setdefault(unit[number].id, []).append(at)
    return found


def _lone(texts: list[str], opening: str, closing: str) -> list[tuple[int, int]]:
    """Brackets of a kind that have no partner in texts that follow each other: number of the text, and place."""
    opened: list[tuple[int, int]] = []
    faults: list[tuple[int, int]] = []
    for number, text in enumerate(texts):
        for found in re.finditer(rf"[\{opening}\{closing}]", text) if opening in text or closing in text else ():
            if found[0] == opening:
                opened.append((number, found.start()))
            elif opened:
                opened.pop()
            elif not (
                closing == ")" and (text[: found.start()][-1:] in ":;-" or _LISTED.search(text[: found.start()]))
            ):
                faults.append((number, found.start()))
    return sorted([*faults, *opened])


def double_space(pair: Pair, article: Article) -> Iterator[Remark]:
    """Two spaces where one should be.

    Fails: en-es | The harbour reopens. | Reabre  el puerto.
    Passes: en-es | The harbour reopens. | Reabre el puerto.
    """
    if "  " not in pair.plain_target or (article.source and "  " in pair.plain_source):
        return
    for found in re.finditer(r"(?<=\S) {2,}(?=\S)", pair.plain_target):
        yield Remark(Message("more than one space"), found.span(), fix=" ")


@needs(both=True)
def edge_space(pair: Pair, _article: Article) -> Iterator[Remark]:
    """White space at the ends of the target that the source has not.

    Fails: en-es | The harbour reopens. | ␣Reabre el puerto.
    Passes: en-es | The harbour reopens. | Reabre el puerto.
    """
    text, source = pair.target, pair.source
    if not text.strip():
        return
    if text[:1].isspace() and not source[:1].isspace():
        yield Remark(Message("white space at the beginning"), (0, len(text) - len(text.lstrip())), fix="")
    if text[-1:].isspace() and not source[-1:].isspace():
        yield Remark(Message("white space at the end"), (len(text.rstrip()), len(text)), fix="")


_REPEATABLE = {
    "en": "had that is her no very bye so ha far many", "es": "nos no sí ja bla muy", "fr": "nous vous non oui ha",
    "de": "die der das sie sich ja nein", "pt": "não já", "it": "no sì", "ca": "no", "nl": "dat die",
}  # fmt: skip


def double_word(pair: Pair, article: Article) -> Iterator[Remark]:
    """A word stands twice in a row.

    Fails: en-es | The boat left the harbour. | El barco salió del del puerto.
    Passes: en-fr | We get up. | Nous nous levons.
    """
    words = [*map(str.lower, pair.target_words)]
    if not any(map(eq, words, islice(words, 1, None))):
        return
    allowed = _REPEATABLE.get(article.target, "").split()
    for found in re.finditer(r"(?<![\w'’-])([^\W\d_]+)[ \u00a0](\1)(?![\w'’-])", pair.target_prose, re.IGNORECASE):
        word = found[1].lower()
        first = not re.search(r"\w", pair.target_prose[: found.start()].rpartition(". ")[2])
        named = found[1][0].isupper() and (found[2][0].isupper() or not first or found[1].isupper())
        if (
            word in allowed
            or named
            or _QUOTED.match(pair.target_prose, max(0, found.start() - 1))
            or (found[1] != found[2] and not first)
            or re.search(r"\b(\w+) \1\b", pair.source_prose, re.IGNORECASE)
        ):
            continue
        yield Remark(Message("“{word}” stands twice", word=found[1]), found.span(), fix=found[1])


_QUOTED = re.compile(r"[“«„\"‘']\w+ \w+[,.]?[”»“\"’']")
"""Two words that are named as such."""


def ellipsis(pair: Pair, _article: Article) -> Iterator[Remark]:
    """Three full stops where the article has ``…``, or a wrong number of them.

    Fails: en-es | And then… | Y luego....
    Passes: en-es | And then… | Y luego…
    """
    if ".." not in pair.target_prose and "…" not in pair.target_prose:
        return
    for found in re.finditer(r"(?<!\.)\.{2}(?!\.)|\.{4,}|…\.|\.…", pair.target_prose):
        if found[0] not in pair.source_prose and not re.search(r"[/\\]$", pair.target_prose[: found.start()]):
            yield Remark(
                Message("wrong number of full stops"),
                found.span(),
                fix="…" if len(found[0]) > 2 or "…" in found[0] else None,
            )


@needs("–—", both=True)
def dash(pair: Pair, article: Article) -> Iterator[Remark]:
    """A hyphen or two between spaces where the source has a dash.

    Fails: en-es | The harbour – closed for years – reopens. | El puerto - cerrado por años - reabre.
    Passes: en-es | The harbour – closed for years – reopens. | El puerto —cerrado por años— reabre.
    """
    if not re.search("[–—]", pair.source_prose):
        return
    mark = style(article.target_language).dash
    for found in re.finditer(r"(?<=[\w,”»]) (--?) (?=[\w“«])", pair.target_prose):
        start, end = found.span(1)
        yield Remark(
            Message("a hyphen instead of a dash"), (start, end), fix="–" if mark == "–" or "–" in pair.source else mark
        )


@needs("'")
def apostrophe(pair: Pair, article: Article) -> Iterator[Remark]:
    """A typewriter's apostrophe in an article that prints typographic ones.

    Fails: es-en | El puerto y la lancha | The town’s harbour, the pilot’s boat || La lancha | The pilot's boat
    Passes: es-en | El puerto | The town's harbour
    """
    if "'" not in pair.target_prose or not article.once(_curly):
        return
    for found in re.finditer(r"(?<=\w)'(?=\w)", pair.target_prose):
        yield Remark(Message("straight apostrophe"), found.span(), fix="’")


def _curly(article: Article) -> bool:
    text = "".join(pair.target_prose for pair in article.pairs)
    return len(re.findall(r"\w’\w", text)) > len(re.findall(r"\w'\w", text))


@needs(both=True)
def capital(pair: Pair, _article: Article) -> Iterator[Remark]:
    """The target begins with a small letter where the source begins with a capital one.

    Fails: en-es | The harbour reopens. | reabre el puerto.
    Passes: en-es | The harbour reopens. | Reabre el puerto.
    """
    if pair.target[:1].isupper():
        return
    first, other = (re.search(r"\w", text) for text in (pair.plain_target, pair.plain_source))
    if not first or not other or not other[0].isupper() or not first[0].islower():
        return
    word = re.match(r"\w+", pair.plain_target[first.start() :])
    before = pair.target_prose[: first.start()].strip("\"'“”«»„‘’([¿¡—–- ")
    if word is None or before or MASK in pair.target_prose[: first.end() + 1] or re.search(r"\w[A-Z]", word[0]):
        return
    if word[0] in pair.source_words:
        return
    if re.search(r"[.!?…]\W*$", pair.plain_source) or pair.role in ("headline", "heading", "subheadline"):
        yield Remark(Message("begins with a small letter"), first.span(), fix=first[0].upper())
