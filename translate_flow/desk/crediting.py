"""Who did what in a bitext, and what a published translation says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from translate_flow import languages
from translate_flow.bitext import Bitext
from translate_flow.desk import files
from translate_flow.desk.bitexts import store_at
from translate_flow.desk.desk import Desk
from translate_flow.desk.places import way
from translate_flow.documents.model import Localization

if TYPE_CHECKING:
    from translate_flow.desk.places import Place
    from translate_flow.desk.settings import Settings


@dataclass(frozen=True, slots=True)
class Share:
    """A person's part in a document."""

    name: str
    role: str
    segments: int
    words: int
    """Words of the source, as :func:`translate_flow.languages.count_words` counts them."""


def shares(bitexts: Iterable[Bitext]) -> list[Share]:
    """What each person did, role by role, the larger parts first."""
    segments: Counter[tuple[str, str]] = Counter()
    words: Counter[tuple[str, str]] = Counter()
    for bitext in bitexts:
        for unit in bitext.units:
            for segment in unit.segments:
                for role, name in {(credit.role, credit.name) for credit in segment.credits}:
                    segments[role, name] += 1
                    words[role, name] += languages.count_words(segment.source)
    order = {"translator": 0, "reviewer": 1, "editor": 2}
    return sorted(
        (Share(name, role, count, words[role, name]) for (role, name), count in segments.items()),
        key=lambda share: (order.get(share.role, 9), -share.words, share.name),
    )


def people(bitext: Bitext, role: str) -> tuple[str, ...]:
    """The people and organisations credited with this role, the larger parts first; tools are left out."""
    tools = {
        credit.name for unit in bitext.units for segment in unit.segments for credit in segment.credits
        if credit.kind == "tool"
    }  # fmt: skip
    return tuple(share.name for share in shares([bitext]) if share.role == role and share.name not in tools)


def localization(
    bitext: Bitext,
    settings: Settings | None = None,
    document: str = "",
    output: Place | None = None,
    sources: Place | None = None,
) -> Localization:
    """What the published document says of itself; the original's address is the site's, or the way to the source."""
    target = bitext.target_language
    translators = people(bitext, "translator")
    template = settings.credit_line.get(target, "") if settings else ""
    organization = settings.organization if settings else bitext.organization
    original = ""
    if settings and settings.site:
        original = f"{settings.site.rstrip('/')}/{document}"
    elif output and sources:
        original = way(output, sources / document)
    return Localization(
        language=target,
        direction=languages.direction(target),
        source_language=bitext.source_language,
        credit_line=languages.credit_line(translators, organization, target, template),
        translators=translators,
        original=original,
        credit_field=settings.credit_field if settings else "",
        credit_cue=settings.credit_cue if settings else 0.0,
    )


def credits_of_documents(desk: Desk, documents: Sequence[str], to: Sequence[str] = ()) -> list[tuple[str, str, Share]]:
    """Each person's part as (document, target language, share); documents without a bitext have none."""
    found: list[tuple[str, str, Share]] = []
    for document in documents:
        for target in desk.pair(document, to)[1]:
            path = desk.bitext(document, target)
            data = files.read_if_there(path, "bitext")
            if data is not None:
                bitext = store_at(path, data).read(data, str(path)).bitext
                found.extend((document, target, share) for share in shares([bitext]))
    return found
