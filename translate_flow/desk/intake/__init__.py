"""How articles come in: from the web, by feed, file, paste."""
