"""Tiny models that are no plain decoders of language, each with what is put into it."""

from __future__ import annotations

from typing import Any, NamedTuple

import torch

Config = dict[str, Any]

READ, WRITTEN = 13, 7
"""Tokens of an encoder and of a decoder."""
IMAGE = 90
"""The token that stands for a part of an image or of a recording."""
SAID = 30
"""Tokens of a decoder with a tower, those of the image among them."""


class Case(NamedTuple):
    """One tiny model.

    Attributes:
        name: of its class in transformers or diffusers.
        config: what its configuration is made of.
        feed: what is put into it.
        lengths: tokens of the streams whose length the file does not say.
        patches: of an image, where it may have any number.
        beyond: operations that torch counts and we do not.
    """

    name: str
    config: Config
    feed: dict[str, Any]
    lengths: tuple[int, ...] = ()
    patches: int | None = None
    beyond: int = 0


def words(number: int, seen: int = 0) -> torch.Tensor:
    """Return tokens, `seen` of which stand for parts of an image."""
    tokens = torch.randint(3, 80, (1, number))
    tokens[0, 2 : 2 + seen] = IMAGE
    return tokens


def picture(side: int) -> torch.Tensor:
    """Return an image."""
    return torch.rand(1, 3, side, side)


# -- Encoder-decoders -----------------------------------------------------------------------------

BOTH = {"input_ids": words(READ), "decoder_input_ids": words(WRITTEN)}
T5: Config = {
    "vocab_size": 97,
    "d_model": 24,
    "d_kv": 10,
    "d_ff": 40,
    "num_layers": 4,
    "num_heads": 4,
    "decoder_start_token_id": 0,
}
EXPERTS: Config = {
    "num_decoder_layers": 4,
    "num_sparse_encoder_layers": 2,
    "num_sparse_decoder_layers": 1,
    "num_experts": 4,
    "expert_capacity": 100,
}
BART: Config = {
    "vocab_size": 97,
    "d_model": 24,
    "encoder_layers": 3,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 3,
    "encoder_ffn_dim": 44,
    "decoder_ffn_dim": 52,
    "max_position_embeddings": 64,
    "pad_token_id": 1,
}
ENCODER_DECODERS = [
    *(
        Case(f"{name}ForConditionalGeneration", {**T5, **more}, BOTH, (READ, WRITTEN))
        for name in ("T5", "MT5", "UMT5")
        for more in ({}, {"feed_forward_proj": "gated-gelu", "num_decoder_layers": 2})
    ),
    Case("SwitchTransformersForConditionalGeneration", {**T5, **EXPERTS}, BOTH, (READ, WRITTEN)),
    *(
        Case(f"{name}ForConditionalGeneration", BART, BOTH, (READ, WRITTEN))
        for name in (
            *("Bart", "MBart", "Pegasus", "M2M100", "Blenderbot", "BlenderbotSmall", "PLBart"),
        )
    ),
    Case("MarianMTModel", {**BART, "decoder_start_token_id": 1}, BOTH, (READ, WRITTEN)),
]

# -- Encoders -------------------------------------------------------------------------------------

TEXT = {"input_ids": words(READ)}
BERT: Config = {
    "vocab_size": 97,
    "hidden_size": 24,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 44,
    "max_position_embeddings": 64,
    "pad_token_id": 1,
}
NARROW: Config = {**BERT, "embedding_size": 16}
MODERN: Config = {**BERT, "local_attention": 60}
DISTIL: Config = {
    "vocab_size": 97,
    "dim": 24,
    "n_layers": 3,
    "n_heads": 4,
    "hidden_dim": 44,
    "max_position_embeddings": 64,
}
APART: Config = {
    **BERT,
    "relative_attention": True,
    "position_buckets": 8,
    "pos_att_type": "p2c|c2p",
}
HEADS = ("ForMaskedLM", "ForSequenceClassification", "ForTokenClassification")
ENCODERS = [
    Case(f"{name}{head}", config, TEXT, (READ,))
    for names, config, heads in (
        (("Bert", "Ernie"), BERT, ("Model", "ForPreTraining", "ForQuestionAnswering", *HEADS)),
        (("Roberta", "XLMRoberta", "Camembert", "MPNet"), BERT, ("Model", *HEADS)),
        (("Data2VecText",), BERT, ("Model", *HEADS)),
        (("NomicBert",), BERT, ("Model", *HEADS)),
        (("DistilBert",), DISTIL, ("Model", "ForQuestionAnswering", *HEADS)),
        (("Albert",), {**NARROW, "num_hidden_groups": 2}, ("Model", "ForPreTraining", *HEADS)),
        (("Albert",), {**NARROW, "inner_group_num": 2}, ("ForMaskedLM",)),
        (("Electra",), NARROW, ("Model", "ForPreTraining", *HEADS)),
        (("ModernBert",), MODERN, ("Model", *HEADS)),
        (("ModernBert",), {**MODERN, "norm_bias": True, "attention_bias": True}, HEADS),
        (("DebertaV2",), BERT, ("Model", *HEADS)),
        (("DebertaV2",), APART, ("Model", "ForMaskedLM")),
        (
            ("DebertaV2",),
            {**APART, "share_att_key": True, "conv_kernel_size": 3, "conv_act": "gelu"},
            ("ForMaskedLM",),
        ),
        (
            ("DebertaV2",),
            {**APART, "pos_att_type": "p2c", "norm_rel_ebd": "layer_norm"},
            ("ForMaskedLM",),
        ),
        (
            ("DebertaV2",),
            {
                **APART,
                "type_vocab_size": 2,
                "position_biased_input": False,
                "pos_att_type": ["c2p"],
                "embedding_size": 16,
            },
            ("ForMaskedLM",),
        ),
    )
    for name in names
    for head in heads
]

