"""One module per legal question that needs Python: its file name is the question's id.

Each holds `judge(case)`, which answers the question for one model on one day. The words and the
provisions that an answer rests on are data: `law/data/questions/<id>.yaml`. A rule that needs the
answer to another question asks `case.judged(id)` and imports no other rule.
"""
