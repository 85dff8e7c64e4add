"""Bundling: the files that a document refers to are laid into it, so that every reference leads within one document.

Only files at or below the document's own folder are read; what else a reference names stays as it is and is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from generator.openapi.document import Document, DocumentError, read_document
from generator.openapi.pointers import is_mapping, mapping, sequence, step

FILES = "x-files"
"""The key of a document that holds the other files, each by its path."""
_DATA = frozenset({"example", "examples", "default", "enum", "const"})
"""The keywords whose values are data: what looks like a reference there is none."""
_NAMES = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas"})
"""The keywords whose values have names for keys."""
_ID, _NAMED = "$id", ("$id", "$anchor", "$dynamicAnchor")
"""The keywords that give a place a name."""


def bundle_document(document: Document) -> Document:
    """Return a document in which each reference to a file beside it, or to an anchor, leads to a place within it.

    Args:
        document: The document.

    Raises:
        DocumentError: A file it refers to is there and can't be read.
    """
    bundle = _Bundle(document)
    data = bundle.read_file(document.path, document.data)
    files = {name: file for name, file in bundle.files.items() if name}
    return replace(document, data=data | {FILES: files} if files else data)


def bundled_files(document: Document) -> list[Path]:
    """Return the other files of a bundled document, in the order they were read.

    Args:
        document: What `bundle_document` returned.
    """
    return [document.path.parent / name for name in mapping(document.data.get(FILES))]


@dataclass(frozen=True)
class _File:
    """One file while its references are read: its place in the bundle, and its places with a name of their own."""

    path: Path
    pointer: str
    anchors: dict[str, str]
    ids: dict[str, str]


class _Bundle:
    """Lays files into one document.

    Args:
        document: The document that refers to the others.
    """

    def __init__(self, document: Document) -> None:
        self._home = document.path.resolve().parent
        self.files: dict[str, Any] = {}
        self._names: dict[Path, str] = {document.path.resolve(): ""}
        self._anchors: dict[str, dict[str, str]] = {}

    def read_file(self, path: Path, data: Any) -> Any:
        """Return a file's data with its references rewritten; the files they name are read, too.

        Args:
            path: The file.
            data: What it says.
        """
        name = self._names[path.resolve()]
        pointer = step("", FILES, name) if name else ""
        self._anchors[name] = anchors = {}
        ids: dict[str, str] = {}
        for keyword, value, place in _named_places(data, pointer):
            if keyword == _ID:
                ids[value.removesuffix("#")] = place
            else:
                anchors[value] = place
        file = _File(path.resolve(), pointer, anchors, ids)
        return _Rewriter(lambda reference: self._reference(reference, file)).rewrite(data)

    def _reference(self, reference: str, file: _File) -> str:
        """Return where a reference leads within the bundle, or the reference itself where it leads out of it."""
        address, _, fragment = reference.partition("#")
        if not address:
            if fragment in file.anchors:
                return f"#{file.anchors[fragment]}"
            is_pointer = not fragment or fragment.startswith("/")
            return f"#{file.pointer}{fragment}" if is_pointer and file.pointer else reference
        if address in file.ids:
            pointer = file.ids[address] + fragment
            return f"#{pointer}" if not fragment or fragment.startswith("/") else reference
        target = self._file(file.path.parent / unquote(address)) if "://" not in address else None
        if target is None:
            return reference
        if fragment and not fragment.startswith("/"):
            anchors = self._anchors[target]
            return f"#{anchors[fragment]}" if fragment in anchors else reference
        return f"#{step('', FILES, target) if target else ''}{fragment}"

    def _file(self, path: Path) -> str | None:
        """Return the name of a file in the bundle, which is read at its first need; None where it isn't taken in."""
        try:
            path = path.resolve()
            is_readable = path.is_relative_to(self._home) and path.is_file()
        except (OSError, ValueError):
            return None  # no file can have such a name
        if path not in self._names:
            if not is_readable:
                return None
            try:
                data = read_document(path).data
            except DocumentError:
                if path.suffix.lower() not in (".yaml", ".yml", ".json"):
                    return None
                raise
            self._names[path] = name = path.relative_to(self._home).as_posix()
            self.files[name] = {}  # its place among the files is the one it is first met at
            self.files[name] = self.read_file(path, data)
        return self._names[path]


class _Rewriter:
    """Changes the references of one file. What YAML's aliases share is changed once, and shared again.

    Args:
        change: Returns what a reference becomes.
    """

    def __init__(self, change: Callable[[str], str]) -> None:
        self._change = change
        self._rewritten: dict[tuple[int, bool], Any] = {}

    def rewrite(self, data: Any, *, named: bool = False) -> Any:
        """Return data with each reference changed.

        Args:
            data: The data.
            named: Whether its keys are names, and no keywords.
        """
        if not _has_parts(data):
            return data
        key = id(data), named
        if key not in self._rewritten:
            self._rewritten[key] = (
                self._mapping(mapping(data), named=named)
                if is_mapping(data)
                else list(map(self.rewrite, sequence(data)))
            )
        return self._rewritten[key]

    def _mapping(self, node: dict[str, Any], *, named: bool) -> dict[str, Any]:
        result = {
            key: value
            if key in _DATA and not named
            else self.rewrite(value, named=key in _NAMES and not named)
            for key, value in node.items()
        }
        if named:
            return result
        if isinstance(node.get("$ref"), str):
            result["$ref"] = self._change(node["$ref"])
        mapped = mapping(mapping(node.get("discriminator")).get("mapping"))
        if mapped:
            changed = {
                value: self._change(meant) if isinstance(meant, str) and _is_address(meant) else meant
                for value, meant in mapped.items()
            }
            result["discriminator"] = mapping(result["discriminator"]) | {"mapping": changed}
        return result


def _is_address(text: str) -> bool:
    return "/" in text or "#" in text or text.endswith((".yaml", ".yml", ".json"))


def _named_places(data: Any, pointer: str) -> Iterator[tuple[str, str, str]]:
    """Yield each keyword that gives a name to a place of a file, the name and the place."""
    waiting: list[tuple[Any, str]] = [(data, pointer)]
    seen: set[int] = set()
    while waiting:
        value, place = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        for keyword in _NAMED:
            name = mapping(value).get(keyword)
            if isinstance(name, str):
                yield keyword, name, place
        waiting += [(held, step(place, key)) for key, held in _parts(value) if _has_parts(held)]


def _has_parts(value: object) -> bool:
    return isinstance(value, (dict, list))


def _parts(value: object) -> Iterator[tuple[object, Any]]:
    yield from mapping(value).items()
    yield from enumerate(sequence(value))
