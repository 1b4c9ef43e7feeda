"""Exports for other programs, one module each.

Each has an EXTENSION, the AUDIENCES that may be given it, and `render(Subject) -> bytes`.
"""
