"""The desk: a project's folders and settings, and the work that is done on them, one use case a module."""
