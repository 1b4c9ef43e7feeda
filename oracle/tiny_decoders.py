"""Tiny configurations of every kind of decoder, each differing from its class where it matters."""

from __future__ import annotations

from typing import Any

Config = dict[str, Any]

BASE: Config = {
    "vocab_size": 88,
    "hidden_size": 32,
    "intermediate_size": 56,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "max_position_embeddings": 64,
}
GROUPED: Config = {**BASE, "num_key_value_heads": 2}
WIDE: Config = {**GROUPED, "head_dim": 12}
OLD: Config = {"vocab_size": 88, "n_embd": 32, "n_layer": 3, "n_head": 4, "n_positions": 64}
MOE: Config = {**GROUPED, "num_experts_per_tok": 2}
LATENT: Config = {
    **BASE,
    "num_key_value_heads": 4,
    "kv_lora_rank": 12,
    "q_lora_rank": 20,
    "qk_nope_head_dim": 10,
    "qk_rope_head_dim": 6,
    "v_head_dim": 14,
}
ROUTED: Config = {
    **LATENT,
    "n_routed_experts": 8,
    "num_experts_per_tok": 3,
    "n_group": 2,
    "topk_group": 1,
    "moe_intermediate_size": 24,
    "n_shared_experts": 2,
    "first_k_dense_replace": 1,
}
SELECTIVE: Config = {"mamba_d_state": 8, "mamba_d_conv": 3, "mamba_dt_rank": 5, "mamba_expand": 2}
GROUPED_STATE: Config = {
    "mamba_n_heads": 8,
    "mamba_d_head": 8,
    "mamba_n_groups": 2,
    "mamba_d_state": 16,
    "mamba_d_conv": 4,
    "mamba_expand": 2,
    "mamba_chunk_size": 16,
}
DELTA: Config = {
    "linear_num_key_heads": 2,
    "linear_key_head_dim": 8,
    "linear_num_value_heads": 4,
    "linear_value_head_dim": 10,
    "linear_conv_kernel_dim": 3,
}
SHARED_GATE: Config = {
    "num_experts": 6,
    "num_experts_per_tok": 2,
    "moe_intermediate_size": 20,
    "shared_expert_intermediate_size": 28,
}
PADDED: Config = {"pad_token_id": 0}
BIASED: Config = {"attention_bias": True}
TIED: Config = {"tie_word_embeddings": True}
FULL: Config = {"tie_word_embeddings": False}

