"""Models of recordings: padded ones, and ones as long as they are."""

from __future__ import annotations

from typing import Any

import pytest

from colophon.compute.architecture import architecture
from colophon.errors import ReadingError

WHISPER: dict[str, Any] = {
    "model_type": "whisper",
    "architectures": ["WhisperForConditionalGeneration"],
    "d_model": 384,
    "decoder_attention_heads": 6,
    "decoder_ffn_dim": 1536,
    "decoder_layers": 4,
    "encoder_attention_heads": 6,
    "encoder_ffn_dim": 1536,
    "encoder_layers": 4,
    "num_mel_bins": 80,
    "vocab_size": 51865,
}
WAV2VEC: dict[str, Any] = {
    "model_type": "wav2vec2",
    "architectures": ["Wav2Vec2ForCTC"],
    "hidden_size": 768,
    "intermediate_size": 3072,
    "num_attention_heads": 12,
    "num_hidden_layers": 12,
    "vocab_size": 32,
}


def test_a_recording_is_padded_whatever_is_said() -> None:
    """Whisper's encoder has 1500 places, of which no token counts as processed."""
    found = architecture(WHISPER, "config.json")
    assert [one.name for one in found.given] == ["decoder"]
    lengths = found.lengths((128,))
    assert lengths == {"encoder": 1500, "decoder": 128}
    assert found.tokens(lengths) == 128
    assert "padded" in found.notes[0]


def test_the_first_convolution_runs_over_twice_as_many_frames() -> None:
    """Of the two convolutions the second takes every other frame."""
    found = architecture(WHISPER, "config.json")
    lines = {line.name: line.full for line in found.forward(found.lengths((1,)))}
    first, second = 2 * 3 * 80 * 384 * 3000, 2 * 3 * 384 * 384 * 1500
    assert lines["encoder: convolutions of the recording"] == first + second


def test_frames_need_what_lies_beyond_them() -> None:
    """One frame of wav2vec2 is made of 400 samples, each frame more of 320."""
    found = architecture(WAV2VEC, "config.json")
    one, two, three = (
        next(line.full for line in found.forward({"frames": frames}) if "recording" in line.name)
        for frames in (1, 2, 3)
    )
    assert two - one == three - two
    assert one > two - one
    assert "320 samples" in found.notes[0]


def test_adapters_of_speech_are_refused() -> None:
    """A wav2vec2 with an adapter is built otherwise."""
    with pytest.raises(ReadingError, match="add_adapter"):
        architecture({**WAV2VEC, "add_adapter": True}, "config.json")


def test_a_mask_is_learned_where_something_is_masked() -> None:
    """Without masking there is nothing that stands for what is masked."""
    masked = architecture(WAV2VEC, "config.json")
    bare = architecture({**WAV2VEC, "mask_time_prob": 0, "mask_feature_prob": 0}, "config.json")
    assert masked.parameters.total - bare.parameters.total == 768
