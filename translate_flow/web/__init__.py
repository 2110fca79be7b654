"""The browser desk: the desk's use cases as pages and as a JSON API. It has no logic of its own."""