EXACT: dict[str, list[Config]] = {
    "afmoe": [
        {
            **WIDE,
            "num_experts": 6,
            "num_experts_per_tok": 2,
            "num_shared_experts": 1,
            "moe_intermediate_size": 20,
            "num_dense_layers": 1,
        }
    ],
    "apertus": [WIDE, {**GROUPED, **BIASED}],
    "arcee": [GROUPED, {**WIDE, **BIASED, "mlp_bias": True, **TIED}],
    "biogpt": [BASE],
    "bitnet": [GROUPED, {**GROUPED, **BIASED}],
    "bloom": [{"vocab_size": 88, "hidden_size": 32, "n_layer": 3, "n_head": 4}],
    "codegen": [{**OLD, "n_inner": 40, "rotary_dim": 4}, {**OLD, "rotary_dim": 4}],
    "cohere": [GROUPED, {**GROUPED, **BIASED, "use_qk_norm": True}],
    "cohere2": [WIDE, {**GROUPED, **FULL, "sliding_window_pattern": 2}],
    "cwm": [WIDE, {**WIDE, "mlp_bias": True}],
    "deepseek_v2": [
        ROUTED,
        {**ROUTED, "q_lora_rank": None, **BIASED, "first_k_dense_replace": 0},
        {**ROUTED, "mlp_bias": True},
    ],
    "deepseek_v3": [
        ROUTED,
        {**ROUTED, "q_lora_rank": None, **BIASED, "first_k_dense_replace": 2},
        {**ROUTED, "num_mtp_layers": 0, **TIED},
    ],
    "deepseek_v32": [
        {**ROUTED, "index_n_heads": 2, "index_head_dim": 8, "index_topk": 64},
    ],
    "doge": [{**GROUPED}, {**GROUPED, **BIASED, "mlp_bias": True}],
    "dots1": [
        {
            **GROUPED,
            "n_routed_experts": 8,
            "num_experts_per_tok": 3,
            "n_shared_experts": 2,
            "moe_intermediate_size": 20,
            "first_k_dense_replace": 1,
            "max_window_layers": 2,
        }
    ],
    "ernie4_5": [WIDE, {**WIDE, "use_bias": True, **FULL}],
    "ernie4_5_moe": [
        {
            **GROUPED,
            "moe_num_experts": 6,
            "moe_k": 2,
            "moe_intermediate_size": 20,
            "moe_num_shared_experts": 2,
        },
        {
            **GROUPED,
            "num_hidden_layers": 5,
            "moe_num_experts": 6,
            "moe_k": 2,
            "moe_intermediate_size": 20,
            "moe_num_shared_experts": 0,
            "moe_layer_interval": 2,
            "moe_layer_end_index": 3,
            "use_bias": True,
        },
    ],
    "exaone4": [GROUPED, WIDE],
    "falcon": [
        BASE,
        {**BASE, "multi_query": False, "bias": True, "parallel_attn": False, "alibi": True},
        {**BASE, "new_decoder_architecture": True, "num_kv_heads": 2, "ffn_hidden_size": 40},
        {
            **BASE,
            "new_decoder_architecture": True,
            "num_kv_heads": 2,
            "num_ln_in_parallel_attn": 1,
        },
    ],
    "flex_olmo": [{**MOE, **PADDED, "num_experts": 5}],
    "gemma": [WIDE, {**WIDE, **BIASED}],
    "gemma2": [WIDE, {**WIDE, **BIASED, **FULL}],
    "gemma3_text": [{**WIDE, "num_hidden_layers": 7}, {**WIDE, "sliding_window_pattern": 2}],
    "gemma3n_text": [
        {
            **WIDE,
            "num_hidden_layers": 7,
            "vocab_size_per_layer_input": 88,
            "num_kv_shared_layers": 2,
            "hidden_size_per_layer_input": 6,
            "laurel_rank": 5,
            "altup_num_inputs": 3,
        }
    ],
    "glm": [{**WIDE, **PADDED}, {**WIDE, **PADDED, "attention_bias": False}],
    "glm4": [{**WIDE, **PADDED}],
    "glm4_moe": [
        {
            **WIDE,
            "n_routed_experts": 8,
            "num_experts_per_tok": 3,
            "moe_intermediate_size": 20,
            "use_qk_norm": True,
        },
        {
            **GROUPED,
            "n_routed_experts": 8,
            "num_experts_per_tok": 3,
            "n_shared_experts": 2,
            "moe_intermediate_size": 20,
            "attention_bias": True,
            "first_k_dense_replace": 2,
        },
    ],
    "glm4_moe_lite": [ROUTED],
    "glm_moe_dsa": [
        {**ROUTED, "index_n_heads": 2, "index_head_dim": 8, "index_topk": 64},
        {
            **ROUTED,
            "num_hidden_layers": 6,
            "index_n_heads": 2,
            "index_head_dim": 8,
            "index_topk": 64,
            "index_topk_freq": 2,
        },
    ],
    "gpt2": [OLD, {**OLD, "n_inner": 40}],
    "gpt_bigcode": [OLD, {**OLD, "multi_query": False, "n_inner": 40}],
    "gpt_neo": [
        {
            "vocab_size": 88,
            "hidden_size": 32,
            "num_layers": 4,
            "num_heads": 4,
            "max_position_embeddings": 64,
            "attention_types": [[["global", "local"], 2]],
        }
    ],
    "gpt_neox": [BASE, {**BASE, "attention_bias": False, **TIED}],
    "gpt_oss": [
        {**WIDE, "num_local_experts": 6, "num_experts_per_tok": 2},
        {**WIDE, "num_local_experts": 6, "num_experts_per_tok": 2, "attention_bias": False},
    ],
    "gptj": [{**OLD, "rotary_dim": 4}],
    "granite": [GROUPED, {**GROUPED, **BIASED, "mlp_bias": True, **TIED}],
    "granitemoe": [{**MOE, "num_local_experts": 5}],
    "granitemoeshared": [
        {**MOE, "num_local_experts": 5, "shared_intermediate_size": 36},
        {**MOE, "num_local_experts": 5, **BIASED},
    ],
    "helium": [{**GROUPED, "head_dim": 8}],
    "hunyuan_v1_dense": [{**WIDE, **BIASED}, {**WIDE, **TIED}],
    "hunyuan_v1_moe": [{**WIDE, "num_experts": 5, "moe_topk": 2}],
    "hyperclovax": [GROUPED, {**GROUPED, "use_post_norm": False}],
    "internlm3": [WIDE, {**WIDE, "qkv_bias": True, "bias": True}],
    "jais2": [BASE, {**GROUPED, "attention_bias": False, "mlp_bias": False}],
    "llama": [
        BASE,
        {**WIDE, **BIASED, "mlp_bias": True},
        {**GROUPED, **TIED, "num_key_value_heads": 1},
    ],
    "minicpm3": [LATENT, {**LATENT, **FULL, "mlp_bias": True, **BIASED}],
    "minimax_m2": [{**WIDE, "num_local_experts": 6, "num_experts_per_tok": 2}],
    "ministral": [WIDE],
    "ministral3": [WIDE],
    "mistral": [GROUPED, {**WIDE, "sliding_window": None}],
    "mixtral": [{**MOE, "num_local_experts": 5}, {**MOE, "num_local_experts": 5, **TIED}],
    "mpt": [
        {"vocab_size": 88, "d_model": 32, "n_heads": 4, "n_layers": 3, "max_seq_len": 64},
    ],
    "nanochat": [GROUPED],
    "nemotron": [{**WIDE, "head_dim": 8}, {**WIDE, **BIASED, "mlp_bias": True}],
    "olmo": [GROUPED],
    "olmo2": [GROUPED],
    "olmo3": [{**GROUPED, "num_hidden_layers": 5}],
    "olmoe": [{**MOE, "num_experts": 5}],
    "opt": [
        {**BASE, "ffn_dim": 40},
        {**BASE, "ffn_dim": 40, "word_embed_proj_dim": 24, "do_layer_norm_before": False},
        {**BASE, "ffn_dim": 40, "enable_bias": False, "_remove_final_layer_norm": True},
        {**BASE, "ffn_dim": 40, "layer_norm_elementwise_affine": False},
    ],
    "persimmon": [BASE, {**BASE, "qk_layernorm": False}],
    "phi": [BASE, {**GROUPED, "qk_layernorm": True}],
    "phi3": [{**GROUPED, **PADDED}],
    "phimoe": [
        {**MOE, "num_local_experts": 5, **BIASED, "lm_head_bias": True},
        {**MOE, "num_local_experts": 5},
    ],
    "qwen2": [GROUPED, {**GROUPED, "use_sliding_window": True, "max_window_layers": 1, **TIED}],
    "qwen2_moe": [
        {**GROUPED, **SHARED_GATE},
        {**GROUPED, **SHARED_GATE, "qkv_bias": False, "decoder_sparse_step": 2},
    ],
    "qwen3": [WIDE, {**WIDE, **BIASED, **TIED}],
    "qwen3_moe": [
        {**WIDE, "num_experts": 6, "num_experts_per_tok": 2, "moe_intermediate_size": 20},
        {
            **WIDE,
            "num_experts": 6,
            "num_experts_per_tok": 2,
            "moe_intermediate_size": 20,
            "mlp_only_layers": [1],
            **BIASED,
        },
    ],
    "seed_oss": [WIDE, {**WIDE, "attention_bias": False, "attention_out_bias": True}],
    "smollm3": [
        {**GROUPED, **PADDED},
        {**GROUPED, **PADDED, **FULL, **BIASED, "mlp_bias": True},
    ],
    "solar_open": [
        {
            **WIDE,
            "n_routed_experts": 8,
            "num_experts_per_tok": 3,
            "n_shared_experts": 2,
            "moe_intermediate_size": 20,
        }
    ],
    "stablelm": [
        GROUPED,
        {**GROUPED, "qk_layernorm": True, "use_parallel_residual": True, "use_qkv_bias": True},
    ],
    "starcoder2": [GROUPED, {**GROUPED, "use_bias": False, **FULL}],
    "vaultgemma": [WIDE],
    "xglm": [
        {
            "vocab_size": 88,
            "d_model": 32,
            "ffn_dim": 40,
            "num_layers": 3,
            "attention_heads": 4,
            "max_position_embeddings": 64,
        }
    ],
    "youtu": [LATENT],
}
"""Types whose every operation torch counts, each with some configurations of its class."""

