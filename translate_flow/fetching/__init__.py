"""The web as a source of articles: asked politely, within limits, and never led to where it should not look."""