# -- Images ---------------------------------------------------------------------------------------

PICTURE = {"pixel_values": picture(32)}
VIT: Config = {
    "hidden_size": 24,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 44,
    "image_size": 32,
    "patch_size": 8,
}
DINO: Config = {name: value for name, value in VIT.items() if name != "intermediate_size"}
CAPTION: Config = {
    "hidden_size": 20,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 36,
    "vocab_size": 60,
    "max_position_embeddings": 16,
}
CAPTIONED = {"input_ids": torch.randint(3, 50, (1, 9)), **PICTURE}
SWIN: Config = {
    "patch_size": 2,
    "embed_dim": 12,
    "depths": [2, 1, 2],
    "num_heads": [2, 3, 4],
    "window_size": 5,
    "mlp_ratio": 3.0,
}
CONVNEXT: Config = {
    "image_size": 64,
    "patch_size": 4,
    "hidden_sizes": [8, 16, 24],
    "depths": [1, 2, 1],
    "num_stages": 3,
}
IMAGES = [
    *(
        Case(f"{name}{head}", config, PICTURE)
        for name, config, heads in (
            ("ViT", VIT, ("Model", "ForImageClassification")),
            ("DeiT", VIT, ("Model", "ForImageClassification")),
            ("DeiT", VIT, ("ForImageClassificationWithTeacher",)),
            ("Dinov2", DINO, ("Model", "ForImageClassification")),
            ("Dinov2", {**DINO, "use_swiglu_ffn": True}, ("Model",)),
            ("Dinov2WithRegisters", DINO, ("Model", "ForImageClassification")),
            ("Beit", VIT, ("Model", "ForImageClassification")),
            ("Beit", {**VIT, "use_relative_position_bias": True}, ("Model",)),
            ("Beit", {**VIT, "use_shared_relative_position_bias": True}, ("Model",)),
            ("DINOv3ViT", {**VIT, "num_attention_heads": 3, "num_register_tokens": 4}, ("Model",)),
            ("DINOv3ViT", {**VIT, "num_attention_heads": 3, "use_gated_mlp": True}, ("Model",)),
            ("SiglipVision", VIT, ("Model",)),
            ("SiglipVision", {**VIT, "vision_use_head": False}, ("Model",)),
            ("CLIPVision", VIT, ("Model", "ModelWithProjection")),
        )
        for head in heads
    ),
    *(
        Case(
            f"Swin{head}",
            {**SWIN, "image_size": side, "use_absolute_embeddings": side == 56},
            {"pixel_values": picture(side)},
        )
        for side in (40, 42, 56)
        for head in ("Model", "ForImageClassification")
    ),
    *(
        Case(f"{name}ForImageClassification", CONVNEXT, {"pixel_values": picture(64)})
        for name in ("ConvNext", "ConvNextV2")
    ),
    # What is told apart is a batch: torch counts the product of the one image with the one caption.
    Case(
        "SiglipModel",
        {"text_config": {**CAPTION, "projection_size": 24}, "vision_config": VIT},
        CAPTIONED,
        (9,),
        beyond=2 * 24,
    ),
    Case(
        "CLIPModel",
        {"text_config": CAPTION, "vision_config": VIT, "projection_dim": 12},
        CAPTIONED,
        (9,),
        beyond=2 * 12,
    ),
]

