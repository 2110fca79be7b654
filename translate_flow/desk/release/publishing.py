"""``publish``: finished translations, out to where readers find them. Idempotent, recorded, never half."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from translate_flow import languages
from translate_flow.desk import files
from translate_flow.desk.desk import Desk
from translate_flow.desk.merging import Missing
from translate_flow.desk.release import composing, published
from translate_flow.desk.release.published import Receipt
from translate_flow.errors import EngineError, InputError, UsageError
from translate_flow.publishing import target_named
from translate_flow.publishing.model import Article, Job, Options, Service, Target

if TYPE_CHECKING:
    from translate_flow.desk.places import Place

_PATIENCE = 3
"""Failures in a row after which a service is left alone."""
Item = tuple[str, str]
"""A document and the language of its translation."""


@dataclass(frozen=True, slots=True)
class Released:
    """What became of an article at a target."""

    document: str
    language: str
    state: str
    """``new``, ``changed``, ``unchanged``, ``incomplete``; ``refused`` for one that cannot be read or written, among
    others that can; ``waiting`` where the service was given up before."""
    address: str = ""
    """Where readers find it: a path or URL."""
    difference: str = ""
    """What publishing would change, in a dry run: a unified diff."""
    missing: tuple[Missing, ...] = ()
    fault: str = ""
    """Why it was refused."""
    left: str = ""
    """Where its page was before, and still is: its document has another name."""


@dataclass(frozen=True, slots=True)
class Run:
    """How it is published."""

    now: str
    by: str
    dry: bool = False
    """Change nothing, say what would be changed."""
    overwrite: bool = False
    """Also replace what people changed at the service."""


class Press:
    """A desk and one of the targets that its settings name.

    Raises :class:`UsageError` for one that they do not.
    """

    _failures = 0
    """How often in a row the service failed."""

    def __init__(self, desk: Desk, name: str) -> None:
        targets = desk.settings.publish
        if name not in targets:
            known = (
                f"known are {', '.join(targets)}" if targets else "add a table [publish.NAME] with target = “page” …"
            )
            raise UsageError(f"the settings name no target “{name}”", where="translate-flow.toml", remedy=known)
        self.desk, self.name = desk, name
        self.options: Options = targets[name]
        self.target: Target = target_named(self.options.target)

    def batches(self, documents: Sequence[str], chosen: Sequence[str] = ()) -> list[list[Item]]:
        """What is published at once: an article, or all of a language where they make one thing."""
        wanted = [languages.language(tag) for tag in chosen] or list(self.options.languages)
        items: list[Item] = []
        for document in documents:
            found = self.desk.settings.languages_of(document)[1]
            items += ((document, language) for language in found if not wanted or language in wanted)
        if not self.target.together:
            return [[item] for item in items]
        before = self._known if self.target.cumulative else {}
        there = {item for item in before if self.desk.has(item[0])}
        tongues = dict.fromkeys(language for _, language in items)
        return [[item for item in sorted(there.union(items)) if item[1] == tongue] for tongue in tongues]

    def release(self, batch: Sequence[Item], run: Run) -> list[Released]:
        """Publish a batch. What is not complete, or cannot be read among others that can, is left out, and said so.

        Raises :class:`InputError` where something cannot be read or written, :class:`EngineError` where the service
        fails: what it has not taken is not published, and giving the command again goes on from there.
        """
        if self._failures >= _PATIENCE:
            return [Released(document, language, "waiting") for document, language in batch]
        composed: list[Article] = []
        told: list[Released] = []
        for document, language in batch:
            try:
                found = composing.compose(self.desk, document, language, self.options)
            except InputError as error:
                if len(batch) == 1:
                    raise
                told.append(Released(document, language, "refused", fault=str(error)))
                continue
            if isinstance(found, Article):
                composed.append(found)
            else:
                told.append(Released(document, language, "incomplete", missing=found))
        kept = [] if not self.target.cumulative else [(one.document, one.language) for one in told]
        dated = self._dated(composed, run.now)
        if dated and self.target.connect:
            with files.alone(published.path(self.desk).with_name(f".{self.name}.lock")):
                self._failures += 1
                told += (self._send(article, run) for article in dated)
                self._failures = 0
        elif dated:
            told += self._write(dated, run, kept)
        return told

    def gone(self, chosen: Sequence[str] = ()) -> list[Receipt]:
        """What is still published there although the desk has no such article any more.

        From a feed or a book with others it goes by itself.
        """
        wanted = [languages.language(tag) for tag in chosen]
        others = {language for document, language in self._known if self.desk.has(document)}
        return [
            one
            for one in self._known.values()
            if (not wanted or one.language in wanted)
            and not self.desk.has(one.document)
            and not (self.target.together and one.language in others)
            and (self.target.connect or files.there(self.desk.at(one.address)))
        ]

    @cached_property
    def _known(self) -> dict[Item, Receipt]:
        """What was published at this target."""
        return {key[1:]: one for key, one in published.receipts(self.desk).items() if key[0] == self.name}

    @cached_property
    def _slugs(self) -> dict[str, set[str]]:
        """The slugs that are taken, by language."""
        taken: dict[str, set[str]] = {}
        for (_, language), receipt in self._known.items():
            taken.setdefault(language, set()).add(receipt.slug)
        return taken

    def _record(self, receipt: Receipt) -> None:
        published.add(self.desk, receipt)
        before = self._known.get(receipt.key[1:])
        self._known[receipt.key[1:]] = replace(
            receipt,
            first=before.first if before else receipt.time,
            origin=before.origin if before else receipt.document,
        )

    def _dated(self, articles: Sequence[Article], now: str) -> list[Article]:
        """The articles with the slugs and dates that they have, or get now."""
        dated: list[Article] = []
        for article in articles:
            before = self._known.get((article.document, article.language))
            taken = self._slugs.setdefault(article.language, set())
            same = before is not None and before.hash == composing.digest(article)
            done = composing.finished(
                article,
                before.slug if before else "",
                taken,
                before.first if before else now,
                before.time if before and same else now,
                before.origin if before else "",
            )
            taken.add(done.slug)
            dated.append(done)
        return dated

    @cached_property
    def job(self) -> Job:
        """What the target is given."""
        from translate_flow.machine.keys import key

        template = self.options.template
        path = self.desk.root / template
        text = files.read(path, "template").decode("utf-8", "replace") if template else ""
        return Job(
            name=self.name,
            options=self.options,
            key=key(self.name) if self.target.connect else "",
            template=text,
        )

    # ---- files --------------------------------------------------------------------------------------------------

    @property
    def folder(self) -> Place:
        """Where files are written."""
        return self.desk.folder(self.options.folder) if self.options.folder else self.desk.published_folder / self.name

    def _write(self, articles: Sequence[Article], run: Run, kept: Sequence[Item]) -> list[Released]:
        if self.target.render is None:
            raise UsageError("this target makes no files", where=self.options.target, remedy="tell its makers")
        origins = frozenset(self._known[item].origin for item in kept if item in self._known)
        job = replace(self.job, kept=origins, present=lambda name: files.read_if_there(self._inside(name)))
        rendered = self.target.render(articles, job)  # all of it, before the first file is written
        paths = {self._inside(name): data for name, data in rendered.items()}
        changed = {path: data for path, data in paths.items() if files.read_if_there(path) != data}
        difference = "".join(_difference(path, data) for path, data in changed.items()) if run.dry else ""
        if not run.dry:
            for path, data in changed.items():
                files.write(path, data)
        told: list[Released] = []
        for article in articles:
            before = self._known.get((article.document, article.language))
            receipt = self._receipt(article, run, address=str(self._page(article, paths)))
            state = "new" if before is None else "changed" if before.hash != receipt.hash else "unchanged"
            if state == "unchanged" and changed and not self.target.together:
                state = "changed"
            if state != "unchanged" and not run.dry:
                self._record(receipt)
            one = Released(article.document, article.language, state, receipt.address, difference)
            told.append(replace(one, left=self._left(before, receipt)))
            difference = ""
        return told

    def _left(self, before: Receipt | None, now: Receipt) -> str:
        moved = before is not None and before.address not in ("", now.address) and not self.target.together
        return before.address if moved and before and files.there(self.desk.at(before.address)) else ""

    def _inside(self, name: str) -> Place:
        parts = PurePosixPath(name).parts
        if PurePosixPath(name).is_absolute() or ".." in parts:
            raise InputError("this path leads out of the target's folder", where=name, remedy="rename the document")
        return self.folder.joinpath(*parts)

    def _page(self, article: Article, paths: Iterable[Place]) -> Place:
        """The article's own file among those rendered, or the one that holds all."""
        found = list(paths)
        names = (article.slug, PurePosixPath(article.key).name, PurePosixPath(article.document).name)
        own = (path for path in found if any(name in path.name for name in names))
        return next(own, found[0])

    # ---- services -----------------------------------------------------------------------------------------------

    @cached_property
    def service(self) -> Service:
        """The connection, made once. Raises :class:`UsageError` for a target that makes files."""
        if self.target.connect is None:
            raise UsageError("this target sends nothing", where=self.options.target, remedy="tell its makers")
        return self.target.connect(self.job)

    def _send(self, article: Article, run: Run) -> Released:
        before = self._known.get((article.document, article.language))
        posted = self.service.find(article, before.id if before else "")
        receipt = self._receipt(article, run, address=posted.address if posted else "")
        if posted and before and before.hash == receipt.hash:
            return Released(article.document, article.language, "unchanged", posted.address)
        state = "changed" if posted else "new"
        if run.dry:
            text = self.service.text(article)
            difference = _lines(posted.text if posted else "", text, posted.address if posted else self.name)
            return Released(article.document, article.language, state, receipt.address, difference)
        if posted and before and before.there and before.there != _hash(posted.text) and not run.overwrite:
            raise InputError(
                "it was changed there since it was published",
                where=posted.address,
                remedy="bring the change into the translation, or give --overwrite",
            )
        try:
            done = self.service.put(article, posted)
        except EngineError:
            if posted:  # what it has now is not known: the next run must not take it for somebody's change
                self._record(replace(receipt, id=posted.id, hash="unknown"))
            raise
        self._record(replace(receipt, id=done.id, address=done.address, there=_hash(done.text)))
        return Released(article.document, article.language, state, done.address)

    def _receipt(self, article: Article, run: Run, address: str) -> Receipt:
        return Receipt(
            target=self.name,
            document=article.document,
            language=article.language,
            time=run.now,
            by=run.by,
            hash=composing.digest(article),
            slug=article.slug,
            address=address,
        )


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _difference(path: Place, data: bytes) -> str:
    present = files.read_if_there(path) or b""
    try:
        return _lines(present.decode(), data.decode(), str(path))
    except UnicodeDecodeError:
        return f"{path}: {len(present)} bytes would become {len(data)}\n"


def _lines(old: str, new: str, name: str) -> str:
    from difflib import unified_diff

    lines = unified_diff(old.splitlines(), new.splitlines(), f"{name} (now)", name, lineterm="", n=1)
    return "".join(f"{line}\n" for line in lines)
