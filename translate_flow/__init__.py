"""translate-flow: the translation desk for newsrooms and the volunteers who translate for them."""

__version__ = "0.1.0"
