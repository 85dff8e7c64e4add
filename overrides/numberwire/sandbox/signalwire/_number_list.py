"""The listing of a project's numbers: pages, their tokens and their links."""

from __future__ import annotations

import base64
from urllib.parse import urlencode

from numberwire._response import Response
from numberwire.sandbox._ids import digest_of
from numberwire.sandbox._replies import invalid_fields, reply, rule_violation
from numberwire.sandbox._request_context import RequestContext
from numberwire.sandbox.signalwire._phone_numbers import API, render_number

_FILTERS = ("filter_name", "filter_number")
_DEFAULT_SIZE, _MAX_SIZE = 50, 1000
_LAST_PAGE = 10**9


def list_numbers(context: RequestContext, _id: str) -> Response:
    """A page of the project's numbers, newest first.

    A page starts where the one before it ended, also if numbers were bought or released meanwhile: its
    token names a place in the order of purchase, not a count.
    """
    query, settings = context.query, context.settings
    size = parse_count(query, "page_size", _DEFAULT_SIZE, 1, _MAX_SIZE)
    page = parse_count(query, "page_number", 0, 0, _LAST_PAGE)
    before = _parse_token(settings.seed, page, query.get("page_token"))
    name, number = (query.get(field, "") for field in _FILTERS)
    matches = context.store.numbers_before(API, before, size + 1, name, number)
    is_empty = settings.empty_pages and page % 2 == 1
    records = [] if is_empty else matches[:size]
    following = before if is_empty else records[-1].position if records else None
    links = {"self": _link(context, size, page, before), "first": _link(context, size, 0, None)}
    if matches if is_empty else len(matches) > size:
        links["next"] = _link(context, size, page + 1, following)
    if page:
        links["prev"] = _link(context, size, page - 1, _previous_start(context, page, before, size))
    return reply(
        {"links": links, "data": [render_number(record, settings, context.now) for record in records]}
    )


def parse_count(query: dict[str, str], name: str, default: int, least: int, most: int) -> int:
    """A parameter that is a count.

    Raises:
        Refusal: If it is not a whole number within its bounds.
    """
    text = query.get(name, str(default))
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not is_number or not least <= int(text) <= most:
        raise invalid_fields(**{name: f"must be a whole number from {least} to {most}"})
    return int(text)


def link_to(context: RequestContext, target: str) -> str:
    """A link as this sandbox gives them: relative, or with the scheme and host the caller used."""
    return context.origin + target if context.settings.links == "absolute" else target


def _link(context: RequestContext, size: int, page: int, before: int | None) -> str:
    """The link to a page, with the filters of this one."""
    filters = {name: value for name, value in context.query.items() if name in _FILTERS}
    query = {**filters, "page_number": page, "page_size": size}
    if page and before is not None:
        query["page_token"] = _token(context.settings.seed, page, before)
    return link_to(context, f"{context.path}?{urlencode(query)}")


def _previous_start(context: RequestContext, page: int, before: int | None, size: int) -> int | None:
    """The position that the previous page starts at."""
    if page == 1 or before is None:
        return None
    if context.settings.empty_pages and page % 2 == 0:
        return before
    name, number = (context.query.get(field, "") for field in _FILTERS)
    records = context.store.numbers_from(API, before, size, name, number)
    return records[-1].position + 1 if records else before


def _token(seed: int, page: int, before: int) -> str:
    """The token of a page; its second half makes it hard to build by hand."""
    proof = digest_of(seed, "page", page, before)[:6]
    return "PA" + base64.urlsafe_b64encode(f"{page}.{before}.".encode() + proof).decode().rstrip("=")


def _parse_token(seed: int, page: int, token: str | None) -> int | None:
    """The position that a page's token names; None for page 0, which has no token.

    Raises:
        Refusal: If the token is missing, or belongs to another page.
    """
    if token is None and page == 0:
        return None
    if token is None:
        raise rule_violation("page_token_required", "A page_token is required for every page past page 0.")
    try:
        before = int(base64.urlsafe_b64decode(token[2:] + "==").split(b".")[1])
    except (ValueError, IndexError):
        before = -1
    if before < 0 or token != _token(seed, page, before):
        raise rule_violation("page_token_is_invalid", "The page_token does not belong to this page.")
    return before
