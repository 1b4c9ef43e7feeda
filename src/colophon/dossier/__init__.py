"""The record of one model: a small tree of text files, and the same as typed values."""
