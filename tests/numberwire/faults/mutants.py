"""The mistakes that the battery must notice, each as an edit of the client and the cases that turn red."""

from dataclasses import dataclass

__all__ = ["MUTANTS", "Edit", "Mutant"]

BATTERY = "test_battery.py"
_CORE, _SETTLING, _LOOKUP, _DOOR, _ASYNC_DOOR = (
    "overrides/numberwire",
    "overrides/numberwire/signalwire/_settling.py",
    "overrides/numberwire/signalwire/_lookup.py",
    "overrides/numberwire/_http.py",
    "overrides/numberwire/_async_http.py",
)
_TEXT, _ANSWER, _EXCHANGE = (
    "generated/numberwire_api/_text.py",
    f"{_CORE}/_answer.py",
    f"{_CORE}/_exchange.py",
)
_AMBIGUITY = f"{_CORE}/_ambiguity.py"
OWN_TRANSPORTS = "test_own_transports.py"
_CONNECTION, _RETRY, _WALK = f"{_CORE}/_connection.py", f"{_CORE}/_retry.py", f"{_CORE}/_paging.py"
_DEFINITION = f"{_CORE}/definition.py"
_ASK = "pool.ask(attempt, self._encode)"
_HTTPX2, _POOL, _ASYNC_POOL = f"{_CORE}/_httpx2.py", f"{_CORE}/_pool.py", f"{_CORE}/_async_pool.py"
_HTTP1, _TLS, _NETWORK = f"{_CORE}/_http1.py", f"{_CORE}/_tls.py", f"{_CORE}/_network.py"
_VERIFIED = '        context.set_alpn_protocols(["http/1.1"])\n'
_UNVERIFIED = (
    f"{_VERIFIED}        context.check_hostname = False\n        context.verify_mode = ssl.CERT_NONE\n"
)
_NOT_OURS = "if type(transport) not in _TRANSPORTS or not _SENDING.isdisjoint(vars(transport)):\n        return False\n"


