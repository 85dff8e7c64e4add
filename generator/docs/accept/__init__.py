"""Taking over: a page becomes part of the record, and the spec follows where that takes no judgement."""