# -- Recordings -----------------------------------------------------------------------------------

WHISPER: Config = {
    **{name: value for name, value in BART.items() if name != "max_position_embeddings"},
    "max_source_positions": 40,
    "max_target_positions": 32,
    "num_mel_bins": 10,
}
HEARD = {"input_features": torch.rand(1, 10, 80)}
WAV2VEC: Config = {
    "hidden_size": 24,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 44,
    "vocab_size": 30,
    "conv_dim": [8, 12, 16],
    "conv_stride": [5, 2, 2],
    "conv_kernel": [10, 3, 2],
    "num_conv_pos_embedding_groups": 4,
}
SAMPLES = (((READ - 1) * 2 + 2 - 1) * 2 + 3 - 1) * 5 + 10
"""The shortest recording that makes so many frames."""
RECORDINGS = [
    Case(
        "WhisperForConditionalGeneration",
        WHISPER,
        {**HEARD, "decoder_input_ids": words(WRITTEN)},
        (WRITTEN,),
    ),
    *(
        Case(
            f"{name}{head}",
            {**WAV2VEC, **more},
            {"input_values": torch.rand(1, SAMPLES)},
            (READ,),
        )
        for name in ("Wav2Vec2", "Hubert")
        for head in ("Model", "ForCTC", "ForSequenceClassification")
        for more in (
            {"num_conv_pos_embeddings": 8},
            {"num_conv_pos_embeddings": 7, "conv_bias": True, "feat_extract_norm": "layer"},
        )
    ),
]

# -- Diffusion ------------------------------------------------------------------------------------

NOISED = {"hidden_states": torch.rand(1, 4, 16, 16), "timestep": torch.tensor([3])}
TOLD = {"encoder_hidden_states": torch.rand(1, WRITTEN, 20)}
GIST = {"pooled_projections": torch.rand(1, 12)}
DIT: Config = {
    "num_attention_heads": 3,
    "attention_head_dim": 8,
    "num_layers": 3,
    "sample_size": 16,
    "norm_num_groups": 4,
}
PIXART: Config = {**DIT, "caption_channels": 20, "cross_attention_dim": 24, "out_channels": 8}
SIZES = {"resolution": torch.rand(1, 2), "aspect_ratio": torch.rand(1, 1)}
SD3: Config = {
    "num_attention_heads": 3,
    "attention_head_dim": 8,
    "num_layers": 3,
    "sample_size": 16,
    "in_channels": 4,
    "out_channels": 4,
    "joint_attention_dim": 20,
    "caption_projection_dim": 24,
    "pooled_projection_dim": 12,
    "pos_embed_max_size": 16,
}
FLUX: Config = {
    "num_attention_heads": 3,
    "attention_head_dim": 16,
    "num_layers": 2,
    "num_single_layers": 3,
    "in_channels": 16,
    "joint_attention_dim": 20,
    "pooled_projection_dim": 12,
    "axes_dims_rope": (4, 6, 6),
}
PLACED = {
    "hidden_states": torch.rand(1, READ, 16),
    "timestep": torch.tensor([0.3]),
    "img_ids": torch.zeros(READ, 3),
    "txt_ids": torch.zeros(WRITTEN, 3),
    **TOLD,
    **GIST,
}
DIFFUSION = [
    Case(
        "DiTTransformer2DModel",
        {**DIT, "num_embeds_ada_norm": 10},
        {**NOISED, "class_labels": torch.tensor([3])},
    ),
    Case(
        "PixArtTransformer2DModel",
        PIXART,
        {**NOISED, **TOLD, "added_cond_kwargs": dict.fromkeys(SIZES)},
        (WRITTEN,),
    ),
    Case(
        "PixArtTransformer2DModel",
        {**PIXART, "use_additional_conditions": True},
        {**NOISED, **TOLD, "added_cond_kwargs": SIZES},
        (WRITTEN,),
    ),
    Case("SD3Transformer2DModel", SD3, {**NOISED, **TOLD, **GIST}, (WRITTEN,)),
    Case(
        "SD3Transformer2DModel",
        {**SD3, "qk_norm": "rms_norm", "dual_attention_layers": (0, 1)},
        {**NOISED, **TOLD, **GIST},
        (WRITTEN,),
    ),
    Case("FluxTransformer2DModel", FLUX, PLACED, (READ, WRITTEN)),
    Case(
        "FluxTransformer2DModel",
        {**FLUX, "guidance_embeds": True},
        {**PLACED, "guidance": torch.tensor([1.0])},
        (READ, WRITTEN),
    ),
]

