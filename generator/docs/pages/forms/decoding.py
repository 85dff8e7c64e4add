"""Bytes to text: by the mark they begin with, by what the server or the page says, or as UTF-8; never by a guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from generator.docs.pages.capture import Capture
from generator.docs.pages.errors import PageError, quoted

_MARKS: Sequence[tuple[bytes, str]] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FILES: Sequence[tuple[bytes, str]] = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_META = re.compile(
    rb"""<meta\s[^>]{0,300}?charset\s*=\s*["']?([\w.:-]+)|<\?xml[^>]{0,100}encoding=["']([\w.:-]+)""",
    re.IGNORECASE,
)
_HEAD = 4_096
# Labels that browsers know. Python knows codecs besides that are no encodings of text, and some that unpack.
_ENCODINGS = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|latin-?1|iso-?8859-?\d{1,2}|windows-125\d|cp125\d|koi8-[ru]|macintosh"
    r"|shift[_-]jis|euc-(?:jp|kr)|gbk|gb2312|gb18030|big5"
)
# So browsers read them: the controls of Latin-1 are letters and quotes in what pages mean by it.
_MEANT = {
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}


def decode(capture: Capture) -> str:
    """Return the text of a page, its lines ended by a newline alone.

    Args:
        capture: The page as it came.

    Raises:
        PageError: It is no text, or its encoding isn't known or isn't kept to.
    """
    content = capture.content
    for mark, what in _FILES:
        if content.startswith(mark):
            raise PageError(f"this is {what}; save the page as HTML, Markdown or text.")
    mark, encoding = next((row for row in _MARKS if content.startswith(row[0])), (b"", _declared(capture)))
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PageError(f"this isn't text in {encoding}; save the page as UTF-8.", line) from None
    if "\0" in text:
        raise PageError("this is no text: it holds zero bytes.", text.count("\n", 0, text.index("\0")) + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _declared(capture: Capture) -> str:
    told = _CHARSET.search(capture.media_type or "")
    meta = None if told else _META.search(capture.content[:_HEAD])
    if told is None and meta is None:
        return "utf-8"
    label = told[1] if told else (meta[1] or meta[2]).decode("ascii", "replace") if meta else ""
    label = label.lower()
    if not _ENCODINGS.fullmatch(label):
        raise PageError(f"the encoding {quoted(label)} isn't known; save the page as UTF-8.")
    return _MEANT.get(label, label)
