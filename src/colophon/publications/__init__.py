"""Summaries that somebody has published: read as texts, recognised as the form, looked through.

A file goes through a reader to lines with their places, through `recognise` to a `Publication`, and
through the rules to remarks.
Nothing is guessed: what cannot be read is said, and a field whose label is not found is not found.
"""
