"""Cases: an API that says the caller's secrets back."""

from collections.abc import Iterator

from numberwire.errors import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    UnprocessableEntityError,
)
from tests.numberwire.faults.answers import answer, said
from tests.numberwire.faults.apis import Api
from tests.numberwire.faults.case import Case, wrong
from tests.numberwire.faults.turns import hangs_up, says


def echoes(api: Api) -> Iterator[Case]:
    """A secret that the API says back shows nowhere, and the rest of what it says does."""
    for place, secret in enumerate(api.secrets):
        words = api.refusal(f"no entry for {secret} here")
        answers: dict[str, tuple[bytes, type[Exception], str]] = {
            "in an error": (said(words, 422), UnprocessableEntityError, "no entry for *** here"),
            "in an error of a 2xx": (said(words), APIStatusError, "no entry for *** here"),
            "in HTML": (answer(200, f"<p>{secret}</p>".encode()), APIResponseValidationError, "<p>***</p>"),
            "in an error's HTML": (answer(422, f"<p>{secret}</p>".encode()), UnprocessableEntityError, ""),
            "in the request id": (said({}, 422, f"X-Request-Id: {secret}"), UnprocessableEntityError, ""),
            "in a redirect": (answer(302, b"", f"Location: /?{secret}"), APIStatusError, "redirect"),
            "in another id": (
                said(api.wrapped({**api.record, "id": secret})),
                APIResponseValidationError,
                "***",
            ),
            "in a wrong field": (
                said({**api.wrapped({}), "number": [secret]}),
                APIResponseValidationError,
                "",
            ),
            "in a repeated key": (
                answer(200, b'{"%b": 1, "%b": 2}' % ((secret.encode(),) * 2)),
                APIResponseValidationError,
                "***",
            ),
            "in a coding": (answer(200, b"{}", coding=secret), APIResponseValidationError, ""),
        }
        for name, (data, error, shown) in answers.items():
            yield Case(f"secret {place} {name}", (says(data),), wrong(error, shown), api.method)
        line = hangs_up(after=f"HTTP/1.1 {secret}\r\n\r\n".encode())
        yield Case(
            f"secret {place} in a status line", (line,), wrong(APIConnectionError), f"({api.method} ?)+"
        )
