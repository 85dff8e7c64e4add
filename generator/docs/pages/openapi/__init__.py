"""An OpenAPI document read as a page: what it states, operation by operation."""
