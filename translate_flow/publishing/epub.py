"""Target ``epub``: articles of a language as one issue (EPUB 3.3), its translators with the MARC role ``trl``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from translate_flow.publishing import colophon
from translate_flow.publishing.archive import archive
from translate_flow.publishing.model import Article, Image, Job, Options, Target
from translate_flow.publishing.page import pictures_of
from translate_flow.publishing.xhtml import xhtml
from translate_flow.publishing.xml_text import escaped

_CORE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""Pictures that every reading system shows (EPUB 3.3, section 3.2)."""
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_STYLE = """body { line-height: 1.5; }
h1 { line-height: 1.2; }
.kicker, .byline, .caption, figcaption, .translation-credit { font-size: .9em; }
.dek { font-size: 1.1em; font-style: italic; }
img { max-width: 100%; }
figure { margin: 1em 0; }
blockquote, .pull-quote { margin: 1em 0; padding-left: 1em; border-left: 3px solid; }
td, th { padding: .2em .6em; text-align: start; vertical-align: top; }
.translation-credit { margin-top: 2em; border-top: 1px solid; }
"""


class EpubOptions(Options):
    """What the settings say of a book."""

    title: str = ""
    """Of the issue; the organisation's name, or the one article's headline, unless it is said."""


def render(articles: Sequence[Article], job: Job) -> dict[str, bytes]:
    """The issue as ``NAME.LANGUAGE.epub``."""
    options = cast(EpubOptions, job.options)
    first = articles[0]
    alone = first.headline if len(articles) == 1 else ""
    title = options.title or alone or first.credits.organization or job.name
    pictures = {image.name: image for article in articles for image in pictures_of(article) if image.kind in _CORE}
    members: dict[str, str | bytes] = {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER}
    members["EPUB/package.opf"] = _package(articles, title, pictures.values(), job.name)
    members["EPUB/nav.xhtml"] = _navigation(articles, title)
    members["EPUB/style.css"] = _STYLE
    for number, article in enumerate(articles, start=1):
        members[f"EPUB/article-{number}.xhtml"] = _chapter(article)
    members |= {f"EPUB/images/{name}": image.data for name, image in pictures.items()}
    return {f"{job.name}.{first.language}.epub": archive(members, stored=frozenset({"mimetype"}))}


def _package(articles: Sequence[Article], title: str, pictures: Iterable[Image], name: str) -> str:
    first = articles[0]
    identifier = uuid5(NAMESPACE_URL, " ".join([name, *(article.mark for article in articles)]))
    modified = max(article.updated for article in articles)[:19] + "Z"
    items = "\n".join(_items(articles, pictures))
    spine = "\n".join(f'    <itemref idref="article-{number}"/>' for number in range(1, len(articles) + 1))
    progression = ' page-progression-direction="rtl"' if first.direction == "rtl" else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{escaped(first.language)}">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>
    <dc:title>{escaped(title)}</dc:title>
    <dc:language>{escaped(first.language)}</dc:language>
    <meta property="dcterms:modified">{modified}</meta>
{"".join(f"    {line}{chr(10)}" for line in _metadata(articles))}  </metadata>
  <manifest>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item id="style" href="style.css" media-type="text/css"/>
{items}
  </manifest>
  <spine{progression}>
{spine}
  </spine>
</package>
"""


def _metadata(articles: Sequence[Article]) -> Iterator[str]:
    """Who made it, with their roles (MARC relators), and where it comes from."""
    people = {
        "aut": [name for article in articles for name in article.authors],
        "trl": [name for article in articles for name in article.credits.translators],
        "rev": [name for article in articles for name in article.credits.reviewers],
    }
    number = 0
    for role, names in people.items():
        element = "creator" if role == "aut" else "contributor"
        for name in dict.fromkeys(names):
            number += 1
            yield f'<dc:{element} id="person-{number}">{escaped(name)}</dc:{element}>'
            yield f'<meta refines="#person-{number}" property="role" scheme="marc:relators">{role}</meta>'
    told = {
        "publisher": (article.credits.organization for article in articles),
        "source": (article.original.address for article in articles),
        "rights": (article.license for article in articles),
        "subject": (tag for article in articles for tag in article.tags),
    }
    for element, values in told.items():
        yield from (f"<dc:{element}>{escaped(value)}</dc:{element}>" for value in dict.fromkeys(filter(None, values)))


def _items(articles: Sequence[Article], pictures: Iterable[Image]) -> Iterator[str]:
    for number in range(1, len(articles) + 1):
        yield f'    <item id="article-{number}" href="article-{number}.xhtml" media-type="application/xhtml+xml"/>'
    for number, image in enumerate(pictures, start=1):
        yield f'    <item id="image-{number}" href="images/{image.name}" media-type="{image.kind}"/>'


def _page(language: str, direction: str, title: str, body: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{escaped(language)}" \
xml:lang="{escaped(language)}" dir="{direction}">
<head><title>{escaped(title)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>
{body}
</body>
</html>
"""


def _navigation(articles: Sequence[Article], title: str) -> str:
    entries = "\n".join(
        f'<li><a href="article-{number}.xhtml">{escaped(article.headline)}</a></li>'
        for number, article in enumerate(articles, start=1)
    )
    body = f'<nav epub:type="toc"><h1>{escaped(title)}</h1>\n<ol>\n{entries}\n</ol></nav>'
    return _page(articles[0].language, articles[0].direction, title, body)


def _chapter(article: Article) -> str:
    head = [
        f'<p class="kicker">{escaped(article.kicker)}</p>' if article.kicker else "",
        f"<h1>{escaped(article.headline)}</h1>",
        f'<p class="dek">{escaped(article.dek)}</p>' if article.dek else "",
        f'<p class="byline">{escaped(article.signed)}</p>' if article.signed else "",
    ]
    pictures = {image.address: f"images/{image.name}" for image in pictures_of(article) if image.kind in _CORE}
    credit = xhtml(colophon.html(colophon.lines(article)), {})
    body = "\n".join([*filter(None, head), xhtml(article.body, pictures), credit])
    return _page(article.language, article.direction, article.headline, body)


TARGET = Target(name="epub", options=EpubOptions, render=render, together=True)
