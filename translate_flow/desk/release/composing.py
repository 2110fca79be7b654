"""An article as it is published, made of a document, its bitext and what the desk knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import fields, replace
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urljoin

from translate_flow.bitext import Bitext
from translate_flow.desk import article as articles
from translate_flow.desk import bitexts, files
from translate_flow.desk.crediting import localization, people
from translate_flow.desk.desk import Desk
from translate_flow.desk.merging import Missing, merge
from translate_flow.desk.release.pictures import picture
from translate_flow.documents.encoding import encode
from translate_flow.errors import InputError
from translate_flow.publishing import tree
from translate_flow.publishing.model import Article, Credits, Image, Options, Original
from translate_flow.publishing.reading import Read, read

_BY = re.compile(r"(?:by|por|par|di|von|per|de|door|av|przez)\s+(?=\S)", re.IGNORECASE)
_LONGEST_SLUG = 80


def compose(desk: Desk, document: str, language: str, options: Options) -> Article | tuple[Missing, ...]:
    """The article, without slug and dates; or what is missing, where it is not done.

    Raises :class:`InputError` for a bitext that is not there, :class:`MergeError` for one that would damage the
    document.
    """
    source = articles.read_document(desk, document)
    path = desk.bitext(document, language)
    bitext = bitexts.segmented(path)
    text, missing = merge(source, bitext, str(path), options.state)
    if missing:
        return missing
    # What a block is, its source knows best: the words that say it ("Por …") are known in few languages.
    parsed = source.form.parse(text, source.options)
    units = [unit._replace(role=before.role) for unit, before in zip(parsed, source.units, strict=True)]
    target = desk.published(document, language)
    how = localization(bitext, desk.settings, document, target, desk.sources)
    told = read(text, units, source.form.name)
    if not told.body and any(unit.role == "paragraph" for unit in units):
        remedy = "look for markup that is broken, or nested without end"
        raise InputError("no body is found in it, although it has text", where=source.name, remedy=remedy)
    original = _original(desk, document, read(source.text, source.units, source.form.name), bitext)
    ours = {src for src, alt in tree.images(told.body) if _image(desk, document, src, alt).data}
    body = tree.absolute(told.body, original.address, ours)
    images = tuple(_image(desk, document, *found) for found in tree.images(body))
    facts = told.facts
    return Article(
        document=document,
        language=language,
        headline=told.headline or Path(document).stem,
        kicker=told.kicker,
        dek=told.dek,
        byline=told.byline,
        authors=facts.authors or _authors(told.byline),
        body=body,
        markdown=told.markdown,
        images=images,
        lead=_lead(desk, document, told, images, original.address),
        original=original,
        credits=_credits(bitext, how.credit_line, options, desk.settings.organization),
        license=facts.license or options.license,
        license_address=facts.license_address or ("" if facts.license else options.license_address),
        tags=facts.tags,
        merged=encode(source.form.localize(text, parsed, how), source.source, str(target), source.form),
    )


def _original(desk: Desk, document: str, told: Read, bitext: Bitext) -> Original:
    address = told.facts.original
    if not address.startswith(("http://", "https://")):
        address = f"{desk.settings.site.rstrip('/')}/{document}" if desk.settings.site else ""
    return Original(told.headline, bitext.source_language, address, told.facts.date)


def _credits(bitext: Bitext, line: str, options: Options, organization: str) -> Credits:
    reviewers = people(bitext, "reviewer") if options.reviewers else ()
    return Credits(line, people(bitext, "translator"), reviewers, organization)


def _authors(byline: str) -> tuple[str, ...]:
    """The name in a byline, without the word before it."""
    name = _BY.sub("", byline, count=1).strip() if _BY.match(byline) else byline
    return (name,) if name else ()


def _lead(desk: Desk, document: str, told: Read, images: tuple[Image, ...], base: str) -> Image | None:
    if not told.facts.image:
        return images[0] if images else None
    ours = _image(desk, document, told.facts.image, told.facts.image_alt)
    address = ours.address if ours.data else urljoin(base, ours.address) if base else ours.address
    shown = next((image for image in images if image.address == address), None)
    return shown or ours._replace(address=address)


def _image(desk: Desk, document: str, address: str, alt: str) -> Image:
    """The picture, with its bytes where the desk has it."""
    found = picture(desk, document, address)
    return Image(address, alt, files.read(found.path, "picture"), found.kind) if found else Image(address, alt)


def finished(
    article: Article, slug: str, taken: Iterable[str], published: str, updated: str, origin: str = ""
) -> Article:
    """The article with its address and dates; ``slug`` is the one that it has, else it gets one that is not taken."""
    if not slug:
        slug = slug_of(article.headline) or slug_of(article.key) or "article"
        if slug in set(taken):
            slug = f"{slug}-{article.mark[-6:]}"
    return replace(article, slug=slug, published=published, updated=updated, origin=origin or article.document)


def slug_of(text: str) -> str:
    """Letters, digits and hyphens, cut at a word: Latin letters without accents, others as they are."""
    plain = re.sub("([a-z])[\u0300-\u036f]+", r"\1", _folded(_folded(text)))
    words = re.findall(r"[^\W_]+", re.sub("['’]", "", unicodedata.normalize("NFC", plain)))
    slug = ""
    for word in words:
        if slug and len(slug) + len(word) >= _LONGEST_SLUG:
            break
        slug += f"-{word}" if slug else word[:_LONGEST_SLUG]
    return slug


def _folded(text: str) -> str:
    """Compatibility characters and case folded; twice is enough (Unicode 16.0, section 3.13.5)."""
    return unicodedata.normalize("NFKD", text.casefold())


def digest(article: Article) -> str:
    """A hash of all that readers see, without dates and address: the same article has the same."""
    dated = {"published", "updated", "slug", "origin", "images", "lead"}
    told = [repr(getattr(article, field.name)) for field in fields(article) if field.name not in dated]
    told += (f"{image.address} {image.alt} {image.name}" for image in (*article.images, article.lead) if image)
    return blake2b("\0".join(told).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
