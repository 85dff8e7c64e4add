"""Numbers as code: a file says what each number is to do, and a plan is the difference from what the account says.

No vendor's name is in this folder. An API says in its own `_fleet.py` what its numbers have and how they are reached;
`numberwire.cli` has the words.
"""
