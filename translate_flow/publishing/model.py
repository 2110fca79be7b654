"""What is published, where, and what a target gives back.

An :class:`Article` is a merged translation as readers see it, free of its source's format. A :class:`Target` makes
files of articles (:attr:`Target.render`), or sends them to a service (:attr:`Target.connect`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Annotated, NamedTuple, Protocol
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict

from translate_flow import languages
from translate_flow.bitext import State
from translate_flow.errors import UsageError


class Image(NamedTuple):
    """A picture of the body, or the one that stands for the article."""

    address: str
    """As the document writes it."""
    alt: str
    data: bytes = b""
    """The file, where the desk has it; empty for one that only the web has."""
    kind: str = ""
    """Its media type, e.g. ``image/jpeg``."""

    @property
    def name(self) -> str:
        """A name that tells its content apart from every other's: eight hex digits of a hash, and the usual suffix."""
        suffix = {"image/jpeg": "jpg", "image/svg+xml": "svg"}.get(self.kind, self.kind.rpartition("/")[2])
        return f"{blake2b(self.data, digest_size=4).hexdigest()}.{suffix}"


class Original(NamedTuple):
    """What was translated."""

    headline: str
    language: str
    address: str = ""
    """Where it is published; empty where that is not known."""
    date: str = ""
    """When, in ISO 8601; empty where that is not known."""


class Credits(NamedTuple):
    """Who made the translation."""

    line: str
    """"Translated by A and B for ORG", in the article's language."""
    translators: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    """Empty where the house does not name them."""
    organization: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A translation as it is published."""

    document: str
    """The source's path below ``sources/``."""
    language: str
    headline: str
    body: str
    """HTML of what stands below the head: blocks without scripts, styles, forms and comments."""
    original: Original
    credits: Credits
    kicker: str = ""
    dek: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    """Those of the body in their order; ``lead`` is one of them or stands before them."""
    lead: Image | None = None
    """The picture that stands for the article where it is announced."""
    license: str = ""
    license_address: str = ""
    published: str = ""
    """When the translation first was published there, in ISO 8601."""
    updated: str = ""
    tags: tuple[str, ...] = ()
    slug: str = ""
    """The last part of its address; given once, and kept."""
    origin: str = ""
    """What ``document`` was when it was published first: a name that a renamed article keeps."""
    markdown: str = ""
    """The body as the newsroom wrote it, where the source is Markdown."""
    merged: bytes = b""
    """The whole document in the source's format, localised and credited."""

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return languages.direction(self.language)

    @property
    def signed(self) -> str:
        """The byline; the authors' names, where the text has none."""
        return self.byline or languages.enumerate_names(self.authors, self.language)

    @property
    def key(self) -> str:
        """What the article and its translations have in common: its path without suffix and folder of the language."""
        stem = self.document.rpartition(".")[0] if "." in self.document.rpartition("/")[2] else self.document
        return stem.removeprefix(f"{self.original.language}/")

    @property
    def mark(self) -> str:
        """A name that nothing else has, wherever this article is published: letters, digits and hyphens."""
        return f"translate-flow-{self.language}-{_short(self.document)}".lower()


def _short(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _language(tag: str) -> str:
    try:
        return languages.language(tag)
    except UsageError as error:
        raise ValueError(str(error)) from None


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise ValueError("a password does not belong into an address, which others read")
    if url and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError(f"“{url}” is no address; give one such as https://news.example")
    return url


Address = Annotated[str, AfterValidator(_address)]
Base = Annotated[Address, AfterValidator(lambda url: url.rstrip("/"))]
"""An address that others are made of."""


class Options(BaseModel):
    """What the settings say of every target; kinds of targets add their own."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-"))

    target: str
    """Its kind: a name in :data:`translate_flow.publishing.TARGETS`."""
    folder: str = ""
    """Where files are written, relative to the desk; ``published/NAME`` unless it is said."""
    languages: tuple[Annotated[str, AfterValidator(_language)], ...] = ()
    """The languages that are published there; all of the desk's if there are none."""
    state: State = State.TRANSLATED
    """The lowest state that is published."""
    reviewers: bool = False
    """Whether reviewers are named."""
    license: str = ""
    """The licence line, where a document has none of its own."""
    license_address: Address = ""
    address: Base = ""
    """Where readers find what is written here, e.g. ``https://news.example``; pages add the language."""
    template: str = ""
    """A Jinja2 template in place of the built-in one, relative to the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a target is given."""

    name: str
    """The target's name in the settings."""
    options: Options
    key: str = ""
    """The service's password."""
    template: str = ""
    """The text of ``options.template``."""
    kept: frozenset[str] = frozenset()
    """For a cumulative target: the :attr:`Article.origin` of what was published before and stays as it is there,
    because it is being worked on."""
    present: Callable[[str], bytes | None] = lambda _path: None
    """What stands at a path below the target's folder now: where to take what is kept from."""


class Posted(NamedTuple):
    """An article where a service has it."""

    id: str
    address: str
    text: str
    """What the service has: compared with later, to see whether people changed it there."""


class Service(Protocol):
    """A connection to where articles are sent. Its methods raise :class:`EngineError` where the service does not."""

    def find(self, article: Article, known: str) -> Posted | None:
        """The article as it stands there: under the id ``known``, if there is one, else by its mark."""
        ...

    def text(self, article: Article) -> str:
        """What would be sent, for comparison with :attr:`Posted.text`."""
        ...

    def put(self, article: Article, posted: Posted | None) -> Posted:
        """Send the article: anew, or in place of ``posted``. Never makes a second one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One kind of place where articles are published."""

    name: str
    options: type[Options] = Options
    render: Callable[[Sequence[Article], Job], Mapping[str, bytes]] | None = None
    """Articles to files by their paths below the target's folder. Pure: the same articles give the same bytes."""
    together: bool = False
    """Whether all articles of a language make one thing, as in a feed; else each is rendered alone."""
    cumulative: bool = False
    """Whether what was published before stays in that thing."""
    connect: Callable[[Job], Service] | None = None
