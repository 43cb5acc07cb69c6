"""The OpenAPI document itself: examples that fit, a stated security, every operation named once."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from gateway.app import create_app
from gateway.routes.documents import openapi_of
from gateway.settings import GatewaySettings


def document() -> dict[str, Any]:
    """As the gateway serves it."""
    return openapi_of(create_app(GatewaySettings(amqp_uri="amqp://nowhere", root_public_key="none")))


def bodies(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The JSON bodies by operation."""
    operations = [o for verbs in found["paths"].values() for o in verbs.values()]
    contents = {o["operationId"]: o.get("requestBody", {}).get("content", {}) for o in operations}
    return {name: content["application/json"] for name, content in contents.items() if "application/json" in content}


def test_every_json_body_has_an_example_that_fits_its_schema() -> None:
    found = document()
    media = bodies(found)
    assert len(media) > 15
    assert [name for name, body in media.items() if "example" not in body] == []
    for name, body in media.items():
        schema = body["schema"] | {"components": found["components"]}
        errors = [error.message for error in Draft202012Validator(schema).iter_errors(body["example"])]
        assert not errors, name


def test_it_is_openapi_3_1_and_every_operation_has_a_name_of_its_own() -> None:
    found = document()
    assert found["openapi"].startswith("3.1")
    names = [o["operationId"] for verbs in found["paths"].values() for o in verbs.values()]
    assert len(names) == len(set(names))


def test_every_reference_leads_somewhere() -> None:
    found = document()

    def references(node: Any) -> set[str]:
        if isinstance(node, dict):
            own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
            return own.union(*(references(child) for child in node.values()))
        return set().union(*(references(child) for child in node)) if isinstance(node, list) else set()

    known = {f"#/components/schemas/{name}" for name in found["components"]["schemas"]}
    assert references(found) <= known
