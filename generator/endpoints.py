"""Endpoints: the operations of a document, each with a name, a module and its parts read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.contract import Module, Operation
from generator.extensions import extension_modules
from generator.media import Media
from generator.names import MODULE_LEVEL, MODULES, Names, class_name, snake_name
from generator.omissions import Omissions
from generator.parameters import Parameters
from generator.plain import is_mapping, mapping, sequence, step, text, texts
from generator.pointers import At, resolved
from generator.schemas import Schemas

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_UNTAGGED = "operations"


class Endpoints:
    """Reads the operations of one document.

    Args:
        data: The document.
        schemas: Gives the shape of all they send and answer.
        omissions: Where to note what is left out.
    """

    def __init__(self, data: dict[str, Any], schemas: Schemas, omissions: Omissions) -> None:
        self._data = data
        self._omissions = omissions
        self._parameters = Parameters(data, schemas, omissions)
        self._media = Media(data, schemas, omissions)
        self._functions = Names(MODULE_LEVEL)
        self._module_names = Names(MODULES | set(extension_modules(data)))
        self.modules: dict[str, Module] = {}

    def read(self) -> list[Operation]:
        """Return all operations in the document's order."""
        self._note_outbound()
        return [
            self._operation(path, method, said, at, item) for path, method, said, at, item in self._found()
        ]

    def _found(self) -> Iterator[tuple[str, str, dict[str, Any], At, tuple[object, At]]]:
        """Yield each operation with its path, its method, its place and the parameters of its path."""
        paths = self._data.get("paths")
        if paths is not None and not is_mapping(paths):
            self._omissions.add("kind", "/paths", "This is no mapping of paths; it is left out.")
        for path, value in mapping(paths).items():
            if path.startswith("x-"):
                continue
            if not path.startswith("/"):
                self._omissions.add(
                    "path", step("/paths", path), "The path has no slash before it; it is left out."
                )
                continue
            found = resolved(self._data, value, At(step("/paths", path), ""))
            if found is None:
                self._omissions.add(
                    "lost-ref", step("/paths", path), "The path leads nowhere; it is left out."
                )
                continue
            item, at = found
            for key, said in item.items():
                if key in METHODS and is_mapping(said):
                    yield (
                        path,
                        key,
                        mapping(said),
                        at.step(key),
                        (item.get("parameters"), at.step("parameters")),
                    )
                elif key in METHODS or key in ("query", "additionalOperations"):
                    self._omissions.add(
                        "operation", at.step(key).pointer, "This is no operation; it is left out."
                    )

    def _operation(
        self, path: str, method: str, said: dict[str, Any], at: At, shared: tuple[object, At]
    ) -> Operation:
        identifier = text(said.get("operationId")) or snake_name(f"{method} {path}", method)
        name = self._functions.take(snake_name(identifier, method))
        own = At(at.pointer, class_name(name.replace("_", " ").title()))
        lists: list[tuple[object, At]] = [
            (shared[0], At(shared[1].pointer, own.context)),
            (said.get("parameters"), own.step("parameters")),
        ]
        if "callbacks" in said:
            self._omissions.add("outbound", own.step("callbacks").pointer, "The callbacks are left out.")
        return Operation(
            id=identifier,
            name=name,
            module=self._module(said),
            method=method.upper(),
            path=path,
            doc=_doc(said),
            pointer=at.pointer,
            parameters=self._parameters.read(path, name, lists),
            body=self._media.body(said["requestBody"], own.step("requestBody"))
            if "requestBody" in said
            else None,
            answers=self._media.answers(said.get("responses"), own.step("responses")),
        )

    def _module(self, said: dict[str, Any]) -> str:
        """Return the module of an operation: its first tag's."""
        tag = next(iter(texts(said.get("tags"))), "")
        if tag not in self.modules:
            name = self._module_names.take(snake_name(tag, "tag") if tag else _UNTAGGED)
            told = (mapping(one) for one in sequence(self._data.get("tags")))
            doc = next((text(one.get("description")) for one in told if one.get("name") == tag), "")
            self.modules[tag] = Module(name, tag, doc)
        return self.modules[tag].name

    def _note_outbound(self) -> None:
        for name in mapping(self._data.get("webhooks")):
            self._omissions.add("outbound", step("/webhooks", name), f"The webhook {name!r} is left out.")


def _doc(said: dict[str, Any]) -> str:
    told = [text(said.get("summary")), text(said.get("description"))]
    if said.get("deprecated") is True:
        told.append("Deprecated.")
    return "\n\n".join(part for part in dict.fromkeys(one.strip() for one in told) if part)