# -- Several parts --------------------------------------------------------------------------------

LLAMA: Config = {
    "model_type": "llama",
    "vocab_size": 97,
    "hidden_size": 24,
    "intermediate_size": 40,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
}
GEMMA: Config = {**LLAMA, "model_type": "gemma", "head_dim": 8}
MISTRAL: Config = {**LLAMA, "model_type": "mistral"}
QWEN2: Config = {**LLAMA, "model_type": "qwen2"}
SECTIONS = {"rope_type": "default", "mrope_section": [1, 1, 1], "rope_theta": 1e4}
TURNED: Config = {**QWEN2, "rope_parameters": SECTIONS}
QWEN3: Config = {
    **LLAMA,
    "head_dim": 8,
    "rope_parameters": {**SECTIONS, "mrope_section": [2, 1, 1]},
    "model_type": "qwen3_vl_text",
}
TOWER: Config = {
    "hidden_size": 20,
    "intermediate_size": 36,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "image_size": 32,
    "patch_size": 8,
}
CLIP: Config = {**TOWER, "model_type": "clip_vision_model", "projection_dim": 12}
SIGLIP: Config = {**TOWER, "model_type": "siglip_vision_model", "vision_use_head": False}
PIXTRAL: Config = {
    **TOWER,
    "hidden_size": 24,
    "num_attention_heads": 3,
    "head_dim": 8,
    "image_size": 64,
    "model_type": "pixtral",
}
CUBES: Config = {
    "depth": 3,
    "hidden_size": 32,
    "out_hidden_size": 24,
    "num_heads": 4,
    "intermediate_size": 36,
    "patch_size": 4,
    "spatial_merge_size": 2,
    "temporal_patch_size": 2,
}
LISTENER: Config = {
    "d_model": 24,
    "encoder_layers": 2,
    "encoder_attention_heads": 4,
    "encoder_ffn_dim": 36,
    "num_mel_bins": 10,
    "max_source_positions": 40,
    "model_type": "qwen2_audio_encoder",
}
VOXTRAL: Config = {
    "hidden_size": 24,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 96,
    "num_mel_bins": 10,
    "max_source_positions": 40,
    "head_dim": 6,
    "model_type": "voxtral_encoder",
}


def parts(  # noqa: PLR0913 -- each is a part of the model
    name: str,
    text: Config,
    tower: Config,
    seen: int,
    feed: dict[str, Any],
    *,
    key: str = "vision_config",
    sign: str = "image_token_index",
    patches: int | None = None,
    **more: Any,
) -> Case:
    """Return a model of several parts, `seen` tokens of whose text stand for the image."""
    config = {"text_config": text, key: tower, sign: IMAGE, **more}
    tokens = words(SAID, seen)
    kinds = {"mm_token_type_ids": (tokens == IMAGE).int()} if "image_grid_thw" in feed else {}
    return Case(
        f"{name}ForConditionalGeneration",
        config,
        {"input_ids": tokens, **feed, **kinds},
        (SAID,),
        patches,
    )


