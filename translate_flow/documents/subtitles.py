r"""Subtitles: SubRip (.srt) and WebVTT (W3C Candidate Recommendation, 2019).

Each cue is a unit, because its words are on the screen from its first second to its last. Times, identifiers, settings
of cues, and the blocks ``NOTE``, ``STYLE`` and ``REGION`` stay as they are; tags (``<i>``, ``<v Ana>``, ``{\an8}``)
are inline codes. A translated cue is wrapped anew, in lines of about the same length; a break before a dash (somebody
else speaks), or before a voice, is a code, and so is every break where the settings ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from translate_flow.documents.coded import CLOSE, LONE, OPEN, TEXT, Run, build
from translate_flow.documents.encoding import newline
from translate_flow.documents.html.text import decode, encode_text
from translate_flow.documents.model import Format, Localization, Options, Piece, SourceUnit

_TIME = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\r\n]*(?:\r\n?|\n|\Z)", re.MULTILINE)
_CLOCK = re.compile(_TIME)
_LAST_LINE = re.compile(r"(?:^|[\r\n])[ \t]*(\d+)[ \t]*(?:\r\n?|\n)\Z")
"""The number of a cue, before its times."""
_LINE_ENDS = re.compile(r"\r\n?|\n")
_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_NUMBER = re.compile(r"[ \t]*\d+[ \t]*")
_BREAK = r"(?P<break>[ \t]*(?:\r\n?|\n)[ \t]*)"
_SRT_MARKUP = re.compile(
    rf"</?(?P<tag>i|b|u|s|font)(?:\s[^<>]*)?>|\{{/?(?P<mark>[ibus])\}}|\{{\\[^{{}}]*\}}|{_BREAK}", re.IGNORECASE
)
_VTT_MARKUP = re.compile(rf"</?(?P<tag>c|i|b|u|v|lang|ruby|rt)(?:[.\s][^<>]*)?>|<(?P<mark>)[^<>]*>|{_BREAK}")
_BEFORE_SPEAKER = r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]|</?(?:[ibus]|font|c)\b[^<>]*>|\{[^{}]*\}"
"""Marks of direction, with which cues written from right to left begin, and tags."""
_SPEAKER = re.compile(rf"(?:{_BEFORE_SPEAKER})*(?:[-‐–—־♪♫]|>>|<v[.\s])", re.IGNORECASE)
_WIDTH = 42
"""Characters of a line that fits on a screen, unless the source has longer ones."""
_GAP = 1000
"""Milliseconds between the last words and the credit."""
_FLOW, _CODES = "cue-flow", "cue-codes"
_LANGUAGE = re.compile(r"\AWEBVTT[^\r\n]*(?:\r\n?|\n)(?:[^\r\n]+(?:\r\n?|\n))*?Language:[ \t]*([A-Za-z0-9-]+)")
_HEADER = re.compile(r"\AWEBVTT[^\r\n]*(?:(?:\r\n?|\n)[^\r\n]+)*")


def _cues(text: str) -> Iterator[tuple[int, int]]:
    """The span of the words of each cue: the lines behind its times, up to a blank one or the next cue."""
    timings = list(_TIMING.finditer(text))
    for index, timing in enumerate(timings):
        start = end = timing.end()
        limit = timings[index + 1].start() if index + 1 < len(timings) else len(text)
        while end < limit and (line := _LINE.match(text, end, limit)) and line[1].strip():
            if line.end() == limit < len(text) and _NUMBER.fullmatch(line[1]):
                break  # the next cue's number: no blank line before it
            end = line.end()
        yield start, end


def _parse(text: str, options: Options, markup: re.Pattern[str], read: Callable[[str], str] | None) -> list[SourceUnit]:
    codes = options.cue_lines == "codes"
    units: list[SourceUnit] = []
    for start, end in _cues(text):
        items = list(_items(text, start, start + len(text[start:end].rstrip()), markup, codes=codes))
        unit = build(text, items, "paragraph", decode=read, context=_CODES if codes else _FLOW)
        units += [unit] if unit else []
    return units


def _items(text: str, start: int, end: int, markup: re.Pattern[str], *, codes: bool) -> Iterator[Run]:
    position = start
    for match in markup.finditer(text, start, end):
        first, last = match.span()
        if match["break"] and not codes and not _SPEAKER.match(text, last):
            continue  # white space of the text
        if position < first:
            yield TEXT, "", position, first, None
        position = last
        name = (match["tag"] or match["mark"] or "").lower()
        if match["break"]:
            yield LONE, "br", first, last, None
        elif not name:
            yield LONE, "time" if text[first] == "<" else "an", first, last, None
        else:
            yield CLOSE if text[first + 1] == "/" else OPEN, name, first, last, None
    if position < end:
        yield TEXT, "", position, end, None


def parse_srt(text: str, options: Options) -> list[SourceUnit]:
    """The cues of a SubRip file."""
    return _parse(text, options, _SRT_MARKUP, None)


def parse_vtt(text: str, options: Options) -> list[SourceUnit]:
    """The cues of a WebVTT file."""
    return _parse(text, options, _VTT_MARKUP, decode)


def encode_srt(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """A cue's new words, wrapped."""
    return _wrapped(text, unit, pieces)


