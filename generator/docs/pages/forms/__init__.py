"""The forms that a page comes in (plain text, HTML, Markdown), and the way from each to lines."""
