"""The routing API's numbers as a fleet: it can only update them, so what they do is known from its last answers."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from numberwire._clear import CLEAR
from numberwire.errors import InvalidRequestError
from numberwire.fleet._protocols import Fields, OwnedNumber, Value
from numberwire.routing.client import AsyncRoutingClient
from numberwire.routing.definition import ROUTING
from numberwire_api.routing import phone_numbers as generated
from numberwire_api.routing.models import RoutedPhoneNumber, RoutingUpdate

__all__ = ["RoutingAccount", "RoutingApi", "owned_of"]


class RoutingApi:
    """What the routing API's numbers have."""

    name = "routing"
    account_keys = ("base_url",)
    fields: Fields = dict.fromkeys(("inbound_url", "status_url", "label", "campaign_id"))
    handlers = frozenset[str]()
    can_list = False

    def normal(self, field: str, value: Value) -> Value:  # noqa: ARG002 as the protocol calls it
        """A value in one spelling: nothing for an empty one."""
        return value or None

    def find_mistakes(self, field: str, value: Value) -> Iterator[str]:
        """What is wrong with a value, by the documented rules that the client has."""
        try:
            fields: dict[str, Any] = {field: value or ""}
            body = RoutingUpdate(**fields)
            ROUTING.check_operation(generated.update_phone_number_routing("id", body), {})
        except InvalidRequestError as error:
            yield error.errors[0].message if error.errors else str(error)

    def is_settable(self, field: str, value: Value) -> bool:
        """Whether a value can be set; a campaign can't be cleared."""
        return not (field == "campaign_id" and value is None)

    def number_type(self, number: str) -> str:  # noqa: ARG002 as the protocol calls it
        """This API tells no types."""
        return ""

    def releasable_from(self, created_at: datetime, *, trial: bool) -> datetime:  # noqa: ARG002 the same
        """It releases nothing."""
        return created_at


def owned_of(number: RoutedPhoneNumber) -> OwnedNumber:
    """A number as an answer shows it, seen now."""
    fields = {name: getattr(number, name) or None for name in RoutingApi.fields}
    seen = datetime.now(UTC).replace(microsecond=0)
    return OwnedNumber(number.number, number.id, fields, number.created_at, number.updated_at, seen)


class RoutingAccount:
    """The numbers of an organization, as the API's last answers showed them.

    Args:
        client: The client.
        ids: The number of each id that a file gives.
        known: The last answers, by id.
        remember: Keeps an answer.
    """

    def __init__(
        self,
        client: AsyncRoutingClient,
        ids: Mapping[str, str],
        known: dict[str, OwnedNumber],
        remember: Callable[[OwnedNumber], None],
    ) -> None:
        # An update that changes nothing is how a number is read.
        self._numbers = client.phone_numbers
        self._probe = client.with_options(checks={"changes-nothing": False}).phone_numbers
        self._ids = ids
        self._known = known
        self._remember = remember

    async def list_numbers(self) -> list[OwnedNumber]:
        """The numbers of the file: as they were last seen, and without fields where they never were.

        Raises:
            InvalidRequestError: An id is that of another number.
        """
        owned = [
            self._known.get(number_id) or OwnedNumber(number, number_id, {})
            for number_id, number in self._ids.items()
        ]
        for number in owned:
            self._require_same(number)
        return owned

    async def find_number(self, number: str) -> OwnedNumber | None:
        """One number, as it was last seen."""
        return next((owned for owned in await self.list_numbers() if owned.number == number), None)

    async def read_number(self, number_id: str) -> OwnedNumber:
        """Ask for a number, by an update that changes nothing but the time of its last update."""
        return self._keep(owned_of(await self._probe.update(number_id)))

    async def buy(self, number: str) -> OwnedNumber:
        """Refuse: this API sells nothing."""
        raise InvalidRequestError(f"{number} can't be bought: the routing API sells no numbers.")

    async def change(self, number_id: str, fields: Fields) -> OwnedNumber:
        """Set fields of a number."""
        values: dict[str, Any] = {
            name: value if isinstance(value, str) else CLEAR for name, value in fields.items()
        }
        return self._keep(owned_of(await self._numbers.update(number_id, **values)))

    async def release(self, number_id: str) -> None:
        """Refuse: this API releases nothing."""
        raise InvalidRequestError(f"{number_id} can't be released: the routing API releases no numbers.")

    def _keep(self, owned: OwnedNumber) -> OwnedNumber:
        self._known[owned.id] = owned
        self._remember(owned)
        self._require_same(owned)
        return owned

    def _require_same(self, owned: OwnedNumber) -> None:
        number = self._ids.get(owned.id)
        if number is not None and owned.number != number:
            raise InvalidRequestError(
                f"the id {owned.id} belongs to {owned.number}, not to {number}: correct it in the file"
            )
