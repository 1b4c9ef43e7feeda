"""Packages: what one audience is handed, sealed so that anybody can check it for years."""
