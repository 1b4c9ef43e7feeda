"""A model's `config.json` as the counter reads it: which keys it took, and which it could not use.

Programs leave out of the file what their class takes anyway. Such a value is never silent: each is
kept in `assumed` with the place where it would stand. What a model's size turns on and no class
knows, such as the width of the layers, must be in the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from colophon.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.reading import Plain

_OF_NO_SIZE = """
    _attn_implementation _flash_attn_2_enabled _name_or_path _remove_final_dropout activation
    activation_dropout activation_function alibi alibi_bias_max alpha
    apply_query_key_layer_scaling apply_residual_connection_post_layernorm architectures
    attention_dropout attention_in_multiplier attention_multiplier attention_out_multiplier
    attention_probs_dropout_prob attention_softmax_in_fp32 attn_dropout_prob attn_impl
    attn_implementation attn_logit_softcapping attn_pdrop attn_scale attn_temperature_tuning
    attn_uses_sequence_id auto_map aux_loss_alpha bad_words_ids begin_suppress_tokens bf16
    bias_dropout_fusion block_size bos_token_id cache_implementation
    calc_logits_for_entire_prompt chunk_size chunk_size_feed_forward classifier_dropout clip_qkv
    compression_ratio decoder_layerdrop decoder_start_token_id dense_act_fn dim_model_base
    diversity_penalty do_sample dropout dropout_rate dtype early_stopping emb_dropout_prob
    emb_pdrop embd_pdrop embed_dropout embedding_dropout embedding_fraction
    embedding_initializer_range embedding_multiplier embeddings_scale_by_sqrt_dim
    encoder_layerdrop encoder_no_repeat_ngram_size eod_token_id eos_token_id ep_size
    exponential_decay_length_penalty feed_forward_proj_dropout ffn_act_fn ffn_dropout_rate
    final_logit_softcapping finetuning_task flash_attn flash_rotary floor_scale
    forced_bos_token_id forced_decoder_ids forced_eos_token_id fp16 fp32
    fp32_residual_connection full_attn_alpha_factor full_attn_beta_factor fused_add_norm
    fused_dense generation_config gradient_checkpointing hidden_act hidden_activation
    hidden_dropout hidden_dropout_prob hidden_mamba_act id2label image_mean image_std
    inference_runner init_config init_device init_method init_std initial_context_length
    initializer_factor initializer_range input_jitter_noise is_decoder is_encoder_decoder
    key_multiplier label2id lambda_std_dev layer_norm_eps layer_norm_epsilon layerdrop
    layernorm_epsilon layernorm_full_attention_alpha layernorm_full_attention_beta
    layernorm_linear_attention_alpha layernorm_linear_attention_beta layernorm_mlp_alpha
    layernorm_mlp_beta length_penalty linear_a_log_max linear_a_log_min linear_allow_neg_eigval
    linear_attn_alpha_factor linear_attn_beta_factor linear_dt_init_floor linear_dt_max
    linear_dt_min lm_head_multiplier logit_scale logits_scaling logits_soft_cap mamba_chunk_size
    mamba_hidden_act mamba_norm_before_gate mamba_ssm_cache_dtype masked_softmax_fusion
    max_batch_size max_length max_position_embeddings max_seq_len max_sequence_length min_length
    mixer_rms_eps mla_use_nope mlp_alpha_factor mlp_beta_factor mlp_hidden_act mlp_multipliers
    model_max_length model_type moe_capacity moe_gate moe_jitter_eps moe_loss_weight
    moe_norm_min moe_normalize_expert_weights moe_renormalize moe_routed_scaling_factor
    moe_router_activation_func moe_shared_expert_overlap moe_use_aux_free mup_enabled n_ctx
    n_group n_positions name_or_path no_repeat_ngram_size norm_before_gate norm_eps norm_epsilon
    norm_topk_prob norm_type normalization_function num_beam_groups num_beams num_expert_group
    num_labels num_logits_to_keep num_return_sequences offset_alibi onnx_safe
    original_max_position_embeddings output_attentions output_hidden_states output_router_logits
    output_scores pad_key_length pad_token_id partial_rotary_factor position_embedding_type
    postnorm pre_allocate_kv_cache prefix prefix_projection pretraining_tp problem_type
    quantization_bit quantization_config query_pre_attn_scalar remove_invalid_values
    reorder_and_upcast_attn repetition_penalty rescale_every rescale_layers
    rescale_prenorm_residual resid_dropout resid_pdrop residual_dropout residual_in_fp32
    residual_multiplier return_dict return_dict_in_generate rms_norm_eps rope_interleave
    rope_local_base_freq rope_parameters rope_pct rope_ratio rope_scaling rope_scaling_factor
    rope_theta rope_type rotary_base rotary_dim rotary_emb_base rotary_pct rotary_scaling_factor
    route_scale routed_scaling_factor router_aux_loss_coef router_jitter_noise
    router_z_loss_coef scale_attention_softmax_in_fp32 scale_attn_by_inverse_layer_idx
    scale_attn_weights scale_depth scale_emb scale_embedding scoring_func sep_token_id seq_aux
    seq_length shared_moe_mode skip_bias_add skip_bias_add_qkv slow_but_exact softmax_in_fp32
    softmax_scale ssm_in_multiplier ssm_multipliers ssm_out_multiplier summary_activation
    summary_first_dropout summary_proj_to_labels summary_type summary_use_proj suppress_tokens
    swiglu_alpha swiglu_limit task_specific_params temperature tf_legacy_loss
    tie_encoder_decoder time_step_floor time_step_init_scheme time_step_limit time_step_max
    time_step_min time_step_scale tokenizer_class tokenizer_name top_k top_p topk_group
    topk_method torch_dtype torchscript transformers_version typical_p uniform_expert_assignment
    unk_token_id unsloth_version use_associative_scan use_bfloat16 use_cache use_dynamic_ntk
    use_falcon_mambapy use_flash_attn use_grouped_topk use_logn_attn use_long_context
    use_mamba_kernels use_mambapy use_mem_eff_path use_parallel_residual use_rmsnorm
    validate_runner_input verbose w_init_variance_scale z_loss_coefficient z_loss_weight
    """
"""Keys that change neither the number of parameters nor that of operations."""

_OF_NO_SIZE_ELSEWHERE = """
    _class_name _diffusers_version _pad_token_id adapter_layer_norm_eps add_fpn add_router_probs
    apply_layernorm apply_spec_augment audio_token_id audio_token_index auxiliary_channels
    auxiliary_concat_input auxiliary_loss_weight auxiliary_num_convs boi_token_id boi_token_index
    classifier_activation classifier_dropout_prob classifier_pooling cls_token_id
    contrastive_logits_temperature conv_act ctc_loss_reduction ctc_zero_infinity
    decoder_start_token_id deterministic_flash_attn diversity_loss_weight drop_path_rate
    encoder_no_repeat_ngram_size eoi_token_id eoi_token_index expert_capacity
    feat_extract_activation feat_extract_dropout feat_proj_dropout feat_quantizer_dropout
    final_dropout ignore_index image_grid_pinpoints image_seq_length image_token image_token_id
    image_token_index initializer_cutoff_factor is_composition layerscale_value
    logit_scale_init_value mask_feature_length mask_feature_min_masks mask_time_length
    mask_time_min_masks median_filter_width mlp_dropout num_image_tokens num_negatives out_features
    out_indices pool_scales pooler_dropout pooler_hidden_act pos_embed_jitter pos_embed_rescale
    pos_embed_shift projection_dropout projector_hidden_act qa_dropout
    relative_attention_max_distance reshape_hidden_states router_dtype router_ignore_padding_tokens
    scale_decoder_outputs semantic_loss_ignore_index seq_classif_dropout sinusoidal_pos_embds
    sparse_pred_ignore_index stage_names summary_last_dropout task_type_vocab_size
    use_auxiliary_head use_bidirectional_attention use_image_newline_parameter use_mean_pooling
    video_token_id video_token_index vision_aspect_ratio vision_end_token_id vision_start_token_id
    vision_token_id
    """
"""The same, in files of models that are no decoders of language."""

ANOTHER_METHOD = "Enter its compute by another method, such as `six-pd` or `hardware`."
"""What to do about a model that is not known how to count."""

MOST_LAYERS = 10_000
"""More layers than any model has; a file with more has a slip of the keyboard."""

_SIZELESS = frozenset((_OF_NO_SIZE + _OF_NO_SIZE_ELSEWHERE).split())


@dataclass(frozen=True, slots=True)
class Assumed:
    """A value that the file leaves out and the model's class takes.

    Attributes:
        at: the JSON pointer where it would stand.
        value: what the class takes.
    """

    at: str
    value: Plain


@dataclass(slots=True)
class Configuration:
    """One object of a `config.json`.

    Attributes:
        values: what stands in it; None counts as left out.
        name: the file's name, for messages.
        pointer: where the object stands in the file, as a JSON pointer; empty for the whole.
        defaults: what the class takes where the file leaves it out. Programs leave out of nested
            objects whatever equals it, sizes too.
        assumed: filled while reading: what was taken from the class.
        taken: filled while reading: the keys that the counter asked for.
        parts: filled while reading: the objects inside that were opened.
    """

    values: Mapping[str, Plain]
    name: str
    pointer: str = ""
    defaults: Mapping[str, Plain] = field(default_factory=dict)
    assumed: list[Assumed] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    parts: dict[str, Configuration] = field(default_factory=dict)

    def get(self, *names: str) -> Any:  # whatever JSON holds
        """Return what stands under the first of `names` that is there, None without one."""
        self.taken.update(names)
        for name in names:
            value = self.values.get(name)
            if value is not None:
                return value
        return None

    def size(self, *names: str, otherwise: int | None = None) -> int:
        """Return a whole number of one or more under one of `names`.

        `otherwise` is what the class takes where none of them is there.

        Raises:
            ReadingError: it is no such number, or absent and not known to the class.
        """
        number = self.count(*names, otherwise=otherwise)
        if number == 0:
            raise self.wrong(names, "a whole number of one or more")
        return number

    def count(self, *names: str, otherwise: int | None = None) -> int:
        """Return a whole number of zero or more; see `size`.

        Raises:
            ReadingError: it is no such number, or absent and not known to the class.
        """
        value = self.get(*names)
        if value is None:
            value = self._otherwise(names, otherwise)
        if type(value) is not int or value < 0:
            raise self.wrong(names, "a whole number of zero or more")
        return value

    def fraction(self, name: str) -> int | Decimal:
        """Return a number of zero or more, whole or not.

        Raises:
            ReadingError: it is no such number, or absent and not known to the class.
        """
        value = self.get(name)
        if value is None:
            value = self._otherwise((name,), None)
        if type(value) not in {int, Decimal} or value < 0:
            raise self.wrong((name,), "a number of zero or more")
        number: int | Decimal = value
        return number

    def layers(self, *names: str) -> int:
        """Return a number of layers: a whole number of one or more, and no more than any model has.

        Raises:
            ReadingError: it is no such number, or absent.
        """
        number = self.size(*names)
        if number > MOST_LAYERS:
            raise self.wrong(names, "a number of layers that a model has")
        return number

    def unless(self, word: str, *names: str) -> int | None:
        """Return a whole number of one or more, None where the file says `word` or nothing.

        Raises:
            ReadingError: it is something else.
        """
        value = self.get(*names)
        return None if value is None or value == word else self.size(*names)

    def perhaps(self, *names: str) -> int | None:
        """Return a whole number of one or more, None where there is none.

        Raises:
            ReadingError: it is something else.
        """
        if self.get(*names) is None and not self._known(*names):
            return None
        return self.count(*names) or None

    def yes(self, *names: str, otherwise: bool) -> bool:
        """Return whether something is switched on.

        Raises:
            ReadingError: it is neither true nor false.
        """
        value = self.get(*names)
        if value is None:
            value = self._otherwise(names, otherwise)
        if not isinstance(value, bool):
            raise self.wrong(names, "true or false")
        return value

    def word(self, name: str, *, otherwise: str | None = None) -> str:
        """Return a word.

        Raises:
            ReadingError: it is no word, or absent and not known to the class.
        """
        value = self.get(name)
        if value is None:
            value = self._otherwise((name,), otherwise)
        if not isinstance(value, str):
            raise self.wrong((name,), "a word")
        return value

    def listed(self, name: str) -> list[Plain]:
        """Return a list, an empty one where there is none.

        Raises:
            ReadingError: it is no list.
        """
        value = self.get(name)
        if value is None and self._known(name):
            value = self._otherwise((name,), None)
        if not isinstance(value, list | None):
            raise self.wrong((name,), "a list")
        return value or []

    def sizes(self, *names: str, times: int) -> list[int] | None:
        """Return one whole number for each of `times` layers; None where it is not a list.

        Raises:
            ReadingError: the list has another length, or holds something else.
        """
        value = self.get(*names)
        if value is None and self._known(*names):
            value = next(self.defaults[name] for name in names if name in self.defaults)
            if isinstance(value, list):
                value = self._otherwise(names, None)
        if not isinstance(value, list):
            return None
        if len(value) != times or not all(type(one) is int and one >= 0 for one in value):
            raise self.wrong(names, f"a list of {times} whole numbers, one for each layer")
        return value

    def words(self, *names: str, times: int) -> list[str] | None:
        """Return one word for each of `times` layers; None where the file lists none.

        Raises:
            ReadingError: the list has another length, or holds something else.
        """
        value = self.get(*names)
        if value is None:
            return None
        if (
            not isinstance(value, list)
            or len(value) != times
            or not all(isinstance(one, str) for one in value)
        ):
            raise self.wrong(names, f"a list of {times} words, one for each layer")
        return value

    def seen(self, *names: str) -> None:
        """Take keys that say again what others say, or that stand under a switch that is off."""
        self.taken.update(names)

    def blank(self, *names: str) -> bool:
        """Return whether the file has one of `names`, and null under it."""
        return self.get(*names) is None and any(name in self.values for name in names)

    def without(self, *names: str) -> None:
        """Make sure that what the type's count leaves out is switched off.

        Raises:
            ReadingError: one of `names` is switched on.
        """
        for name in names:
            if self.get(name):
                raise ReadingError(
                    f"`{name}` is switched on, which is not known how to count",
                    place=f"{self.name}, {self.pointer}/{name}",
                    remedy=ANOTHER_METHOD,
                )

    def unknown(self, name: str, kind: str) -> ReadingError:
        """Return the error that a word in a list of layers is not known."""
        return ReadingError(
            f"`{kind}` is a kind of layer that is not known of this type of model",
            place=f"{self.name}, {self.pointer}/{name}",
            remedy=ANOTHER_METHOD,
        )

    def inside(
        self, *names: str, defaults: Mapping[str, Plain] | None = None
    ) -> Configuration | None:
        """Return the object under one of `names`, the same each time; None where there is none.

        Raises:
            ReadingError: it is no object.
        """
        value = self.get(*names)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong(names, "an object")
        name = next(name for name in names if self.values.get(name) is not None)
        if name not in self.parts:
            inner = Configuration(value, self.name, f"{self.pointer}/{name}", defaults or {})
            inner.assumed = self.assumed
            self.parts[name] = inner
        return self.parts[name]

    def settle(self, name: str, *, value: Plain) -> None:
        """Set what another object of the file decides."""
        self.values = {**self.values, name: value}

    def unused(self) -> Iterator[str]:
        """Yield the places of the keys that nothing was made of and that may mean something."""
        for name, value in self.values.items():
            if value is not None and name not in self.taken and name not in _SIZELESS:
                yield f"{self.pointer}/{name}"
        for part in self.parts.values():
            yield from part.unused()

    def _known(self, *names: str) -> bool:
        """Return whether the class takes something where none of `names` is in the file.

        What the file says is null is no gap: programs write null where it is not what they take.
        """
        return any(name in self.defaults and name not in self.values for name in names)

    def _otherwise(self, names: tuple[str, ...], otherwise: Any) -> Any:
        """Return what the class takes for the first of `names`, and keep that it was assumed.

        Raises:
            ReadingError: the class takes nothing; the file must say it.
        """
        if not any(name in self.values for name in names):
            for name in names:
                otherwise = self.defaults.get(name, otherwise)
        if otherwise is None:
            raise ReadingError(
                f"`{names[0]}` is missing, without which the model's size is not known",
                place=f"{self.name}, {self.pointer or '/'}",
                remedy="Take the configuration as the model's own program wrote it.",
            )
        assumed = Assumed(f"{self.pointer}/{names[0]}", otherwise)
        if assumed not in self.assumed:
            self.assumed.append(assumed)
        return otherwise

    def wrong(self, names: tuple[str, ...], form: str) -> ReadingError:
        """Return the error that what stands under one of `names` has another form."""
        there = next((name for name in names if self.values.get(name) is not None), names[0])
        return ReadingError(
            f"`{there}` is not {form}",
            place=f"{self.name}, {self.pointer}/{there}",
            remedy="Mend the file, or take it as the model's own program wrote it.",
        )
