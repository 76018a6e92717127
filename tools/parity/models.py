"""Small random checkpoints with what transformers computes from them, and whether transformers and peft load ours.

make FOLDER [SEED]   a folder for each case: the checkpoint as transformers saves it, and expected.safetensors: logits,
                     log-probabilities, entropies and gradients in float32 of two rows of tokens; for some an `adapter` as
                     peft saves it, and the same of the model with it in adapted.safetensors
check FOLDER         each case's `saved`, which @trapo/models has written, loaded by transformers, and its `saved-adapter`
                     by peft: their logits against those expected, a line of JSON for each
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import (
    AutoModelForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

SIZES = {
    "vocab_size": 40,
    "hidden_size": 32,
    "intermediate_size": 24,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 64,
    "rms_norm_eps": 1e-5,
    "tie_word_embeddings": False,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "pad_token_id": None,
}

LLAMA3 = {
    "rope_type": "llama3",
    "rope_theta": 500.0,
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
}
YARN = {
    "rope_type": "yarn",
    "rope_theta": 100.0,
    "factor": 4.0,
    "beta_fast": 2.0,
    "beta_slow": 0.2,
    "original_max_position_embeddings": 32,
}

# name, config, model, fields, how save_pretrained stores it
CASES = [
    ("llama2", LlamaConfig, LlamaForCausalLM, {"num_key_value_heads": 4}, {}),
    ("llama3", LlamaConfig, LlamaForCausalLM, {"rope_parameters": LLAMA3, "tie_word_embeddings": True}, {}),
    ("llama3-sharded", LlamaConfig, LlamaForCausalLM, {"rope_parameters": LLAMA3}, {"max_shard_size": "20KB"}),
    (
        "llama-biases",
        LlamaConfig,
        LlamaForCausalLM,
        {
            "attention_bias": True,
            "mlp_bias": True,
            "rope_parameters": {"rope_type": "linear", "rope_theta": 1000.0, "factor": 2.5},
        },
        {},
    ),
    (
        "smollm2",
        LlamaConfig,
        LlamaForCausalLM,
        {"tie_word_embeddings": True, "rope_parameters": {"rope_type": "default", "rope_theta": 100000.0}},
        {"dtype": torch.float16},
    ),
    ("mistral", MistralConfig, MistralForCausalLM, {"head_dim": 10, "sliding_window": None}, {}),
    ("qwen2", Qwen2Config, Qwen2ForCausalLM, {"tie_word_embeddings": True}, {"dtype": torch.bfloat16}),
    ("qwen2.5", Qwen2Config, Qwen2ForCausalLM, {"rope_parameters": YARN}, {}),
    ("qwen3", Qwen3Config, Qwen3ForCausalLM, {"head_dim": 12, "tie_word_embeddings": True}, {}),
    ("qwen3-untied", Qwen3Config, Qwen3ForCausalLM, {"head_dim": 6, "attention_bias": True}, {}),
]

# by case: what peft makes an adapter of
ADAPTERS = {
    "llama2": {"r": 2, "lora_alpha": 5, "use_rslora": True, "target_modules": "all-linear"},
    "qwen2.5": {"r": 3, "lora_alpha": 6, "target_modules": ["q_proj", "v_proj", "down_proj"]},
}

ROWS, TOKENS = 2, 40


def make(folder: Path, seed: int) -> None:
    for i, (name, config, model, fields, stored) in enumerate(CASES):
        torch.manual_seed(seed + i)
        network = model(config(**{**SIZES, **fields}, attn_implementation="eager"))
        randomise(network)
        dtype = stored.get("dtype", torch.float32)
        target = folder / name
        network.to(dtype).save_pretrained(target, max_shard_size=stored.get("max_shard_size", "1GB"))
        (target / "generation_config.json").unlink(missing_ok=True)
        # what is stored is what is computed with
        loaded = lambda dtype: model.from_pretrained(target, dtype=dtype, attn_implementation="eager")
        expected = compute(loaded(torch.float32))
        if dtype != torch.float32:
            ids = draw_ids()
            with torch.no_grad():
                expected |= {"ids16": ids.float(), "logits16": loaded(dtype)(ids).logits.float()}
        save(expected, target / "expected.safetensors")
        if name in ADAPTERS:
            make_adapter(loaded(torch.float32), ADAPTERS[name], target)
        for file in target.rglob("*.*"):
            file.chmod(0o755 if file.is_dir() else 0o644)


def make_adapter(network: torch.nn.Module, fields: dict, target: Path) -> None:
    """A trained-looking adapter as peft saves it, and what the model with it computes; gradients are the adapter's alone."""
    from peft import LoraConfig, get_peft_model

    adapted = get_peft_model(network, LoraConfig(task_type="CAUSAL_LM", **fields))
    with torch.no_grad():
        for parameter in adapted.parameters():
            if parameter.requires_grad:
                parameter.copy_(0.3 * torch.randn_like(parameter))
    adapted.save_pretrained(target / "adapter")
    (target / "adapter" / "README.md").unlink()
    config = json.loads((target / "adapter/adapter_config.json").read_text())
    # neither the folder that it was made in nor a changing order of names
    config |= {"base_model_name_or_path": None, "target_modules": sorted(config["target_modules"])}
    (target / "adapter/adapter_config.json").write_text(json.dumps(config, indent=2) + "\n")
    expected = {name.replace(".default", ""): value for name, value in compute(adapted).items()}
    save(expected, target / "adapted.safetensors")


