"""A conformance kit: what every document format must keep, as checks that any format can be run through.

For authors of formats (see "Write a format" in the documentation)::

    from hypothesis import given
    from translate_flow.testing import conforms, mutations, survives

    def test_my_format_conforms() -> None:
        conforms(FORMAT, SAMPLE)

    @given(mutations(SAMPLE))
    def test_my_format_survives_damage(text: str) -> None:
        survives(FORMAT, text)

Each check raises :class:`Nonconformity` that says what is wrong and where; the sample should have at least one unit of
every sort that the format knows. ``mutations`` needs Hypothesis (``pip install 'translate-flow[testing]'``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from translate_flow.bitext import TAG, Tag, parts
from translate_flow.documents.coded import fault
from translate_flow.documents.model import ROLES, Format, Localization, Options, SourceUnit
from translate_flow.documents.splicing import prove, splice
from translate_flow.errors import MergeError

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = [
    "HOSTILE",
    "Nonconformity",
    "comes_back",
    "conforms",
    "disguised",
    "has_good_units",
    "localizes_once",
    "mutations",
    "survives",
    "takes_any_words",
    "translates",
]

HOSTILE = (
    "plain words", "a < b & c > d", "“quoted” 'so' \"so\"", "<b>no markup</b>", "&amp; &lt;", "]]> --> */",
    "* # _x_ `y`", "a\\b \\n {c} [d](e) ${f}", ": yes", "- no", "# none", "--> 00:00", "|a|", "1. one",
    "¡ñ! “é” 漢字 العربية",
)  # fmt: skip
"""Words that some syntax or other takes for markup, each to be read back as it was written."""
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ạḅċḍẹḟġḥịĵḳḷṃṇọṗʠṛṣṭụṿẉẋỵẓ")
_SHAPES = {"open": "<{}>", "close": "</{}>", "lone": "<{}/>"}
_HOW = Localization(
    "qps", "ltr", "en", "Translated by Ana Prueba", ("Ana Prueba",), "https://faro.example/original", "translator", 3.0
)
_RIGHT_TO_LEFT = _HOW._replace(language="ar", direction="rtl")


class Nonconformity(AssertionError):  # noqa: N818 - it is a finding of a test, not an error of the program
    """A format that breaks its contract."""


def conforms(form: Format, text: str, options: Options | None = None) -> list[SourceUnit]:
    """Run a sample through all checks; its units."""
    options = options or Options()
    units = has_good_units(form, text, options)
    _require(bool(units), form, "the sample has no unit, so it proves nothing")
    comes_back(form, text, options)
    translates(form, text, options)
    takes_any_words(form, text, options)
    localizes_once(form, text, options)
    return units


def survives(form: Format, text: str, options: Options | None = None) -> None:
    """Any text at all is read without an exception, comes back, and is translated or refused, never damaged."""
    options = options or Options()
    has_good_units(form, text, options)
    comes_back(form, text, options)
    try:
        _translated(form, text, options, disguised)
    except MergeError:
        return


def has_good_units(form: Format, text: str, options: Options | None = None) -> list[SourceUnit]:
    """Units are in order, never cross, have known roles, words, and codes that stand inside their spans; give them."""
    units = form.parse(text, options or Options())
    _require(units == form.parse(text, options or Options()), form, "read twice, the text gives other units")
    open_ends: list[int] = []
    previous = (-1, 0)
    for unit in units:
        _require(0 <= unit.start <= unit.end <= len(text), form, "its span is not in the text", unit)
        _require((unit.start, -unit.end) >= previous, form, "units are not in the order of their starts", unit)
        previous = (unit.start, -unit.end)
        while open_ends and open_ends[-1] <= unit.start:
            open_ends.pop()
        _require(not open_ends or unit.end <= open_ends[-1], form, "its span crosses that of another unit", unit)
        open_ends.append(unit.end)
        _require(unit.role in ROLES, form, f"“{unit.role}” is no role", unit)
        _require(any(map(str.isalnum, unit.text)), form, "there is no word in it", unit)
        _has_good_codes(form, unit)
    return units


def comes_back(form: Format, text: str, options: Options | None = None) -> None:
    """Translated into itself, the document is the same, character by character."""
    units = form.parse(text, options or Options())
    same = splice(text, units, {index: unit.text for index, unit in enumerate(units)}, form)
    _require(same == text, form, "the document translated into itself is another one")


def translates(form: Format, text: str, options: Options | None = None) -> str:
    """A translation of every unit is read back as it was written, between the same markup; the translated text."""
    try:
        return _translated(form, text, options or Options(), disguised)
    except MergeError as error:
        raise Nonconformity(f"{form.name}: a harmless translation is refused: {error}") from None


def takes_any_words(form: Format, text: str, options: Options | None = None) -> None:
    """Words that look like markup are read back as words, or refused before anything is written."""
    units = form.parse(text, options or Options())
    for words in HOSTILE:
        refused = 0
        for index, unit in enumerate(units):
            if unit.codes or any(other.start < unit.end and unit.start < other.end for other in units if other != unit):
                continue
            merged = splice(text, units, {index: words}, form)
            try:
                prove(text, units, {index: words}, merged, form, options or Options(), [unit.text for unit in units])
            except MergeError:
                refused += 1
        if words == HOSTILE[0]:
            _require(not refused, form, f"“{words}” is refused as a translation")


def localizes_once(form: Format, text: str, options: Options | None = None) -> None:
    """Localising a localised document changes nothing more, and takes no unit away."""
    options = options or Options()
    units = form.parse(text, options)
    for how in (_HOW, _RIGHT_TO_LEFT):
        once = form.localize(text, units, how)
        again = form.parse(once, options)
        _require(len(again) >= len(units), form, "localising takes units away")
        _require(form.localize(once, again, how) == once, form, "localised twice, the document is another one")


def disguised(unit: SourceUnit, letters: Mapping[int, int | str] = _LETTERS) -> str:
    """A made-up translation of a unit: its text in other letters (``str.maketrans``), its codes as they are."""
    ids = {code.id for code in unit.codes}
    return "".join(
        _SHAPES[part.shape].format(part.id) if isinstance(part, Tag) else part.translate(letters)
        for part in parts(unit.text, ids)
    )


def mutations(sample: str) -> SearchStrategy[str]:
    """The sample with parts of it lost, doubled, exchanged or strewn with odd characters."""
    from hypothesis import strategies as st

    position = st.integers(0, len(sample))
    odd = st.sampled_from([*"<>&\"'\\`*_#-:|[](){}=~^+/;.,!?%$@ \t\n\r\0\ufeff\u2028\ud800é漢", "\n\n", "\r\n", "]]>"])
    cuts = st.lists(st.tuples(position, st.integers(0, 30), st.one_of(st.just(""), odd, st.none())), max_size=4)
    return cuts.map(lambda found: _mutated(sample, found))


def _mutated(sample: str, cuts: Sequence[tuple[int, int, str | None]]) -> str:
    for start, length, instead in cuts:
        taken = sample[start : start + length]
        sample = sample[:start] + (taken * 2 if instead is None else instead) + sample[start + length :]
    return sample


def _translated(form: Format, text: str, options: Options, translate: Callable[[SourceUnit], str]) -> str:
    units = form.parse(text, options)
    targets = {index: translate(unit) for index, unit in enumerate(units)}
    merged = splice(text, units, targets, form)
    prove(text, units, targets, merged, form, options, [unit.text for unit in units])
    return merged


def _has_good_codes(form: Format, unit: SourceUnit) -> None:
    ids = {code.id for code in unit.codes}
    _require(len(ids) == len(unit.codes), form, "two of its codes have the same id", unit)
    standing = {part.id for part in parts(unit.text, ids) if isinstance(part, Tag)}
    _require(ids == standing, form, "its codes are not those of its text", unit)
    _require(fault(unit.text, disguised(unit), ids) is None, form, "its codes do not nest", unit)
    for code in unit.codes:
        _require(TAG.fullmatch(f"<{code.id}>") is not None, form, f"“{code.id}” is no code's id", unit)
        _require(unit.start <= code.start < code.end <= unit.end, form, f"{code.id} stands outside of it", unit)
        if code.close_start >= 0:
            inside = code.end <= code.close_start <= code.close_end <= unit.end
            _require(inside, form, f"the other half of {code.id} stands outside of it", unit)


def _require(condition: bool, form: Format, what: str, unit: SourceUnit | None = None) -> None:
    if not condition:
        where = f", unit “{unit.text[:60]}” at {unit.start}" if unit else ""
        raise Nonconformity(f"{form.name}{where}: {what}")
