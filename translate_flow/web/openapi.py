"""The API's description (OpenAPI 3.1), made from its table of endpoints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from translate_flow import __version__
from translate_flow.web.api import ENDPOINTS, Endpoint
from translate_flow.web.shapes import Problem, Shape

_REF = "#/components/schemas/{model}"
_REFUSALS = {
    "400": "What was asked cannot be done as asked.",
    "401": "Nobody is signed in.",
    "403": "The person's role does not allow it, or the request does not come from this desk's pages.",
    "404": "There is no such document, bitext or segment.",
    "409": "Somebody else was faster; the answer has the segment as it is.",
    "413": "The request is too large.",
    "421": "The request was sent to a name that is not this desk's.",
    "422": "The parameters are not as described, or a file of the desk is not what it should be.",
    "502": "A service that was asked does not answer.",
}


def description() -> dict[str, Any]:
    """The description as a JSON object."""
    models: dict[type[Shape], None] = dict.fromkeys([Problem])
    for one in ENDPOINTS:
        models |= dict.fromkeys((one.given, one.gives))
    wanted: list[tuple[type[BaseModel], Any]] = [(model, "validation") for model in models]
    _, schemas = models_json_schema(wanted, ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "translate-flow",
            "version": __version__,
            "description": "The verbs of the translation desk. Requests that change something need the header"
            " X-CSRF-Token, whose value stands in each page, and the cookies that came with the page.",
        },
        "paths": {one.path: {one.method.lower(): _operation(one, schemas["$defs"])} for one in ENDPOINTS},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "tf-session"}},
        },
    }


def _operation(one: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    found = {
        "operationId": one.name,
        "summary": " ".join((one.work.__doc__ or "").split()),
        "responses": {
            "200": {"description": "Done.", "content": _json(one.gives.__name__)},
            **{code: {"description": what, "content": _json("Problem")} for code, what in _REFUSALS.items()},
        },
    }
    schema = schemas[one.given.__name__]
    if one.method == "GET":
        return found | {"parameters": list(_parameters(schema))}
    return found | {"requestBody": {"required": True, "content": _json(one.given.__name__)}}


def _parameters(schema: dict[str, Any]) -> Iterable[dict[str, Any]]:
    for name, each in schema.get("properties", {}).items():
        yield {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": each}


def _json(model: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model)}}}
