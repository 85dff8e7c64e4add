"""What leads from page to page of a listing, and what leads back to its start."""

__all__ = ["leads_on"]

_BEGINNING = {"filter_name", "filter_number", "page_size"}
_FIRST_PAGE = ("page_number", "0")


def leads_on(query: tuple[tuple[str, str], ...]) -> bool:
    """Whether a query leads to a page after the first: it holds more than a listing begins with."""
    return any(value and name not in _BEGINNING and (name, value) != _FIRST_PAGE for name, value in query)
