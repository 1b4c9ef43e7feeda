"""The example of `tokenizer`: two tokenizers of a few words, one of each library.

Made with Tokenizers and Transformers, and SentencePiece, of the versions that the README names;
run `python tokenizer.py`.
"""

import io
from pathlib import Path

import sentencepiece
from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

ARTEFACT = Path(__file__).parents[2] / "importers/examples/tokenizer/artefact"
LINES = [
    f"the {colour} fox jumps over {number} lazy dogs"
    for colour in ("brown", "red", "grey")
    for number in ("two", "three", "many")
]

ARTEFACT.mkdir(parents=True, exist_ok=True)

tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel()
special = ["<unk>", "<s>", "</s>"]
tokenizer.train_from_iterator(LINES, trainers.BpeTrainer(vocab_size=80, special_tokens=special))
tokenizer.add_tokens([AddedToken("<|user|>", special=True), AddedToken("<|model|>", special=True)])
fast = PreTrainedTokenizerFast(
    tokenizer_object=tokenizer,
    unk_token="<unk>",
    model_max_length=2048,
)
fast.save_pretrained(ARTEFACT)

model = io.BytesIO()
sentencepiece.SentencePieceTrainer.train(
    sentence_iterator=iter(LINES),
    model_writer=model,
    vocab_size=40,
    model_type="bpe",
    normalization_rule_name="identity",
    minloglevel=2,
)
(ARTEFACT / "tokenizer.model").write_bytes(model.getvalue())

print(f"{tokenizer.get_vocab_size()} tokens, {len(special)} of them special")
