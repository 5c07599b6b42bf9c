"""Builds the pydantic model that a fal document was generated from.

The inverse of what FastAPI does when it writes the document: bounds become `Field` constraints,
an `enum` written in place a `Literal`, one under `components/schemas` an `Enum` class, a member
`null` of an `anyOf` an `Optional`, and properties the fields of a `BaseModel` in display order.
"""

import enum
import json
from typing import Annotated, Any, Dict, List, Literal, Optional, Union

from pydantic import BaseModel, ConfigDict, Field, create_model

JSON = "application/json"


class _Absent(enum.Enum):
    """The default of a field that may be missing and is not nullable."""

    ABSENT = "absent"


ABSENT = _Absent.ABSENT


class Document:
    """A fal document and the model of its request body."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.json = json.load(file)
        endpoint = self.json["info"]["x-fal-metadata"]["endpointId"]
        body = self.json["paths"]["/" + endpoint]["post"]["requestBody"]
        self.schema = body["content"][JSON]["schema"]
        self._classes = {}
        self._unfinished = set()
        self.model = self.type_of(self.schema)
        for made in self._classes.values():
            if isinstance(made, type) and issubclass(made, BaseModel):
                made.model_rebuild(_types_namespace=self._namespace())

    def resolve(self, reference):
        node = self.json
        for token in reference.removeprefix("#/").split("/"):
            node = node[token.replace("~1", "/").replace("~0", "~")]
        return node

    def type_of(self, schema):
        """Returns the Python type of a schema."""
        if "$ref" in schema:
            return self._component(schema["$ref"])
        if "const" in schema:
            return Literal[schema["const"]]
        if "enum" in schema:
            return Literal[tuple(schema["enum"])]
        if "anyOf" in schema:
            return self._union(schema["anyOf"])
        if "allOf" in schema:
            (only,) = schema["allOf"]
            return self.type_of(only)
        kind = schema.get("type")
        if isinstance(kind, list):
            return self._union([{**schema, "type": one} for one in kind])
        return self._typed(schema, kind)

    def _typed(self, schema, kind):
        if kind == "null":
            return type(None)
        if kind == "boolean":
            return bool
        if kind == "integer":
            return _constrained(int, _numeric(schema))
        if kind == "number":
            return _constrained(float, _numeric(schema))
        if kind == "string":
            constraints = _lengths(schema, "minLength", "maxLength")
            if "pattern" in schema:
                constraints["pattern"] = schema["pattern"]
            return _constrained(str, constraints)
        if kind == "array":
            items = self.type_of(schema.get("items", {}))
            return _constrained(List[items], _lengths(schema, "minItems", "maxItems"))
        if kind == "object":
            return self._object(schema, schema.get("title", "model"))
        return Any

    def _object(self, schema, name):
        if "properties" in schema:
            return self._model(schema, name)
        extras = schema.get("additionalProperties", {})
        values = self.type_of(extras if isinstance(extras, dict) else {})
        return _constrained(
            Dict[str, values], _lengths(schema, "minProperties", "maxProperties"))

    def _union(self, members):
        null = {"type": "null"}
        types = [self.type_of(member) for member in members if member.get("type") != "null"]
        whole = Union[tuple(types)]
        return Optional[whole] if any(m.get("type") == null["type"] for m in members) else whole

    def _component(self, reference):
        if reference in self._unfinished:
            return self._class_name(reference)
        if reference not in self._classes:
            schema = self.resolve(reference)
            self._unfinished.add(reference)
            if "enum" in schema:
                made = enum.Enum(
                    self._class_name(reference), {f"V{n}": v for n, v in enumerate(schema["enum"])})
            elif "properties" in schema:
                made = self._model(schema, self._class_name(reference))
            else:
                made = self.type_of(schema)
            self._unfinished.remove(reference)
            self._classes[reference] = made
        return self._classes[reference]

    def _model(self, schema, name):
        extras = schema.get("additionalProperties")
        behaviour = {None: "ignore", False: "forbid"}.get(
            extras if not isinstance(extras, dict) else True, "allow")
        fields = {}
        properties = schema["properties"]
        order = schema.get("x-fal-order-properties", [])
        for key in sorted(properties, key=lambda key: _rank(key, order, properties)):
            required = key in schema.get("required", [])
            fields[key] = self._field(properties[key], required)
        return create_model(name, __base__=self._base(extras, behaviour), **fields)

    def _base(self, extras, behaviour):
        members = {"model_config": ConfigDict(extra=behaviour), "__module__": __name__}
        if isinstance(extras, dict):
            values = Dict[str, self.type_of(extras)]
            members["__annotations__"] = {"__pydantic_extra__": values}
        return type("Base", (BaseModel,), members)

    def _field(self, schema, required):
        kind = self.type_of(schema)
        if required:
            return (kind, ...)
        if "default" in schema:
            return (kind, schema["default"])
        nullable = any(member.get("type") == "null" for member in schema.get("anyOf", []))
        nullable = nullable or "null" in schema.get("type", [])
        return (kind, None if nullable else ABSENT)

    def _class_name(self, reference):
        return self.resolve(reference).get("title", reference.rsplit("/", 1)[1])

    def _namespace(self):
        return {self._class_name(reference): made for reference, made in self._classes.items()}


def _rank(key, order, properties):
    return order.index(key) if key in order else len(order) + list(properties).index(key)


def _constrained(kind, constraints):
    return Annotated[kind, Field(**constraints)] if constraints else kind


def _numeric(schema):
    lowest, highest = "ge", "le"
    found = {}
    if schema.get("exclusiveMinimum") is True:
        lowest = "gt"
    elif "exclusiveMinimum" in schema:
        found["gt"] = schema["exclusiveMinimum"]
    if schema.get("exclusiveMaximum") is True:
        highest = "lt"
    elif "exclusiveMaximum" in schema:
        found["lt"] = schema["exclusiveMaximum"]
    for keyword, name in [("minimum", lowest), ("maximum", highest), ("multipleOf", "multiple_of")]:
        if keyword in schema:
            found[name] = schema[keyword]
    return found


def _lengths(schema, least, most):
    names = {least: "min_length", most: "max_length"}
    return {names[key]: schema[key] for key in names if key in schema}
