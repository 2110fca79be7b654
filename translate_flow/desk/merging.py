"""``merge``: the translation in the exact layout of its source, or a list of what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from translate_flow import languages
from translate_flow.bitext import TAG, Bitext, Segment, State, Unit, spell
from translate_flow.desk import article, bitexts, files
from translate_flow.desk.article import Article
from translate_flow.desk.choices import Incomplete
from translate_flow.desk.crediting import localization
from translate_flow.desk.desk import Desk
from translate_flow.desk.pairing import pair_equal
from translate_flow.documents.coded import fault
from translate_flow.documents.encoding import encode
from translate_flow.documents.model import Localization, SourceUnit
from translate_flow.documents.splicing import prove, splice
from translate_flow.errors import InputError, MergeError, UsageError

if TYPE_CHECKING:
    from translate_flow.desk.places import Place


@dataclass(frozen=True, slots=True)
class Missing:
    """A segment that keeps a translation from being complete."""

    segment: str
    """Its id."""
    reason: str
    """``untranslated``, its sub-state, or the state that is too low."""
    source: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged document, or why there is none."""

    document: str
    target_language: str
    output: str
    """Where it stands; empty where it was not written."""
    written: bool
    """Whether that changed the file."""
    missing: tuple[Missing, ...] = ()
    """Segments that stand in the source language, or kept it from being written."""
    uncredited: bool = False
    """Whether translations stand in it, and nobody is named for them."""


def merge_documents(
    desk: Desk,
    documents: Sequence[str],
    *,
    to: Sequence[str] = (),
    min_state: State = State.TRANSLATED,
    incomplete: Incomplete = Incomplete.refuse,
    encoding: str = "",
) -> list[Merged]:
    """Write the published form of each document, localised and credited, into ``published/``.

    Raises :class:`InputError` for a bitext that is not there or doesn't fit its source, :class:`MergeError` for a
    translation that would damage the document; nothing of that document is written then.
    """
    done: list[Merged] = []
    for document in documents:
        read = article.read_document(desk, document, encoding)
        for target in desk.pair(document, to)[1]:
            path, bitext = _stored(desk, document, target)
            how = localization(bitext, desk.settings, document, desk.published(document, target), desk.sources)
            done.append(merge_to(read, bitext, path, desk.published(document, target), min_state, incomplete, how))
    return done


def merge_file(
    source: Path,
    bitext_path: Path,
    output: Path,
    *,
    min_state: State = State.TRANSLATED,
    incomplete: Incomplete = Incomplete.refuse,
    localize: bool = False,
    encoding: str = "",
) -> Merged:
    """Merge one document and one bitext outside of any desk; only the translated spans change, unless ``localize``."""
    read = article.read_file(source, encoding)
    bitext = bitexts.read(bitext_path)
    how = localization(bitext) if localize else None
    return merge_to(read, bitext, bitext_path, output, min_state, incomplete, how)


def _stored(desk: Desk, document: str, target: str) -> tuple[Place, Bitext]:
    path = desk.bitext(document, target)
    return path, bitexts.segmented(path)


def merge_to(
    read: Article,
    bitext: Bitext,
    bitext_path: Place,
    output: Place,
    min_state: State,
    incomplete: Incomplete,
    how: Localization | None,
) -> Merged:
    """Merge and write, unless it is incomplete and that is refused."""
    text, missing = merge(read, bitext, str(bitext_path), min_state, how)
    if missing and incomplete is not Incomplete.source:
        return Merged(read.name, bitext.target_language, "", written=False, missing=missing)
    written = files.write(output, encode(text, read.source, str(output), read.form))
    uncredited = how is not None and not how.translators and len(missing) < sum(len(u.segments) for u in bitext.units)
    return Merged(read.name, bitext.target_language, str(output), written, missing, uncredited)


def merge(
    read: Article, bitext: Bitext, where: str, min_state: State, how: Localization | None = None
) -> tuple[str, tuple[Missing, ...]]:
    """The document's text with every usable target in place, and the segments that have none.

    ``where`` is what errors call the bitext. A unit with a missing segment has that segment in the source language.
    """
    paired = _paired(read, bitext, where)
    enough = tuple([state for state in State if state.rank >= min_state.rank])
    joiners = languages.joiner(bitext.source_language), languages.joiner(bitext.target_language)
    targets: dict[int, str] = {}
    missing: list[Missing] = []
    names = [unit.id for unit in read.units]
    for index in read.given:
        unit = read.units[index]
        if index not in paired:
            missing.append(Missing(unit.id, "not in the bitext", unit.text))
            continue
        pair = paired[index]
        names[index] = f"{where}: {pair.id}"
        segments = _usable(pair, where, enough, missing)
        if segments is not None:
            targets[index] = _joined(unit.text, pair, segments, joiners)
    targets |= _twins(read.units, targets)
    merged = splice(read.text, read.units, targets, read.form)
    if merged == read.text:
        units = read.units
    else:
        units = prove(read.text, read.units, targets, merged, read.form, read.options, names)
    return (read.form.localize(merged, units, how) if how else merged), tuple(missing)