def encode_vtt(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """A cue's new words, wrapped, with references for what would be markup (WebVTT, section 4.2.2)."""
    raw = text[unit.start : unit.end]
    written = [piece if piece.markup else Piece(encode_text(text, raw, [piece]), False) for piece in pieces]
    return _wrapped(text, unit, [piece._replace(text=piece.text.replace("-->", "--&gt;")) for piece in written])


def _wrapped(text: str, unit: SourceUnit, pieces: Sequence[Piece]) -> str:
    """The pieces as lines; a break that is a code begins new ones."""
    raw = text[unit.start : unit.end]
    line_end = newline(text)
    flat = [
        piece if piece.markup else Piece(" ".join(re.split(r"\s*[\r\n]+\s*", piece.text)), False) for piece in pieces
    ]
    if unit.context == _CODES:
        return "".join(piece.text for piece in flat)
    width = max(_WIDTH, *(len(line) for line in re.split(r"[\r\n]+", raw)))
    paragraphs: list[list[tuple[str, int]]] = [[("", 0)]]
    out: list[str] = []
    for piece in flat:
        words = paragraphs[-1]
        if not piece.markup:
            first, *others = piece.text.split(" ")
            words[-1] = (words[-1][0] + first, words[-1][1] + len(first))
            words += [(word, len(word)) for word in others]
        elif piece.text.strip() or not piece.text:
            words[-1] = (words[-1][0] + piece.text, words[-1][1])
        else:
            out.append(_lines(words, width, line_end) + piece.text)
            paragraphs.append([("", 0)])
    return "".join(out) + _lines(paragraphs[-1], width, line_end)


def _lines(words: Sequence[tuple[str, int]], width: int, line_end: str) -> str:
    """Words, each with its length on the screen, in as few lines as fit, of about the same length."""
    total = sum(length + 1 for _, length in words) - 1
    count = -(-total // width)
    even = next(
        (size for size in range(-(-total // max(count, 1)), width) if len(_filled(words, size)) <= count), width
    )
    return line_end.join(_filled(words, even))


def _filled(words: Sequence[tuple[str, int]], width: int) -> list[str]:
    lines: list[str] = []
    room = -1
    for word, length in words:
        if lines and (room >= length + 1 or not length):
            lines[-1] += " " + word
            room -= length + 1
        else:
            lines.append(word)
            room = width - length
    return lines


def localize_srt(text: str, units: list[SourceUnit], wanted: Localization) -> str:  # noqa: ARG001 - a format's signature
    """The file with the credit line as its last cue, if that is wanted: it has no place for what is not shown."""
    return _with_credit_cue(text, wanted.credit_line, wanted.credit_cue)


def localize_vtt(text: str, units: list[SourceUnit], wanted: Localization) -> str:  # noqa: ARG001 - a format's signature
    """The file with its language, where it says one, and the credit line in a ``NOTE`` behind the header."""
    if language := _LANGUAGE.match(text):
        text = text[: language.start(1)] + wanted.language + text[language.end(1) :]
    text = _with_credit_cue(
        text, encode_text("", "", [Piece(wanted.credit_line, False)]).replace("-->", "--&gt;"), wanted.credit_cue
    )
    note = "NOTE " + " ".join(wanted.credit_line.replace("-->", "→").split())
    header = _HEADER.match(text)
    if not wanted.credit_line or header is None or note in text:
        return text
    return f"{header[0]}{newline(text) * 2}{note}{text[header.end() :]}"


def _with_credit_cue(text: str, line: str, seconds: float) -> str:
    """The subtitles with the line as a cue behind the last, which it follows after a second."""
    line = " ".join(line.split())
    cues = list(_cues(text))
    if not (line and seconds and cues) or " ".join(text[slice(*cues[-1])].split()) == line:
        return text
    timings = list(_TIMING.finditer(text))
    clock = max((_CLOCK.findall(timing[0])[1] for timing in timings), key=_milliseconds)
    start = _milliseconds(clock) + _GAP
    mark = "," if "," in clock else "."
    times = f"{_time(start, mark)} --> {_time(start + round(seconds * 1000), mark)}"
    before = _LAST_LINE.search(text, 0, timings[-1].start())
    number = f"{int(before[1]) + 1}{newline(text)}" if before and mark == "," else ""
    gap = newline(text) * max(0, 2 - len(_LINE_ENDS.findall(text[len(text.rstrip("\r\n")) :])))
    words = _lines([(word, len(word)) for word in line.split()], _WIDTH, newline(text))
    return f"{text}{gap}{number}{times}{newline(text)}{words}{newline(text)}"


def _milliseconds(clock: str) -> int:
    whole, fraction = re.split("[.,]", clock)
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0"))


def _time(milliseconds: int, mark: str) -> str:
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{mark}{rest % 1000:03}"


SRT = Format(name="srt", suffixes=(".srt",), parse=parse_srt, encode=encode_srt, localize=localize_srt)
VTT = Format(name="vtt", suffixes=(".vtt",), parse=parse_vtt, encode=encode_vtt, localize=localize_vtt)
