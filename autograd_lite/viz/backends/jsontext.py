"""JSON: the description itself, for programs that want to draw or to compare."""

import json
from dataclasses import MISSING, asdict, fields
from typing import Any

from autograd_lite.viz.description import Box, Description, DescriptionError, Edge, Group, Row


def to_json(description: Description) -> str:
    """Return `description` as JSON text; :func:`from_json` reads it back."""
    written = asdict(description)
    for box in written["boxes"]:
        box["rows"] = tuple(row._asdict() for row in box["rows"])
        _leave_out_defaults(box, Box)
    for group in written["groups"]:
        if not group["named"]:
            del group["named"]
    for edge in written["edges"]:
        _leave_out_defaults(edge, Edge)
    return json.dumps({"format": "autograd_lite.viz 1", **written}, indent=1, sort_keys=True) + "\n"


def _leave_out_defaults(written: dict[str, Any], kind: type) -> None:
    for field in fields(kind):
        if field.default is not MISSING and written[field.name] == field.default:
            del written[field.name]


def from_json(text: str) -> Description:
    """Return the description that :func:`to_json` wrote; checked, since somebody may have edited it."""
    try:
        return _description(json.loads(text)).check()
    except (AttributeError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise DescriptionError(f"This JSON is not one that to_json wrote: {type(error).__name__}, {error}.") from error


def _description(written: Any) -> Description:
    written.pop("format", None)
    boxes = []
    for box in written.pop("boxes"):
        box["rows"] = tuple(Row(**{**row, "shape": _shape(row.get("shape"))}) for row in box.get("rows", ()))
        box["notes"] = tuple(box.get("notes", ()))
        box["shape"] = _shape(box.get("shape"))
        boxes.append(Box(**box))
    edges = [Edge(**edge) for edge in written.pop("edges")]
    groups = [Group(**group) for group in written.pop("groups")]
    written["captions"] = tuple(written.get("captions", ()))
    return Description(boxes, edges, groups, **written)


def _shape(value: object) -> object:
    return tuple(_shape(v) for v in value) if isinstance(value, list) else value
