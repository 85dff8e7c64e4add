"""What a phone number can do with an incoming message: one value per message handler, with its own parameters.

Each parameter is a field of an update without its ``message_`` prefix; the required ones come first. The
handlers are those of `x-handlers` in `spec/`.
"""

# Without `__all__`: pyright knows one of another package's names as exported only where there is none.
from numberwire_api.signalwire.message_handlers import *  # noqa: F403 - a handler that is new in the spec is one here
