"""Rules: one module per flaw that is looked for. Its name is the id of the flaw, with `_` for `-`.

    remarks(look: Look) -> Iterator[Remark]
        What is amiss, each with the line that it rests on. Where a field is not found, or cannot be
        read, a rule is silent: `entries` and `answers` say so.

What is looked for, why, and in which fields, stands in `law/data/flaws/`. Rules do not import each
other; what several need of an answer stands in `choices`, `days` and `wording`.
"""
