// What a low-rank adapter is, in our words and as PEFT's adapter_config.json says it.

import { LINEAR_LAYERS } from '../decoder/parameters.ts';
import { type ConfigFile, fieldsOf } from '../families/fields.ts';

/** The linear layers of a block, as PEFT names them by default. */
const TARGETS: readonly string[] = LINEAR_LAYERS.map(name => name.split('.').at(-1)!);

export interface LoraOptions {
  /** r: the rank of what is added to each matrix. */
  readonly rank: number;
  /** What is added is multiplied by alpha / rank. */
  readonly alpha: number;
  /**
   * Linear layers by name, or by the last parts of it, as PEFT's target_modules: `q_proj` is that of every block,
   * `layers.0.mlp.up_proj` that of the first. Default: all linear layers.
   */
  readonly targets?: readonly string[];
  /** By alpha / sqrt(rank) instead (rsLoRA, Kalajdzievski 2023). Default: false. */
  readonly rankStabilised?: boolean;
}

/** The factor on what is added. */
export function scaleOf({ rank, alpha, rankStabilised = false }: LoraOptions): number {
  return alpha / (rankStabilised ? Math.sqrt(rank) : rank);
}

/** Throws RangeError naming what cannot be. */
export function checkLora(options: LoraOptions): void {
  const { rank, alpha } = options;
  if (!(Number.isInteger(rank) && rank > 0)) {
    throw new RangeError(`lora: rank is a positive whole number, for example 8; got ${rank}`);
  }
  if (!(Number.isFinite(alpha) && alpha > 0)) {
    throw new RangeError(`lora: alpha is a positive number, for example 16; got ${alpha}`);
  }
}

/** Of linear layers, those that targets name. Throws RangeError for a target that names none. */
export function targeted(layers: readonly string[], targets: readonly string[] = TARGETS): readonly string[] {
  const names = (target: string, layer: string) => `.${layer}`.endsWith(`.${target}`);
  const unknown = targets.find(target => !layers.some(layer => names(target, layer)));
  if (targets.length === 0 || unknown !== undefined) {
    throw new RangeError(
      `lora: targets are linear layers, for example ${TARGETS.join(', ')}; got ${JSON.stringify(unknown ?? targets)}`,
    );
  }
  return layers.filter(layer => targets.some(target => names(target, layer)));
}

/** Fields of adapter_config.json that say nothing of what a trained adapter computes. */
const BOOKKEEPING = [
  ...['task_type', 'auto_mapping', 'peft_version', 'base_model_name_or_path', 'revision', 'inference_mode'],
  // how it was begun, and settings of variants that are off
  ...['init_lora_weights', 'megatron_core', 'qalora_group_size', 'runtime_config'],
];

/**
 * The adapter that a parsed adapter_config.json describes.
 *
 * @param where what errors call the file: its path
 * @param ignoreFields fields to let pass: `lora_dropout` where the adapter was trained with it and is not to be here
 * @throws RangeError naming the field that is missing, wrong or not supported
 */
export function readLoraConfig(
  file: ConfigFile,
  where: string,
  ignoreFields: readonly string[] = [],
): LoraOptions {
  const fields = fieldsOf(file, where, [...BOOKKEEPING, ...ignoreFields]);
  fields.only('peft_type', 'LORA', 'other adapters are not supported');
  fields.only('bias', 'none', 'biases are not trained here');
  if (!ignoreFields.includes('lora_dropout')) {
    fields.only(
      'lora_dropout',
      0,
      "there is no dropout here; to use or train the adapter without, say { ignoreFields: ['lora_dropout'] }",
    );
  }
  if (/^(pissa|olora|corda|loftq)/.test(String(file.init_lora_weights))) {
    fields.refuse(
      'init_lora_weights',
      'began by changing the weights of the model, which this folder does not hold',
    );
  }
  const targets = fields.texts('target_modules') ?? fields.refuse('target_modules', 'is a list of names');
  const options: LoraOptions = {
    rank: fields.count('r'),
    alpha: fields.positive('lora_alpha'),
    targets,
    ...(fields.flag('use_rslora', false) && { rankStabilised: true }),
  };
  fields.finish();
  checkLora(options);
  return options;
}

/** The adapter_config.json of an adapter; `base` is the name or the folder of the model that it belongs to. */
export function writeLoraConfig(options: LoraOptions, base: string | null): ConfigFile {
  return {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: base,
    inference_mode: true,
    r: options.rank,
    lora_alpha: options.alpha,
    lora_dropout: 0,
    use_rslora: options.rankStabilised ?? false,
    target_modules: options.targets ?? TARGETS,
    bias: 'none',
    fan_in_fan_out: false,
    modules_to_save: null,
    init_lora_weights: true,
  };
}
