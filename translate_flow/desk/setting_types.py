"""The kinds of values that settings have: each says what is wrong with a value by a ``ValueError``, for pydantic."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError

from translate_flow import languages
from translate_flow.desk import places
from translate_flow.documents.model import ROLES
from translate_flow.errors import UsageError
from translate_flow.publishing.model import Options as Target
from translate_flow.stores import store_named


def _language(tag: str) -> str:
    try:
        return languages.language(tag)
    except UsageError as error:
        raise ValueError(str(error)) from None


def _role(name: str) -> str:
    if name not in ROLES:
        raise ValueError(f"“{name}” is no role; known are {', '.join(ROLES)}")
    return name


def _store(name: str) -> str:
    try:
        return store_named(name).name
    except UsageError as error:
        raise ValueError(str(error)) from None


def _without_keys(engines: dict[str, Any]) -> dict[str, Any]:
    """Refuse keys of services: the file is shared."""
    from translate_flow.machine.keys import variable

    for name, table in engines.items():
        secret = next((setting for setting in table if _SECRET.search(setting)), "") if isinstance(table, dict) else ""
        if secret:
            place = f"put it into the environment as {variable(name)} or into the keyring"
            raise ValueError(f"“{name}.{secret}” does not belong into this file, which others read: {place}")
    return engines


def engine_tables(tables: object) -> object:
    """The tables of ``[machine]``, which have no keys in them."""
    return _without_keys(tables) if isinstance(tables, dict) else tables


def target_tables(tables: object) -> object:
    """Each table of ``[publish]`` read by the kind of target that it names."""
    from translate_flow.publishing import target_named  # only where there is one

    found: dict[str, Target] = {}
    for name, table in (_without_keys(tables) if isinstance(tables, dict) else {}).items():
        if not isinstance(table, dict) or not isinstance(kind := table.get("target"), str):
            raise ValueError(f'“{name}” does not say what it is: add e.g. target = "page"')
        try:
            found[name] = target_named(kind).options.model_validate(table)
        except UsageError as error:
            raise ValueError(f"“{name}.target”: {error}") from None
        except ValidationError as error:
            first = error.errors()[0]
            setting = ".".join(str(part) for part in (name, *first["loc"]))
            unknown = first["type"] == "extra_forbidden"
            message = f"a target of the kind “{kind}” has no such setting" if unknown else first["msg"]
            raise ValueError(f"“{setting}”: {message.removeprefix('Value error, ')}") from None
    return found


def _fields(pattern: str) -> str:
    from translate_flow.documents.fields import compiled  # only where there is one

    compiled(pattern)
    return pattern


def _credit_field(setting: str) -> str:
    from translate_flow.documents.fields import credit_field  # only where there is one

    if setting:
        credit_field(setting)
    return setting


def _engine(name: str) -> str:
    from translate_flow.machine import kind_named  # only where there is one

    try:
        return kind_named(name).name
    except UsageError as error:
        raise ValueError(str(error)) from None


def _address(url: str) -> str:
    from translate_flow.machine.http import address

    try:
        return address(url)
    except UsageError as error:
        raise ValueError(str(error)) from None


def _folder(text: str) -> str:
    if fault := places.fault(text):
        raise ValueError(fault)
    return text


def storage_tables(tables: object) -> object:
    """The tables of ``[storage]``, which have no credentials in them."""
    if places.hold_credentials(tables):
        raise ValueError(places.NO_CREDENTIALS)
    return tables


_SECRET = re.compile("key|token|secret|password")
Folder = Annotated[str, AfterValidator(_folder)]
StoreName = Annotated[str, AfterValidator(_store)]
Language = Annotated[str, AfterValidator(_language)]
Role = Annotated[str, AfterValidator(_role)]
EngineName = Annotated[str, AfterValidator(_engine)]
Address = Annotated[str, AfterValidator(_address)]
FieldPattern = Annotated[str, AfterValidator(_fields)]
CreditFieldName = Annotated[str, AfterValidator(_credit_field)]
CellChoice = Annotated[str, Field(pattern=r"^[^!]+(![A-Za-z]{1,3}(:[A-Za-z]{1,3})?)?$")]
