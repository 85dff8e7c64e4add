"""The package index: what it lists, and uploading; credentials stay out of every text."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

import httpx2

from generator.addresses import is_loopback_host
from generator.files import workshop
from generator.findings import CommandError
from generator.programs import ProgramError, module_command, run
from generator.release.archives import Distribution

VARIABLE = "NUMBERWIRE_INDEX_URL"
_LISTS = {
    "https://upload.pypi.org/legacy/": "https://pypi.org/simple/",
    "https://test.pypi.org/legacy/": "https://test.pypi.org/simple/",
}
"""Where files are listed, for the indexes that take them elsewhere; all others list them below, in simple/."""
_SECONDS = 20.0
"""How long a list may take, from the first step to the last byte."""
_MOST_BYTES = 5_000_000


@dataclass(frozen=True)
class Index:
    """A package index.

    Attributes:
        url: Where it takes files, without credentials.
        is_loopback: Whether it is a server of this machine.
        credentials: What twine reads from the environment: its variables with their values.
    """

    url: str
    is_loopback: bool
    credentials: Mapping[str, str] = field(repr=False)

    @property
    def lists(self) -> str:
        """Where it lists files."""
        return _LISTS.get(self.url) or f"{self.url.rstrip('/')}/simple/"

    @property
    def without_proxy(self) -> dict[str, str]:
        """What keeps a program from asking a proxy for a server of this machine; empty for any other index."""
        return dict.fromkeys(("NO_PROXY", "no_proxy"), "*") if self.is_loopback else {}

    def files(self, project: str) -> dict[str, str]:
        """Return the SHA-256 of each file that it has of a project, by name; empty where it gives none.

        Args:
            project: The project's normalised name.

        Raises:
            CommandError: It can't be reached, or doesn't say.
        """
        place = f"{self.lists}{project}/"
        answers: list[tuple[int, str] | CommandError] = []
        # A thread can be left behind: each step of an answer that drips is fast, and all of them take for ever.
        thread = threading.Thread(target=lambda: answers.append(self._fetch_list(place)), daemon=True)
        thread.start()
        thread.join(_SECONDS)
        if not answers:
            raise CommandError(
                f"The index {self.url} can't be reached: it takes more than {_SECONDS:g} seconds."
            )
        answer = answers[0]
        if isinstance(answer, CommandError):
            raise answer
        status, page = answer
        if status == HTTPStatus.NOT_FOUND:
            return {}
        if status != HTTPStatus.OK:
            raise CommandError(
                f"The index doesn't say what it has: {place} answers {status}{_MEANINGS.get(status // 100, '')}."
            )
        return read_list(page)

    def _fetch_list(self, place: str) -> tuple[int, str] | CommandError:
        """Return the status and the text of a page, or why there is none."""
        auth = (self.credentials["TWINE_USERNAME"], self.credentials["TWINE_PASSWORD"])
        content = bytearray()
        begun = time.monotonic()
        try:
            with httpx2.stream(
                "GET",
                place,
                headers={
                    "accept": "application/vnd.pypi.simple.v1+html, text/html;q=0.5",
                    "accept-encoding": "identity",
                },
                auth=auth if all(auth) else None,
                timeout=_SECONDS,
                trust_env=not self.is_loopback,
            ) as answer:
                for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > _MOST_BYTES or time.monotonic() - begun > _SECONDS:
                        return CommandError(
                            f"The index doesn't say what it has: {place} is too long to be a list."
                        )
                return answer.status_code, content.decode(answer.charset_encoding or "utf-8", "replace")
        except (httpx2.HTTPError, LookupError) as error:
            return CommandError(f"The index {self.url} can't be reached: {self.mask_secrets(str(error))}")

    def mask_secrets(self, text: str) -> str:
        """Return a text that shows no password, neither as it is nor as a URL writes it."""
        password = self.credentials["TWINE_PASSWORD"]
        for secret in {password, quote(password, safe=""), quote(password)} - {""}:
            text = text.replace(secret, "***")
        return text


_MEANINGS = {
    3: ", which sends the asker on to another index; turn that off (pypiserver: --disable-fallback)",
    4: "; are the credentials right (TWINE_USERNAME, TWINE_PASSWORD)?",
}


def index_at(url: str, environment: Mapping[str, str]) -> Index:
    """Return the index of a URL.

    Args:
        url: Where it takes files; may hold credentials.
        environment: Where twine's variables are looked up.

    Raises:
        CommandError: It is no URL of an index, or would send credentials in the clear.
    """
    parts = urlsplit(url)
    host = _host_of(parts)
    # A password with such a sign in it ends early, and its rest would be shown as part of a host or a path.
    if parts.netloc.count("@") > 1 or "@" in parts.path + parts.query + parts.fragment:
        raise CommandError(f"{VARIABLE} has an @ too many: in a password write %40, and %2F for a slash.")
    if parts.scheme not in ("http", "https") or not host:
        raise CommandError(f"{VARIABLE} is not the URL of an index: write https://HOST/PATH.")
    is_loopback = is_loopback_host(host)
    if parts.scheme == "http" and not is_loopback:
        raise CommandError(
            f"{VARIABLE} must begin with https: what is sent by http could be read and changed."
        )
    plain = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
    # twine sends nothing without a name and a password, and a server of one's own often asks for none.
    other = "anyone" if is_loopback else ""
    credentials = {
        "TWINE_USERNAME": unquote(parts.username or "") or environment.get("TWINE_USERNAME", other),
        "TWINE_PASSWORD": unquote(parts.password or "") or environment.get("TWINE_PASSWORD", other),
    }
    return Index(plain, is_loopback, credentials)


def read_list(page: str) -> dict[str, str]:
    """Return the SHA-256 of each file on a page of the simple API, by name; empty where the page has none.

    Args:
        page: The page's HTML.
    """
    reader = _Links()
    reader.feed(page)
    links = (urlsplit(link) for link in reader.links)
    return {
        PurePosixPath(unquote(link.path)).name: next(iter(parse_qs(link.fragment).get("sha256", ())), "")
        for link in links
    }


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads."""
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]


