"""One module per format: `EXTENSION`, and `render(document)` that returns the bytes of a file."""
