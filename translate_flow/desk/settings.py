"""``translate-flow.toml``: the settings of a desk, read and checked."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializeAsAny,
    ValidationError,
    model_validator,
)

from translate_flow.bitext import State
from translate_flow.desk import places
from translate_flow.desk.choices import By
from translate_flow.desk.setting_types import (
    Address,
    CellChoice,
    CreditFieldName,
    EngineName,
    FieldPattern,
    Folder,
    Language,
    Role,
    StoreName,
    engine_tables,
    storage_tables,
    target_tables,
)
from translate_flow.documents.model import Options
from translate_flow.errors import UsageError
from translate_flow.publishing.model import Options as Target


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-"))


class Documents(_Table):
    """Documents whose languages differ from the desk's."""

    path: str
    """Folder or pattern below ``sources/``, e.g. ``en`` or ``blog/*.md``."""
    source_language: Language | None = None
    target_languages: tuple[Language, ...] | None = None

    def holds(self, document: str) -> bool:
        """Whether the document (path below ``sources/``) is one of these."""
        return document.startswith(self.path.rstrip("/") + "/") or fnmatch(document, self.path)


class StylePattern(_Table):
    """A pattern that must not be found in targets."""

    pattern: str
    """A regular expression."""
    message: str
    """What to tell of it."""
    fix: str | None = None
    """What stands instead, with groups as ``\\1``."""
    languages: tuple[Language, ...] = ()
    """Target languages that it holds for; all if there are none."""


class Unchecked(_Table):
    """Checks that are not made of some documents."""

    path: str
    """Folder or pattern below ``sources/``, e.g. ``blog/*.md``."""
    ignore: tuple[str, ...]
    """Names of checks."""
    reason: str = ""


class Checks(_Table):
    """What ``check`` looks for."""

    ignore: tuple[str, ...] = ()
    """Names of checks that the house does not want."""
    documents: tuple[Unchecked, ...] = ()
    names: tuple[str, ...] = ()
    """Names as the house writes them."""
    words: tuple[str, ...] = ()
    """Words that are right here although no dictionary has them."""
    headline_limit: int = Field(default=0, ge=0)
    """Characters that a headline may have; 0 for any number."""
    banned: dict[str, str] = Field(default_factory=dict)
    """Words that the house does not print, each with what to say instead, or nothing."""
    patterns: tuple[StylePattern, ...] = ()


class Machine(_Table):
    """A translation engine, where it differs from the usual."""

    url: Address = ""
    """Where it is; LibreTranslate needs one."""
    timeout: float = Field(default=30, gt=0, le=600)
    """Seconds that one request may take."""
    requests_per_second: float | None = Field(default=None, gt=0)
    region: str = ""
    """Microsoft's, of the resource that the key belongs to."""