EXPLAINED: dict[str, list[Config]] = {
    "bamba": [
        {**GROUPED, **GROUPED_STATE, "attn_layer_indices": [1]},
        {
            **GROUPED,
            **GROUPED_STATE,
            **BIASED,
            "attn_layer_indices": [0, 2],
            "mamba_proj_bias": True,
            "mamba_conv_bias": False,
            "mlp_bias": True,
        },
    ],
    "falcon_h1": [
        {**WIDE, **GROUPED_STATE, "mamba_d_ssm": 64},
        {
            **GROUPED,
            **GROUPED_STATE,
            "mamba_d_ssm": None,
            "mamba_rms_norm": True,
            "projectors_bias": True,
            "mamba_proj_bias": True,
        },
    ],
    "falcon_mamba": [{**BASE, "state_size": 8, "time_step_rank": 5}],
    "granitemoehybrid": [
        {
            **MOE,
            **GROUPED_STATE,
            "num_local_experts": 5,
            "shared_intermediate_size": 36,
            "layer_types": ["mamba", "attention", "mamba"],
        },
        {
            **GROUPED,
            **GROUPED_STATE,
            "num_local_experts": 0,
            "shared_intermediate_size": 36,
            "layer_types": ["mamba", "attention", "mamba"],
        },
    ],
    "jamba": [
        {
            **MOE,
            **SELECTIVE,
            "num_experts": 4,
            "attn_layer_period": 3,
            "attn_layer_offset": 1,
            "expert_layer_period": 2,
            "expert_layer_offset": 1,
        },
    ],
    "kimi_linear": [
        {
            **ROUTED,
            **PADDED,
            "q_lora_rank": None,
            "linear_head_dim": 10,
            "linear_num_heads": 4,
            "layer_types": ["linear_attention", "full_attention", "linear_attention"],
        },
    ],
    "lfm2": [
        {**GROUPED, "layer_types": ["conv", "full_attention", "conv"]},
        {
            **GROUPED,
            "layer_types": ["conv", "full_attention", "conv"],
            "conv_bias": True,
            "block_auto_adjust_ff_dim": False,
        },
    ],
    "lfm2_moe": [
        {
            **GROUPED,
            "layer_types": ["conv", "full_attention", "conv"],
            "num_experts": 5,
            "num_experts_per_tok": 2,
            "moe_intermediate_size": 20,
            "num_dense_layers": 1,
        },
    ],
    "mamba": [
        {**BASE, "state_size": 8},
        {**BASE, "state_size": 8, "use_bias": True, "use_conv_bias": False, **FULL},
    ],
    "mamba2": [
        {
            "vocab_size": 88,
            "hidden_size": 32,
            "num_hidden_layers": 3,
            "num_heads": 8,
            "head_dim": 8,
            "state_size": 16,
            "n_groups": 2,
        },
    ],
    "minimax": [{**MOE, "head_dim": 12, "num_local_experts": 5, "block_size": 8}],
    "nemotron_h": [
        {
            **WIDE,
            "layers_block_type": ["mamba", "attention", "mlp", "moe", "mamba"],
            "num_hidden_layers": 5,
            "mamba_num_heads": 8,
            "mamba_head_dim": 8,
            "ssm_state_size": 16,
            "n_groups": 2,
            "n_routed_experts": 6,
            "moe_intermediate_size": 20,
            "moe_shared_expert_intermediate_size": 28,
            "moe_latent_size": latent,
            "use_bias": latent is not None,
            "mlp_bias": latent is not None,
        }
        for latent in (None, 16)
    ],
    "olmo_hybrid": [{**GROUPED, **DELTA, **PADDED, "num_hidden_layers": 4}],
    "qwen3_5_moe_text": [{**WIDE, **DELTA, **SHARED_GATE, "num_hidden_layers": 4}],
    "qwen3_5_text": [{**WIDE, **DELTA, "num_hidden_layers": 4}],
    "qwen3_next": [{**WIDE, **DELTA, **SHARED_GATE, "num_hidden_layers": 4}],
    "recurrent_gemma": [{**GROUPED, "lru_width": 40}],
    "rwkv": [
        {"vocab_size": 88, "hidden_size": 32, "num_hidden_layers": 3, "attention_hidden_size": 32}
    ],
    "zamba2": [
        {
            **BASE,
            "num_hidden_layers": 5,
            "layers_block_type": ["mamba", "hybrid", "mamba", "hybrid", "mamba"],
            "mamba_d_state": 16,
            "n_mamba_heads": 8,
            "num_mem_blocks": blocks,
            "adapter_rank": 6,
            "use_shared_attention_adapter": blocks > 1,
            "add_bias_linear": blocks > 1,
            "num_key_value_heads": 4,
        }
        for blocks in (1, 2)
    ],
}
"""Types that carry a state from token to token, whose updates each program works out in its way."""
