"""Colophon: the record of how a general-purpose AI model was made, as the EU AI Act asks for it."""

__version__ = "0.1.0"
