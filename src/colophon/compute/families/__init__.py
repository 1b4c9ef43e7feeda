"""How each family of models is built: one module for each kind, listing the types it knows.

Each module has one name:

    FAMILIES: Mapping[str, Callable[[Configuration], Blueprint]]
        The `model_type` of a `config.json` -> what makes its blueprint. It raises ReadingError
        where the file lacks a size, or says what the family does not know.

To add a type, add an entry to the table of its kind, and an example to the tests.
"""