FRAMED = {"pixel_values": torch.rand(32, 96), "image_grid_thw": torch.tensor([[1, 8, 4]])}
TILE = {"pixel_values": picture(32)[None]}
SEEN_AS = {"sign": "image_token_id"}
TILES = {
    "pixel_values": torch.rand(1, 1, 4, 3, 56, 56),
    "aspect_ratio_ids": torch.tensor([[6]]),
    "aspect_ratio_mask": torch.ones(1, 1, 4, dtype=torch.long),
    "cross_attention_mask": torch.ones(1, SAID, 1, 4, dtype=torch.long),
}
SEVERAL_PARTS = [
    # Its program makes the mask of four tiles of 24 tokens by a product.
    parts(
        "Mllama",
        {
            **{name: value for name, value in LLAMA.items() if name != "model_type"},
            "num_hidden_layers": 5,
            "cross_attention_layers": [1, 3],
            "pad_token_id": 1,
        },
        {
            "hidden_size": 32,
            "num_hidden_layers": 3,
            "num_global_layers": 2,
            "attention_heads": 4,
            "intermediate_size": 48,
            "vision_output_dim": 96,
            "image_size": 56,
            "patch_size": 14,
            "max_num_tiles": 4,
            "intermediate_layers_indices": [0, 2],
        },
        0,
        TILES,
        sign="image_token_index",
    )._replace(beyond=2 * (4 * 24) ** 2),
    parts("Llava", LLAMA, CLIP, 16, PICTURE),
    parts("Llava", LLAMA, {**CLIP}, 17, PICTURE, vision_feature_select_strategy="full"),
    parts("Llava", LLAMA, SIGLIP, 16, PICTURE, vision_feature_select_strategy="full"),
    parts("Llava", LLAMA, CLIP, 16, PICTURE, multimodal_projector_bias=False),
    parts(
        "PaliGemma",
        GEMMA,
        {**SIGLIP, "projection_dim": 24},
        16,
        {**PICTURE, "token_type_ids": torch.zeros(1, SAID, dtype=torch.long)},
        projection_dim=24,
    ),
    parts(
        "Gemma3",
        {
            **GEMMA,
            "num_hidden_layers": 6,
            "sliding_window": 64,
            "model_type": "gemma3_text",
        },
        SIGLIP,
        4,
        {**PICTURE, "token_type_ids": torch.zeros(1, SAID, dtype=torch.long)},
        mm_tokens_per_image=4,
    ),
    # Its program runs all four experts for each token, of which one is chosen.
    parts(
        "Llama4",
        {
            **LLAMA,
            "head_dim": 8,
            "intermediate_size_mlp": 56,
            "num_local_experts": 4,
            "num_experts_per_tok": 1,
            "interleave_moe_layer_step": 2,
            "attention_chunk_size": 64,
            "model_type": "llama4_text",
        },
        {
            **TOWER,
            "hidden_size": 24,
            "num_attention_heads": 3,
            "intermediate_size": 96,
            "pixel_shuffle_ratio": 0.5,
            "projector_input_dim": 20,
            "projector_output_dim": 20,
            "vision_output_dim": 20,
            "model_type": "llama4_vision_model",
        },
        4,
        PICTURE,
    )._replace(beyond=3 * 6 * 24 * 40 * SAID),
    parts("Idefics3", LLAMA, TOWER, 4, TILE, scale_factor=2, **SEEN_AS),
    parts("SmolVLM", LLAMA, TOWER, 4, TILE, scale_factor=2, **SEEN_AS),
    parts(
        "Mistral3",
        MISTRAL,
        PIXTRAL,
        4,
        {**PICTURE, "image_sizes": torch.tensor([[32, 32]])},
        patches=16,
        spatial_merge_size=2,
    ),
    parts(
        "InternVL",
        QWEN2,
        {**TOWER, "image_size": [32, 32], "patch_size": [8, 8], "model_type": "internvl_vision"},
        4,
        PICTURE,
        **SEEN_AS,
    ),
    parts(
        "AyaVision",
        LLAMA,
        SIGLIP,
        4,
        PICTURE,
        image_token_id=IMAGE,
        downsample_factor=2,
        alignment_intermediate_size=20,
    ),
    parts(
        "Qwen2Audio",
        QWEN2,
        LISTENER,
        20,
        {**HEARD, "feature_attention_mask": torch.ones(1, 80, dtype=torch.long)},
        key="audio_config",
        sign="audio_token_index",
    ),
    parts("Voxtral", LLAMA, VOXTRAL, 10, HEARD, key="audio_config", sign="audio_token_id"),
    parts(
        "Qwen2VL",
        {**TURNED, "model_type": "qwen2_vl_text"},
        {**CUBES, "embed_dim": 32, "hidden_size": 24, "mlp_ratio": 2},
        8,
        FRAMED,
        patches=32,
        **SEEN_AS,
    ),
    *(
        parts(
            "Qwen2_5_VL",
            {**TURNED, "model_type": "qwen2_5_vl_text"},
            {**CUBES, "window_size": window, "fullatt_block_indexes": [1]},
            8,
            FRAMED,
            patches=32,
            **SEEN_AS,
        )
        for window in (8, 16)
    ),
    parts(
        "Qwen3VL",
        QWEN3,
        {**CUBES, "num_position_embeddings": 64, "deepstack_visual_indexes": [0, 1]},
        8,
        FRAMED,
        patches=32,
        **SEEN_AS,
    ),
]

CASES = [
    *ENCODER_DECODERS,
    *ENCODERS,
    *IMAGES,
    *RECORDINGS,
    *DIFFUSION,
    *SEVERAL_PARTS,
]