class Settings(_Table):
    """All settings of a desk, with their defaults."""

    organization: str = ""
    """For whom it is translated; stands in the credit line."""
    source_language: Language = "en"
    target_languages: tuple[Language, ...] = ()
    store: StoreName = "po"
    """Format of new bitexts; those that are there stay what they are until they are converted."""
    segment_by: By = By.sentence
    segmentation: str = ""
    """The desk's own SRX file, whose rules come first; ``segmentation.srx`` is found without being named."""
    memory: str = "memory/memory.sqlite"
    """Where the translation memory stands: a path below the desk, or ``postgresql://…``; empty for none."""
    claims: str = ""
    """Where machines that share work say who does what: ``postgresql://…``; the memory's server where empty."""
    sources: Folder = "sources"
    """Where the articles stand: a folder, relative to the desk, or an address of fsspec (``s3://bucket/folder``)."""
    translations: Folder = "translations"
    """The same for bitexts."""
    published: Folder = "published"
    """The same for what is published."""
    storage: Annotated[dict[str, dict[str, Any]], BeforeValidator(storage_tables)] = Field(default_factory=dict)
    """By protocol of such addresses (``s3``, ``gs`` …): options of its file system. No credentials."""
    glossary: str = "memory/glossary.csv"
    """Where the glossary stands: a path below the desk, .csv or .tbx."""
    memory_state: State = State.TRANSLATED
    """The lowest state whose segments the memory keeps."""
    review_own_work: bool = True
    """Whether people may review what they translated themselves."""
    site: str = ""
    """Address where ``sources/`` is published, for links to the original."""
    documents: tuple[Documents, ...] = ()
    roles: dict[Role, bool] = Field(default_factory=dict)
    """Which roles are given to translators, where that differs from :data:`ROLE_RULES`."""
    credit_line: dict[Language, str] = Field(default_factory=dict)
    """By target language, in place of the built-in phrase."""
    credit_field: CreditFieldName = ""
    """Key of JSON and YAML documents that says who translated; none unless it is given."""
    credit_cue: float = Field(default=0, ge=0, le=60)
    """Seconds that the credit line is shown after the last subtitle; 0 for no such cue."""
    checks: Checks = Field(default_factory=Checks)
    front_matter: tuple[str, ...] | None = None
    """Front-matter keys whose values are text, in place of the built-in ones."""
    fields: tuple[FieldPattern, ...] | None = None
    """Values of JSON and YAML documents that are text, as patterns of paths, in place of the built-in ones."""
    cue_lines: Literal["flow", "codes"] = "flow"
    """Whether a translated subtitle is wrapped anew, or translators place each line break."""
    translate_terms: bool = False
    """Whether the names of categories and tags in a WordPress export are translated."""
    cells: tuple[CellChoice, ...] | None = None
    """Cells of workbooks that are text, as sheets and columns; all of them if there are none."""
    machine: Annotated[dict[EngineName, Machine], BeforeValidator(engine_tables)] = Field(default_factory=dict)
    """Translation engines by name."""
    publish: Annotated[dict[str, SerializeAsAny[Target]], BeforeValidator(target_tables)] = Field(default_factory=dict)
    """Where translations are published, by names of the house's choice."""

    @model_validator(mode="after")
    def _apart(self) -> Settings:
        """Refuse folders within folders: what is written would be read as what is to be translated."""
        if not places.apart(self.sources, self.translations, self.published):
            raise ValueError("sources, translations and published must be three folders, none within another")
        return self

    def languages_of(self, document: str) -> tuple[str, tuple[str, ...]]:
        """Source language and target languages of a document; the last table that names it decides."""
        source, targets = self.source_language, self.target_languages
        for table in self.documents:
            if table.holds(document):
                source = table.source_language or source
                targets = table.target_languages if table.target_languages is not None else targets
        return source, tuple(target for target in targets if target != source)

    def options(self) -> Options:
        """What readers of documents need to know."""
        usual = Options()
        return Options(
            front_matter_keys=usual.front_matter_keys if self.front_matter is None else frozenset(self.front_matter),
            fields=usual.fields if self.fields is None else self.fields,
            cue_lines=self.cue_lines,
            terms=self.translate_terms,
            cells=usual.cells if self.cells is None else self.cells,
        )

    def translates(self, role: str) -> bool:
        """Whether blocks of this role are given to translators."""
        return self.roles.get(role, ROLE_RULES.get(role, True))


ROLE_RULES = {"byline": True, "credit": False, "related": True, "comment": False, "code": False}
"""What is translated unless the settings say otherwise; a role not named here is."""


def load(path: Path) -> Settings:
    """Read a settings file. Raises :class:`UsageError` that names the file and the setting that is wrong."""
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"not valid TOML: {error}", where=str(path), remedy="correct that line") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"not UTF-8 at byte {error.start}", where=str(path), remedy="save it as UTF-8") from None
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path), remedy="check permissions") from None
    except ValidationError as error:
        first = error.errors()[0]
        parts = [str(part) for part in first["loc"]]
        setting = ".".join(parts)
        if astray := next((part for part in parts[1:] if part in _known()), ""):
            what, remedy = f"“{astray}” stands below [{parts[0]}]", "move it up, above the first line in brackets"
            raise UsageError(what, where=str(path), remedy=remedy) from None
        if first["type"] == "extra_forbidden":
            raise UsageError(f"no setting is called “{setting}”", where=str(path), remedy=_nearest(parts)) from None
        message = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"setting “{setting}”: {message}", where=str(path), remedy="correct it") from None


def _known(table: type[BaseModel] | None = None) -> list[str]:
    """The keys of a table, or those that stand at the file's top."""
    return [name.replace("_", "-") for name in (table or Settings).model_fields]


def _nearest(parts: list[str]) -> str:
    from difflib import get_close_matches

    top = Settings.model_fields.get(parts[0].replace("-", "_")) if len(parts) > 1 else None
    kind: Any = top and top.annotation
    tables = (one for one in (kind, *get_args(kind)) if isinstance(one, type) and issubclass(one, BaseModel))
    known = _known(next(tables, None))
    near = get_close_matches(parts[-1].replace("_", "-"), known, n=1)
    return f"did you mean “{near[0]}”?" if near else f"known are {', '.join(known)}"