@dataclass(frozen=True)
class Edit:
    """A text of a file, which occurs there once, and what takes its place."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Mutant:
    """A mistake.

    Attributes:
        name: What is wrong.
        edits: How it is made.
        tests: The module of tests that must notice.
        cases: Which of its tests, as pytest's ``-k``.
    """

    name: str
    edits: tuple[Edit, ...]
    tests: str
    cases: str


def _followed(ask: str) -> str:
    """A client that follows redirects."""
    return (
        f"answer = {ask}\n"
        '            while answer.status // 100 == 3 and (place := answer.header("location")):\n'
        '                target = "/" + place.partition("://")[2].partition("/")[2] if "://" in place else place\n'
        '                attempt.request = type(attempt.request)("GET", target)\n'
        f"                answer = {ask}\n"
        "            return answer\n"
    )


MUTANTS = (
    Mutant(
        "a purchase is repeated",
        (
            Edit(
                _SETTLING,
                "Policy(uncertain=False, settle=_settle_purchase, fresh=True, costly=True)",
                "Policy()",
            ),
        ),
        BATTERY,
        "purchase and found",
    ),
    Mutant(
        "any POST is repeated",
        (Edit(_DEFINITION, "(REPEAT if operation.method in REPEATABLE else ONCE)", "REPEAT"),),
        "test_policy.py",
        "unknown",
    ),
    Mutant(
        "paths are joined raw",
        (
            Edit(
                _TEXT, 'if plain in ("", ".", "..") or not (is_unreserved', "if False and not (is_unreserved"
            ),
            Edit(_TEXT, "return plain if is_unreserved else quote(plain)", "return plain"),
        ),
        "test_laws.py",
        "test_any_id or test_refused_ids",
    ),
    Mutant(
        "redirects are followed",
        (
            Edit(
                _DOOR,
                f"return {_ASK}\n",
                _followed(_ASK),
            ),
            Edit(
                _ASYNC_DOOR,
                f"return await {_ASK}\n",
                _followed(f"await {_ASK}"),
            ),
        ),
        BATTERY,
        "redirect and not httpx2",
    ),
    Mutant(
        "a body has no limit",
        (Edit(f"{_CORE}/_body.py", "LIMIT = 16 * 1024 * 1024", "LIMIT = 1 << 50"),),
        BATTERY,
        "coding",
    ),
    Mutant(
        "reads have a limit, and reading has none",
        (
            Edit(
                _CONNECTION,
                "    attempt = ATTEMPT.get()\n    if attempt is None:\n        return timeout\n",
                "    return timeout\n",
            ),
        ),
        BATTERY,
        "httpx2 and drip",
    ),
    Mutant(
        "what is left over answers the next call",
        (Edit(_CONNECTION, "(waiting or self._left_over or fresh)", "fresh"),),
        BATTERY,
        "httpx2 and left-behind",
    ),
    Mutant(
        "a purchase goes out on a used connection",
        (Edit(_CONNECTION, "(waiting or self._left_over or fresh)", "(waiting or self._left_over)"),),
        BATTERY,
        "httpx2 and beside",
    ),
    Mutant(
        "a longer number is taken for the one bought",
        (Edit(_LOOKUP, "if owned.number in self._meanings}", "if min(self._meanings) in owned.number}"),),
        BATTERY,
        "look-up",
    ),
    Mutant(
        "an old number is taken for the one bought",
        (
            Edit(
                _LOOKUP,
                "    return owned.created_at is not None and ",
                "    return True or ",
            ),
        ),
        BATTERY,
        "look-up",
    ),
    Mutant(
        "a release is repeated unasked",
        (Edit(_SETTLING, "yield phone_numbers.retrieve_phone_number(number_id)", "yield 0.0"),),
        BATTERY,
        "release",
    ),
    Mutant(
        "an answer about another thing is taken",
        (
            Edit(
                _ANSWER,
                "if answered not in (None, value) and not _is_same(answered, value):",
                "if False:",
            ),
        ),
        BATTERY,
        "another",
    ),
    Mutant(
        "an error inside a 2xx is taken for an answer",
        (
            Edit(
                _ANSWER,
                "if not definition.trusts_answers and (complaint := definition.complaint(content)):",
                "if complaint := None:",
            ),
        ),
        BATTERY,
        "200",
    ),
    Mutant(
        "a key may come twice",
        (Edit(_AMBIGUITY, "        if key in seen:\n", "        if False:\n"),),
        BATTERY,
        "twice",
    ),
    Mutant(
        "a record that was written alike before is not looked at",
        (Edit(_AMBIGUITY, "    return written == content\n", "    return True\n"),),
        "../test_answer.py",
        "earlier_answers",
    ),
    Mutant(
        "a key may come twice in a page",
        (
            Edit(
                _ANSWER,
                "page is not None and has_unique_keys(content, _count_records(page))",
                "page is not None",
            ),
        ),
        BATTERY,
        "page and twice",
    ),
    Mutant(
        "the keys of a large page are not counted",
        (Edit(_AMBIGUITY, "if sample.count(_KEY_END) != of_sample * keys:", "if False:"),),
        "../test_ambiguity.py",
        "repeated_key_in_a_large_page",
    ),
    Mutant(
        "the records of a page may come again",
        (Edit(_WALK, "if data and self._contents.is_repeat(records_key(data)):", "if False:"),),
        BATTERY,
        "goes-round and records or goes-round and cursor",
    ),
    Mutant(
        "a lost assignment of an E911 address is repeated",
        (Edit(_SETTLING, "Policy(uncertain=False, settle=_settle_assignment)", "Policy()"),),
        "../signalwire/test_e911.py",
        "assigned",
    ),
    Mutant(
        "a lost removal of an E911 address is not asked about",
        (Edit(_SETTLING, "Policy(settle=_settle_removal)", "Policy()"),),
        "../signalwire/test_e911.py",
        "removed",
    ),
    Mutant(
        "a next page is asked for anywhere",
        (
            Edit(
                _WALK,
                "elsewhere = not is_here(there, self.base_url, operation.path, operation.path)",
                "elsewhere = False",
            ),
        ),
        BATTERY,
        "next-is",
    ),
    Mutant(
        "a listing may go round",
        (
            Edit(
                _WALK,
                "        why = why or self._cycle_reason(operation, data, query)\n",
                "",
            ),
        ),
        BATTERY,
        "goes-round",
    ),
    Mutant(
        "retries are free",
        (Edit(_RETRY, "if self._tokens < self.COST:", "if False:"),),
        "test_load.py",
        "storm",
    ),
    Mutant(
        "each attempt has its own deadline",
        (
            Edit(
                _EXCHANGE,
                "min(self.deadline, exchange.clock.monotonic() + exchange.options.timeout)",
                "exchange.clock.monotonic() + exchange.options.timeout",
            ),
        ),
        "test_retries.py",
        "test_deadline",
    ),
    Mutant(
        "secrets are not masked",
        (
            Edit(
                f"{_CORE}/credential.py",
                "    def redact(text: str) -> str:\n        for form in kept:",
                "    def redact(text: str) -> str:\n        return text\n        for form in kept:",
            ),
        ),
        BATTERY,
        "secret",
    ),
    Mutant(
        "https is verified by its spelling",
        (
            Edit(
                f"{_CORE}/_base_url.py",
                'return f"{scheme}://{host}{shown_port}{path}"',
                'return base_url.rstrip("/")',
            ),
            Edit(_TLS, _VERIFIED, _UNVERIFIED),
        ),
        "test_tls.py",
        "untrusted_by_default",
    ),
    Mutant(
        "https is not verified",
        (Edit(_TLS, _VERIFIED, _UNVERIFIED),),
        "test_tls.py",
        "untrusted_by_default",
    ),
    *(
        Mutant(
            f"what no tap saw sent was not sent, {kind}",
            (
                Edit(
                    _HTTPX2,
                    "attempt.sent = not is_unsent(attempt, transport, error)",
                    "attempt.sent = attempt.written",
                ),
            ),
            OWN_TRANSPORTS,
            f"sent_once and {kind}- and {case}",
        )
        for kind, case in (("sync", "in-a-thread"), ("async", "in-a-task"))
    ),
    Mutant(
        "an error's name says that nothing was sent",
        (Edit(_CONNECTION, _NOT_OURS, "if isinstance(error, httpx2.ConnectError):\n        return True\n"),),
        OWN_TRANSPORTS,
        "sent_once and says",
    ),
    Mutant(
        "the failure of any transport's pool is evidence",
        (
            Edit(_CONNECTION, _NOT_OURS, "if not _SENDING:\n        return False\n"),
            Edit(_CONNECTION, "type(transport) in _TRANSPORTS and type(pool)", "type(pool)"),
            Edit(_CONNECTION, " or not all(map(has_own_methods, (type(transport), pool.kind)))", ""),
        ),
        OWN_TRANSPORTS,
        "fails-back",
    ),
    Mutant(
        "another failure than the pool's is evidence",
        (
            Edit(_CONNECTION, "return error is failure or error.__cause__ is failure", "return True"),
            # A patched class is evidence of its own; the comparison has to do without it.
            Edit(_CONNECTION, " or not all(map(has_own_methods, (type(transport), pool.kind)))", ""),
        ),
        OWN_TRANSPORTS,
        "made_up_for",
    ),
    Mutant(
        "connections of before are taken to be watched",
        (Edit(_CONNECTION, " and not pool.connections", ""),),
        OWN_TRANSPORTS,
        "connection_of_before",
    ),
    Mutant(
        "a transport may send a purchase again",
        (
            Edit(
                _HTTPX2,
                "_OneTimeStream(request.content)",
                "httpx2.ByteStream(request.content)",
            ),
        ),
        OWN_TRANSPORTS,
        "sends-again",
    ),
    Mutant(
        "a release goes out on a used connection",
        (
            Edit(
                _SETTLING,
                "Policy(settle=_settle_release, gone_is_done=True, fresh=True)",
                "Policy(settle=_settle_release, gone_is_done=True)",
            ),
        ),
        BATTERY,
        "release-beside",
    ),
    Mutant(
        "an interruption while an answer is read goes untold",
        (
            Edit(
                _EXCHANGE,
                "result = self._read_outcome((yield attempt), attempt)\n",
                "outcome = yield attempt\n                self.pending = None\n"
                "                result = self._read_outcome(outcome, attempt)\n",
            ),
        ),
        "test_given_up.py",
        "while_it_is_read",
    ),
    Mutant(
        "the addresses of a name have no deadline together",
        (
            Edit(
                f"{_CORE}/_sockets.py",
                "with _Race(addresses, expires, local_address)",
                "with _Race(addresses, (expires or 0) + 8 * (seconds or 0), local_address)",
            ),
        ),
        "../test_sockets.py",
        "test_dead_addresses and sync and not async",
    ),
    Mutant(
        "a name service is waited for without a limit",
        (
            Edit(
                f"{_CORE}/_sockets.py",
                "job.result(None if expires is None else max(expires - time.monotonic(), 0))",
                "job.result(3)",
            ),
        ),
        "../test_sockets.py",
        "test_stalled_name_service and sync and not async",
    ),
    Mutant(
        "a filter may be anything",
        (
            Edit(
                f"{_CORE}/signalwire/_calls.py",
                "    require_types(filters, phone_numbers.PhoneNumbers.list)\n",
                "",
            ),
        ),
        "../signalwire/test_calls.py",
        "test_refused_list",
    ),
    Mutant(
        "an empty filter lists everything",
        (Edit(f"{_CORE}/signalwire/_calls.py", "    require_filled(filters,", "    require_filled({},"),),
        "../signalwire/test_calls.py",
        "test_refused_list",
    ),
    Mutant(
        "any text is a cursor",
        (Edit(f"{_CORE}/signalwire/_calls.py", 'not dict(query).get("page_token") or ', ""),),
        "../signalwire/test_calls.py",
        "test_refused_list",
    ),
    Mutant(
        "a mock set on a resource is lost",
        (
            Edit(
                f"{_CORE}/client.py",
                "    @property\n    def options(self)",
                "    def __getattribute__(self, name: str) -> Any:\n"
                '        if name == "phone_numbers":\n'
                "            self._add_resources()\n"
                "        return super().__getattribute__(name)\n\n"
                "    @property\n    def options(self)",
            ),
        ),
        "../test_client.py",
        "test_one_resource",
    ),
    Mutant(
        "an empty argument takes the environment's account",
        (
            Edit(
                f"{_CORE}/signalwire/client.py",
                "        value = given[name]\n",
                "        value = given[name] or None\n",
            ),
        ),
        "../signalwire/test_signalwire_client.py",
        "test_empty",
    ),
    Mutant(
        "a read of an own connection has no limit",
        (Edit(_POOL, "_is_readable(seconds_left(attempt) * 1000)", "_is_readable(5000)"),),
        BATTERY,
        "drip and not once and not httpx2 and sync and not async",
    ),
    Mutant(
        "a content over TLS that never ends is read for ever",
        (
            Edit(_POOL, "                    seconds_left(attempt)\n", "                    pass\n"),
            Edit(_POOL, "_is_readable(seconds_left(attempt) * 1000)", "_is_readable(5000)"),
            Edit(_POOL, "is_ready(seconds_left(attempt) * 1000)", "is_ready(5000)"),
        ),
        "test_tls.py",
        "endless and sync and not async and own",
    ),
    *(
        Mutant(
            f"what is left over answers the next call, {kind}",
            (
                Edit(
                    _HTTP1,
                    "self.is_reusable = is_reusable and not self.has_surplus",
                    "self.is_reusable = is_reusable",
                ),
                edit,
            ),
            BATTERY,
            f"left-behind and {kind} and not httpx2",
        )
        for kind, edit in (
            ("sync", Edit(_POOL, "connection is None or connection.is_stale():", "connection is None:")),
            (
                "async",
                Edit(
                    _ASYNC_POOL,
                    "if connection.is_quiet() or not await self._is_stale(connection):",
                    "if True:",
                ),
            ),
        )
    ),
    *(
        Mutant(
            f"a purchase goes out on a used connection of our own, {kind}",
            (edit,),
            BATTERY,
            f"beside and {kind} and not httpx2",
        )
        for kind, edit in (
            ("sync", Edit(_POOL, "None if attempt.fresh else self._idle.take(now)", "self._idle.take(now)")),
            ("async", Edit(_ASYNC_POOL, "while not attempt.fresh and (connection", "while (connection")),
        )
    ),
    *(
        Mutant(
            f"an attempt counts as sent only when it is answered, {kind}",
            (Edit(path, "        attempt.sent = True\n", ""),),
            BATTERY,
            f"purchase and {kind} and not httpx2",
        )
        for kind, path in (("sync", _POOL), ("async", _ASYNC_POOL))
    ),
    Mutant(
        "an attempt of an async client ends with the first one that waits",
        (Edit(_ASYNC_POOL, "if expires < self._due:", "if self._timer is None:"),),
        "../test_async_pool.py",
        "time_is_up",
    ),
    *(
        Mutant(
            f"a connection is used again though it was cut, {kind}",
            (Edit(path, old, new),),
            tests,
            cases,
        )
        for kind, path, old, new, tests, cases in (
            (
                "sync",
                _POOL,
                "            if reader.is_reusable:\n",
                "            if True:\n",
                BATTERY,
                "left-behind and sync and not async and not httpx2",
            ),
            (
                "async",
                _ASYNC_POOL,
                "if reader.is_reusable and not connection.is_over:",
                "if not connection.is_over:",
                BATTERY,
                "left-behind and async and not httpx2",
            ),
        )
    ),
    Mutant(
        "a content without a plain length is counted all the same",
        (Edit(_HTTP1, "(?P<length>[0-9]{1,15})", "(?P<length>[+0-9]{1,15})"),),
        "../test_http1.py",
        "in_pieces",
    ),
    Mutant(
        "a coding of the transfer may pass for any other header",
        (Edit(_HTTP1, '|[Tt](?i:ransfer-encoding)"', '"'),),
        "../test_http1.py",
        "in_pieces",
    ),
    Mutant(
        "a length may be given twice",
        (Edit(_HTTP1, "(?(2)(?!))", ""),),
        "../test_http1.py",
        "in_pieces",
    ),
    Mutant(
        "a chunk may end anywhere",
        (Edit(_HTTP1, "if not _CRLF[-left:].startswith(end):", "if False:"),),
        "../test_http1.py",
        "judge or refused",
    ),
    Mutant(
        "a header may hold a line break",
        (Edit(_HTTP1, "not all(map(_PLAIN_FIELD.fullmatch, lines)) or ", ""),),
        "../test_http1.py",
        "unsendable",
    ),
    Mutant(
        "a proxy may answer what it likes",
        (Edit(_HTTP1, "if not 200 <= response.status_code < 300:", "if False:"),),
        "../test_http1.py",
        "tunnel",
    ),
    Mutant(
        "a proxy may speak before TLS does",
        (Edit(_HTTP1, "        if self._parser.trailing_data[0]:\n", "        if False:\n"),),
        "../test_http1.py",
        "tunnel",
    ),
    Mutant(
        "plain http goes through a proxy",
        (Edit(_NETWORK, "    if not is_tls:\n", "    if False:\n"),),
        "../test_network.py",
        "never_proxied",
    ),
    Mutant(
        "an exception of NO_PROXY is passed over",
        (Edit(_NETWORK, "if _is_exempt(host", "if not _is_exempt(host"),),
        "../test_network.py",
        "exceptions",
    ),
    Mutant(
        "a stale folder of certificates stands for the file",
        (Edit(_TLS, "hashed >= _count_certificates(file)", "hashed"),),
        "../test_tls.py",
        "test_system",
    ),
    Mutant(
        "a tracer is not seen",
        (
            Edit(
                f"{_CORE}/_tracing.py",
                "        not has_own_methods(getattr(library, name))\n",
                "        False\n",
            ),
        ),
        "../test_tracing.py",
        "traced",
    ),
)
