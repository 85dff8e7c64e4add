"""Reading OpenAPI documents: their text, their places, and one view of operations and schemas."""