def _twins(units: Sequence[SourceUnit], targets: Mapping[int, str]) -> dict[int, str]:
    """The targets of units that say once more what one before them says."""
    found: dict[int, str] = {}
    said: dict[str, int] = {}
    for index, unit in enumerate(units):
        if not unit.twin:
            said[unit.text] = index
        elif (first := said.get(unit.text, -1)) in targets:
            found[index] = targets[first]
    return found


def _paired(read: Article, bitext: Bitext, where: str) -> dict[int, Unit]:
    """Units of the bitext by the index of the source's unit that they translate."""
    given = [read.units[index] for index in read.given]
    pairs = pair_equal([(unit.id, unit.text) for unit in given], bitext.units)
    if len(pairs) < len(bitext.units):
        used = set(pairs.values())
        stray = next(unit for at, unit in enumerate(bitext.units) if at not in used)
        if bitext.document and PurePosixPath(bitext.document).name != PurePosixPath(read.name).name and not pairs:
            raise InputError(
                f"this is the bitext of {bitext.document}", where=where, remedy=f"give that of {read.name}"
            )
        raise InputError(
            f"{stray.id} is no longer in {read.name} (“{_short(stray.segments[0].source)}”)",
            where=where,
            remedy="run “translate-flow segment” to bring the bitext up to date",
        )
    return {read.given[index]: bitext.units[at] for index, at in pairs.items()}


def _short(text: str) -> str:
    return text if len(text) <= 50 else text[:49] + "…"


def _usable(unit: Unit, where: str, enough: tuple[State, ...], missing: list[Missing]) -> list[str] | None:
    """A text for each segment, its target or, noted in ``missing``, its source; ``None`` if all are sources."""
    texts: list[str] = []
    any_target = False
    ids = {code.id for code in unit.codes}
    for name, segment in zip(unit.segment_ids(), unit.segments, strict=True):
        reason = _lacking(segment, enough)
        if reason:
            missing.append(Missing(name, reason, segment.source))
            texts.append(segment.source)
            continue
        if "<" in segment.target or "<" in segment.source:
            wrong = fault(segment.source, segment.target, ids)
            if wrong:
                raise MergeError(wrong, where=f"{where}: {name}", remedy="put the codes as in the source")
        texts.append(segment.target)
        any_target = True
    return texts if any_target else None


def _lacking(segment: Segment, enough: tuple[State, ...]) -> str:
    """Why a segment's target can't be used; empty if it can."""
    if not segment.target or segment.target.isspace():
        return "untranslated"
    if segment.sub_state:
        return segment.sub_state
    return "" if segment.state in enough else f"only {segment.state}"


def _joined(text: str, unit: Unit, targets: Sequence[str], joiners: tuple[str, str]) -> str:
    """The unit's target: segments put together with the source's white space, or the target language's.

    ``joiners`` are what stands between two sentences in the one language and in the other.
    """
    sources = [segment.source for segment in unit.segments]
    if sources == [text]:
        return targets[0]
    spans = spell(text, sources)
    if spans is None:
        raise InputError(
            f"the segments of {unit.id} do not spell its text", where=unit.id, remedy="run “segment” again"
        )
    source_joiner, target_joiner = joiners
    out = [text[: spans[0][0]], targets[0]]
    for (_, end), (start, _), target in zip(spans, spans[1:], targets[1:], strict=False):
        between = text[end:start]
        if source_joiner != target_joiner:
            between = target_joiner if between == source_joiner and not target.startswith("<br") else between
        out.append(between + target)
    return "".join(out) + text[spans[-1][1] :]


def preview(desk: Desk, document: str, to: str = "") -> tuple[str, tuple[Missing, ...]]:
    """The document's text as it would be published now, and what of it stands in the source language.

    Of an office file or e-book the text is that of its blocks, one a line. Raises as :func:`merge_documents` does, and
    :class:`UsageError` where ``to`` leaves open which language is meant.
    """
    targets = desk.pair(document, [to] if to else ())[1]
    if len(targets) > 1:
        raise UsageError(f"it is translated into {', '.join(targets)}", where=document, remedy="choose with --to")
    path, bitext = _stored(desk, document, targets[0])
    how = localization(bitext, desk.settings, document, desk.published(document, targets[0]), desk.sources)
    read = article.read_document(desk, document)
    text, missing = merge(read, bitext, str(path), State.TRANSLATED, how)
    if read.form.members:
        shown = [unit for unit in read.form.parse(text, read.options) if not unit.twin]
        text = "".join(f"{TAG.sub('', unit.text)}\n" for unit in shown)
    return text, missing
