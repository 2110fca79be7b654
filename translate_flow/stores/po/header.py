"""The header of a PO file: languages, document, and whose work the file holds.

The usual fields are gettext's (manual, "Filling in the Header Entry"); ours begin with ``X-TF-``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from translate_flow.bitext import Bitext, Credit, State
from translate_flow.stores.po.wrap import quoted

SAVED = "X-TF-Saved"
"""Date and translator as we last wrote them: where the usual fields say something else, another tool has saved."""
_MODIFIERS = {"Latn": "latin", "Cyrl": "cyrillic", "Arab": "arabic", "Deva": "devanagari"}
_SCRIPTS = {modifier: script for script, modifier in _MODIFIERS.items()}
_PERSON = re.compile(r"#[ \t]*([^<,\n]*[^<,\s])[ \t]*(<[^>\n]*>)?(?:,[ \t]*([0-9, –-]+))?\.?")
_BLANK = re.compile("[\\s\\x00-\\x1f\\x7f-\\x9f]+")
_TRANSLATORS = "# Translators:"
_PLACEHOLDER = re.compile(r"FULL NAME|EMAIL@ADDRESS|Automatically generated", re.IGNORECASE)
_PLURALS = (
    ("nplurals=1; plural=0;", "id ja km ko lo ms my th vi yue zh"),
    ("nplurals=2; plural=(n > 1);", "fa fr hy oc pt_BR ti wa"),
    ("nplurals=2; plural=(n != 1);", "af bg ca da de el en eo es et eu fi fo fy gl gu he hi hu is it nb nl nn pt"),
    ("nplurals=2; plural=(n != 1);", "bn ha sq sv ka kk kn ku ky ml mn mr ne or pa ps si sw ta te tk tr ur uz zu"),
    (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
        "be bs hr ru sr uk",
    ),
    ("nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;", "cs sk"),
    ("nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);", "pl"),
    ("nplurals=3; plural=(n==1 ? 0 : (n==0 || (n%100>0 && n%100<20)) ? 1 : 2);", "ro"),
)
"""Plural-Forms as gettext documents them, by language."""


def fields_of(target: str) -> dict[str, str]:
    """The header's fields, from its ``msgstr``, in order."""
    pairs = (line.partition(":") for line in target.split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def gettext_language(tag: str) -> str:
    """A BCP 47 tag as gettext spells it: ``pt-BR`` → ``pt_BR``, ``sr-Latn`` → ``sr@latin``."""
    language, *rest = tag.split("-")
    modifier = next((f"@{_MODIFIERS[part]}" for part in rest if part in _MODIFIERS), "")
    return "_".join([language, *(part for part in rest if part not in _MODIFIERS)]) + modifier


def bcp47(language: str) -> str:
    """The opposite of :func:`gettext_language`, as far as that can be."""
    locale, _, modifier = language.partition("@")
    parts = locale.replace("_", "-").split("-")
    if modifier in _SCRIPTS:
        parts.insert(1, _SCRIPTS[modifier])
    elif modifier:
        parts.append(modifier)
    return "-".join(part for part in parts if part)


def described(fields: Mapping[str, str]) -> Bitext:
    """A bitext without units that is what the header says."""
    target = fields.get("X-TF-Target-Language") or bcp47(fields.get("Language", ""))
    return Bitext(
        fields.get("X-TF-Document", ""),
        bcp47(fields.get("X-Source-Language", "")),
        target,
        (),
        organization=fields.get("X-TF-Organization", ""),
    )


def last_translator(fields: Mapping[str, str]) -> Credit | None:
    """Who saved the file in another tool since we did; ``None`` if nobody did or the file does not say who."""
    if fields.get(SAVED, "") == _saved(fields):
        return None
    name = fields.get("Last-Translator", "").partition("<")[0].strip()
    if not name or _PLACEHOLDER.search(fields["Last-Translator"]):
        return None
    date = re.match(r"\d{4}-\d\d-\d\d", fields.get("PO-Revision-Date", ""))
    return Credit("translator", name, date[0] if date else "")


def _saved(fields: Mapping[str, str]) -> str:
    return f"{fields.get('PO-Revision-Date', '')} {fields.get('Last-Translator', '')}".strip()


def filled(old: Mapping[str, str], bitext: Bitext, now: str) -> dict[str, str]:
    """The fields for the bitext: those of ``old`` in their order, ours renewed, missing ones behind them."""
    language = gettext_language(bitext.target_language)
    credits_ = _credits(bitext)
    latest = _latest([credit for credit in credits_ if credit.role == "translator"])
    last = old.get("Last-Translator", "")
    if latest and last.partition("<")[0].strip() != latest.name:
        last = latest.name
    usual = {
        "Project-Id-Version": bitext.document,
        "PO-Revision-Date": _date(now),
        "Last-Translator": last,
        "Language-Team": bitext.organization or "none",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": _plural_forms(language),
        "X-Generator": "translate-flow",
    }
    ours = {
        "PO-Revision-Date": usual["PO-Revision-Date"],
        "Last-Translator": last,
        "Language": language,
        "X-Source-Language": bitext.source_language,
        "X-TF-Document": bitext.document,
        "X-TF-Target-Language": "" if bcp47(language) == bitext.target_language else bitext.target_language,
        "X-TF-Organization": bitext.organization,
        "X-TF-State": str(_lowest(bitext)),
        "X-TF-Credit": _credit_text(credits_),
    }
    ours[SAVED] = _saved(ours)
    fields = {name: value for name, value in usual.items() if name not in old and (value or name == "Last-Translator")}
    fields = {**usual, **fields} if not old else {**old, **fields}
    for name, value in ours.items():
        if value or name in ("Last-Translator", "Language"):
            fields[name] = value
        else:
            fields.pop(name, None)
    return {name: _one_line(value) for name, value in fields.items() if value or name in old or name in ours}


def _one_line(text: str) -> str:
    return _BLANK.sub(" ", text).strip()


def _date(now: str) -> str:
    moment = datetime.fromisoformat(now)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.strftime("%Y-%m-%d %H:%M%z")


def _plural_forms(language: str) -> str:
    for known in (language, language.partition("_")[0].partition("@")[0]):
        for forms, languages in _PLURALS:
            if known in languages.split():
                return forms
    return ""


def _credits(bitext: Bitext) -> list[Credit]:
    """All credits, each once, in the order of the text."""
    return list({credit: None for unit in bitext.units for segment in unit.segments for credit in segment.credits})


def _latest(credits_: list[Credit]) -> Credit | None:
    people = [credit for credit in credits_ if credit.kind != "tool"]
    return max(people, key=lambda credit: credit.date) if people else None


def _lowest(bitext: Bitext) -> State:
    there = [segment.state for unit in bitext.units for segment in unit.segments]
    return next((state for state in State if state in there), State.INITIAL)


def _credit_text(credits_: list[Credit]) -> str:
    """Names by role, for people who look at the file: ``translator Ana Prueba; reviewer Luis Ensayo``."""
    names: dict[str, list[str]] = {"translator": [], "reviewer": [], "editor": []}
    for credit in credits_:
        if credit.name not in names[credit.role]:
            names[credit.role].append(credit.name)
    return "; ".join(f"{role} {', '.join(found)}" for role, found in names.items() if found)


def header_strings(fields: Mapping[str, str]) -> str:
    """The ``msgid`` and ``msgstr`` of a header."""
    text = "".join(f"{name}: {value}\n" if value else f"{name}: \n" for name, value in fields.items())
    return f'msgid ""\n{quoted("msgstr", text)}\n'


def with_translators(comments: str, bitext: Bitext) -> str:
    """The header's comments with every translator and the years below ``# Translators:``; nobody is taken out."""
    years: dict[str, set[str]] = {}
    for credit in _credits(bitext):
        if credit.role == "translator" and credit.kind != "tool":
            years.setdefault(_one_line(credit.name), set()).update([credit.date[:4]] if credit.date else [])
    if not years:
        return comments
    lines = comments.splitlines()
    if _TRANSLATORS not in lines:
        lines.append(_TRANSLATORS)
    at = lines.index(_TRANSLATORS) + 1
    while at < len(lines) and (found := _PERSON.fullmatch(lines[at])):
        if found[1] in years:
            known = set(re.findall(r"\d{4}", found[3] or ""))
            lines[at] = _person(found[1], found[2], known | years.pop(found[1]))
        at += 1
    lines[at:at] = [_person(name, None, when) for name, when in years.items()]
    return "".join(f"{line}\n" for line in lines)


def _person(name: str, address: str | None, years: set[str]) -> str:
    return f"# {name}{f' {address}' if address else ''}{', ' if years else ''}{', '.join(sorted(years))}."