def save(tensors: dict[str, torch.Tensor], path: Path) -> None:
    save_file({name: value.contiguous() for name, value in tensors.items()}, path)


@torch.no_grad()
def randomise(network: torch.nn.Module) -> None:
    """Weights large enough that every piece of the model shows in the logits."""
    for name, parameter in network.named_parameters():
        noise = torch.randn_like(parameter)
        parameter.copy_(1 + 0.2 * noise if "norm" in name else 0.25 * noise)


def draw_ids() -> torch.Tensor:
    return torch.randint(0, SIZES["vocab_size"], (ROWS, TOKENS))


def compute(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    """The gradients are of the sum of log-probabilities and entropies, each times a random factor."""
    ids = draw_ids()
    logits = network(ids).logits
    distribution = logits[:, :-1].log_softmax(-1)
    log_prob = distribution.gather(-1, ids[:, 1:, None])[..., 0]
    entropy = -(distribution.exp() * distribution).sum(-1)
    factors = torch.randn(2, *log_prob.shape)
    (factors[0] * log_prob + factors[1] * entropy).sum().backward()
    return {
        "ids": ids.float(),
        "logits": logits.detach(),
        "logProb": log_prob.detach(),
        "entropy": entropy.detach(),
        "dLogProb": factors[0],
        "dEntropy": factors[1],
        **{f"gradient.{name}": p.grad for name, p in network.named_parameters() if p.requires_grad},
    }


def check(folder: Path) -> None:
    for case in sorted(path for path in folder.iterdir() if (path / "saved").is_dir()):
        expected = load_file(case / "expected.safetensors")
        network, report = AutoModelForCausalLM.from_pretrained(
            case / "saved", dtype=torch.float32, attn_implementation="eager", output_loading_info=True
        )
        unloaded = sorted(str(key) for kind in report.values() for key in kind)
        with torch.no_grad():
            errors = {"logits": error(network(expected["ids"].long()).logits, expected["logits"])}
            if (case / "saved-adapter").is_dir():
                from peft import PeftModel

                adapted = PeftModel.from_pretrained(network, case / "saved-adapter")
                wanted = load_file(case / "adapted.safetensors")
                errors["adapter"] = error(adapted(wanted["ids"].long()).logits, wanted["logits"])
        print(json.dumps({"name": case.name, "unloaded": unloaded, "errors": errors}))


def error(actual: torch.Tensor, expected: torch.Tensor) -> float:
    return ((actual - expected).norm() / expected.norm()).item()


if __name__ == "__main__":
    command, folder, *rest = sys.argv[1:]
    if command == "make":
        make(Path(folder), int(rest[0]) if rest else 1)
    else:
        check(Path(folder))
