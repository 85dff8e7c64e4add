"""What leads from page to page of a listing, and what leads back to its start."""

__all__ = ["leads_on"]

_BEGINNING = {"filter_name", "filter_number", "page_size"}
_FIRST_PAGE = {("page_number", "0"), ("page_token", "")}


def leads_on(query: tuple[tuple[str, str], ...]) -> bool:
    """Whether a query leads to a page after the first: it holds more than a listing begins with."""
    return any(pair[0] not in _BEGINNING and pair not in _FIRST_PAGE for pair in query)