def _host_of(parts: SplitResult) -> str:
    try:
        _ = parts.port
    except ValueError:
        return ""
    return parts.hostname or ""


# Upload: two archives go to an index once, whole, and only if what is there agrees.


def missing_archives(index: Index, distribution: Distribution) -> list[str]:
    """Return the archives that an index lacks.

    Args:
        index: The index.
        distribution: The archives.

    Raises:
        CommandError: It has all of them already, or another file of the same name, or can't be reached.
    """
    mine, version = distribution.hashes, distribution.version
    try:
        there = index.files(distribution.name)
    except CommandError as error:
        raise CommandError(f"Nothing was uploaded. {error}") from None
    if other := [name for name in mine if name in there and there[name] != mine[name]]:
        raise CommandError(
            f"The index has another {other[0]} than this, and a published file can't be replaced:"
            f" raise the version ({version} is taken). Nothing was uploaded."
        )
    absent = [name for name in mine if name not in there]
    if not absent:
        raise CommandError(f"The index has {version} already, the same bytes. Nothing was uploaded.")
    return absent


def upload_archives(index: Index, distribution: Distribution, report: Callable[[str], None]) -> list[str]:
    """Upload what an index lacks of the archives.

    Args:
        index: The index.
        distribution: The archives.
        report: Receives a line for each slow step.

    Returns:
        The names of what was uploaded.

    Raises:
        CommandError: Nothing may be uploaded, or it failed; the message says what the index has now.
    """
    names = missing_archives(index, distribution)
    if len(names) < len(distribution.files):
        report(f"an earlier upload stopped half way; what is missing is {', '.join(names)}")
    with workshop() as folder:
        paths = [folder / name for name in names]
        for path in paths:
            path.write_bytes(distribution.files[path.name])
        report(f"uploading {' and '.join(names)} to {index.url}")
        failure = _run_twine(index, paths)
    _require_complete(index, distribution, failure)
    return names


def _run_twine(index: Index, paths: list[Path]) -> str:
    """Upload files, the wheel first; return what went wrong, or nothing."""
    words = ["upload", "--non-interactive", "--disable-progress-bar", "--repository-url", index.url]
    environment = {**index.credentials, **index.without_proxy}
    try:
        run([*module_command("twine"), *words, *map(str, paths)], paths[0].parent, environment)
    except ProgramError as error:
        return index.mask_secrets(str(error))
    return ""


def _require_complete(index: Index, distribution: Distribution, failure: str) -> None:
    """Believe the index, not the program: all files are there, or say which are."""
    failure = failure and f"\n{failure}"
    try:
        there = index.files(distribution.name)
    except CommandError as error:
        raise CommandError(f"The upload stopped, and it is unknown what arrived. {error}{failure}") from None
    mine = distribution.hashes
    arrived = [name for name in mine if there.get(name) == mine[name]]
    if arrived == list(mine):
        return
    absent = [name for name in mine if name not in arrived]
    if not failure:
        raise CommandError(
            f"The upload succeeded, but the index doesn't list {' and '.join(absent)}: some take a while."
            f" Look at {index.lists}{distribution.name}/ before you announce it."
        )
    if not arrived:
        raise CommandError(f"The upload failed; the index has nothing of {distribution.version}.{failure}")
    raise CommandError(
        f"The upload stopped half way: the index has {', '.join(arrived)} and lacks {', '.join(absent)}."
        f" Run the same command from the same commit again: it uploads what is missing.{failure}"
    )
