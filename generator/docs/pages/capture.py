"""A page as it was fetched or opened, its text, and the error of a page that can't be read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.findings import visible

MAX_BYTES = 5_000_000
"""The most that a page may hold."""


@dataclass(frozen=True)
class Capture:
    """One page as it came.

    Attributes:
        content: Its bytes.
        name: Its file's name or its URL, for messages.
        url: Where it was fetched, or None for a file.
        media_type: What its server said it is, or None.
        etag: What its server named this version of it, or None.
    """

    content: bytes
    name: str
    url: str | None = None
    media_type: str | None = None
    etag: str | None = None


def capture_file(path: Path) -> Capture:
    """Return the page that a file holds.

    Args:
        path: The file.

    Raises:
        PageError: There is no such file, it can't be read, or it is too large.
    """
    try:
        if not path.is_file():
            message = (
                "this is a folder or a device, not a file." if path.exists() else "the file does not exist."
            )
            raise PageError(message)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise PageError(f"the file can't be read: {error.strerror}.") from None
    if len(content) > MAX_BYTES:
        raise PageError(f"a page of more than {MAX_BYTES} bytes is too large; pass only the part you need.")
    return Capture(content, path.name)


# The error of a page that can't be read.

_MAX_EXCERPT = 80


class PageError(Exception):
    """A page that can't be read.

    Attributes:
        message: What is wrong and what to do, in characters that can be shown.
        line: The line of the page's text, counted from 1, or None where no line is to blame.
        read: What was read before it, such as "12 fields of the request of 'update'"; empty for nothing.
    """

    def __init__(self, message: str, line: int | None = None, read: str = "") -> None:
        super().__init__(message, line, read)
        self.message = visible(message)
        self.line = line
        self.read = visible(read)

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        progress = f" Read before it: {self.read}." if self.read else ""
        return f"{place}{self.message}{progress}"


def excerpt(text: str) -> str:
    """Return the beginning of a page's text between quotes, for a message."""
    return repr(text if len(text) <= _MAX_EXCERPT else f"{text[:_MAX_EXCERPT]}...")


# Bytes to text: by their byte order mark, by what the server or the page says, or as UTF-8. It is never guessed.

_BYTE_ORDER_MARKS: Sequence[tuple[bytes, str]] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FILE_KINDS: Sequence[tuple[bytes, str]] = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_META_CHARSET = re.compile(
    rb"""<meta\s[^>]{0,300}?charset\s*=\s*["']?([\w.:-]+)|<\?xml[^>]{0,100}encoding=["']([\w.:-]+)""",
    re.IGNORECASE,
)
_HEAD_BYTES = 4_096
# Labels that browsers know. Python has other codecs, too: some are not of text, and some decompress.
_ENCODINGS = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|latin-?1|iso-?8859-?\d{1,2}|windows-125\d|cp125\d|koi8-[ru]|macintosh"
    r"|shift[_-]jis|euc-(?:jp|kr)|gbk|gb2312|gb18030|big5"
)
# Browsers read these as Windows-1252, which has letters and quotes where Latin-1 has control characters.
_BROWSER_ENCODINGS = {
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}


def decode_page(capture: Capture) -> str:
    """Return the text of a page, its lines ended by a newline alone.

    Args:
        capture: The page as it came.

    Raises:
        PageError: It is no text, or its encoding isn't known or isn't kept to.
    """
    content = capture.content
    for mark, kind in _FILE_KINDS:
        if content.startswith(mark):
            raise PageError(f"this is {kind}; save the page as HTML, Markdown or text.")
    mark, encoding = next(
        (row for row in _BYTE_ORDER_MARKS if content.startswith(row[0])), (b"", _declared_encoding(capture))
    )
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PageError(f"this is not valid {encoding}; save the page as UTF-8.", line) from None
    if "\0" in text:
        raise PageError("this is not text: it has zero bytes.", text.count("\n", 0, text.index("\0")) + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _declared_encoding(capture: Capture) -> str:
    header = _CHARSET.search(capture.media_type or "")
    meta = None if header else _META_CHARSET.search(capture.content[:_HEAD_BYTES])
    if header is None and meta is None:
        return "utf-8"
    label = header[1] if header else (meta[1] or meta[2]).decode("ascii", "replace") if meta else ""
    label = label.lower()
    if not _ENCODINGS.fullmatch(label):
        raise PageError(f"the encoding {excerpt(label)} is not supported; save the page as UTF-8.")
    return _BROWSER_ENCODINGS.get(label, label)


# The paths of URLs as pages write them: with `:id`, with samples, or not quite valid.

_PARAMETER = re.compile(r":([A-Za-z_]\w*)(?=/|$)")
_URL = re.compile(r"(?:[A-Za-z][\w+.-]*://[^/?#]*)?(?P<path>[^?#]*)")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def path_template(url: str, sample: str = "id") -> str:
    """Return the path of a URL without host and query, its parameters in braces.

    Args:
        url: The URL, or its path alone; `:id` is a parameter, and so is a UUID.
        sample: What the parameter is called of which a UUID is a sample.
    """
    return _UUID.sub(f"{{{sample}}}", _PARAMETER.sub(r"{\1}", url_path(url)))


def url_path(url: str) -> str:
    """Return the path of a URL as it is written, which need not be one by the rules.

    Args:
        url: The URL, or its path alone.
    """
    match = _URL.match(url)
    return match["path"] if match else ""
