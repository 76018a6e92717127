/** trl_grpo_loss.json: TRL's GRPOTrainer._compute_loss with its loss types, levels, masks and penalties. */
import {
  cispo,
  cispoSequence,
  composite,
  constantLength,
  entropyBonus,
  entropyThreshold,
  kl,
  type LossResult,
  type Normaliser,
  type Objective,
  offPolicyRows,
  ppoClip,
  ratioCorrected,
  sapo,
  seqMeanTokenMean,
  seqMeanTokenSum,
  sequenceLevel,
  type Term,
  type TokenBatch,
  type TokenwiseObjective,
  tokenMean,
  topEntropy,
  vespo,
  weighted,
  windowOf,
} from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, flattenMask, offsetsOf, unflatten } from '../golden.ts';

interface Options {
  loss_type: string;
  importance_sampling_level: 'token' | 'sequence';
  beta: number;
  epsilon_low: number;
  epsilon_high: number;
  delta: number | null;
  use_bias_correction_kl: boolean;
  gradient_accumulation_steps: number;
  max_completion_length: number;
  entropy_coef: number;
  top_entropy_quantile: number;
  off_policy_mask_threshold: number | null;
  sapo_temperature_pos: number;
  sapo_temperature_neg: number;
  vespo: [number, number, number, number];
  num_processes: number;
}

type Matrix = 'per_token_logps' | 'ref_per_token_logps' | 'entropies' | 'completion_mask';

interface Case {
  inputs: Record<Matrix, number[][]> & {
    old_per_token_logps: number[][] | null;
    advantages: number[] | number[][];
    num_items_in_batch: number;
  };
  options: Options;
  outputs: { loss: number };
  grad_per_token_logps: number[][];
}

export function trlGrpoLossHandler(golden: unknown): Check[] {
  const { inputs, options, outputs, grad_per_token_logps } = golden as Case;
  const batch = toBatch(inputs, options);
  const results = [
    options.loss_type === 'luspo' ? luspo(batch, inputs, options) : policyAndKl(batch, inputs, options),
    entropy(batch, inputs, options),
  ];
  const gradient = batch.logProb.map((_, t) =>
    results.reduce((sum, { gradLogProb }) => sum + gradLogProb[t]!, 0),
  );
  const loss = results.reduce((sum, result) => sum + result.loss, 0);
  return [
    check('loss', outputs.loss, loss),
    check('grad_per_token_logps', grad_per_token_logps, unflatten(gradient, inputs.per_token_logps)),
  ];
}

type Batch = TokenBatch & { responseMask: Uint8Array; entropyMask: Uint8Array; tokenWeights: Float64Array };

/** Its tokenWeights are the product of TRL's masks, which leave denominators alone. */
function toBatch(inputs: Case['inputs'], options: Options): Batch {
  const responseMask = flattenMask(inputs.completion_mask);
  const entropy = flatten(inputs.entropies);
  const { advantages } = inputs;
  const perToken = Array.isArray(advantages[0]);
  const batch: TokenBatch = {
    rowOffsets: offsetsOf(inputs.per_token_logps),
    logProb: flatten(inputs.per_token_logps),
    refLogProb: flatten(inputs.ref_per_token_logps),
    entropy,
    responseMask,
    ...(inputs.old_per_token_logps && { oldLogProb: flatten(inputs.old_per_token_logps) }),
    ...(perToken
      ? { tokenAdvantages: flatten(advantages as number[][]) }
      : { advantages: Float64Array.from(advantages as number[]) }),
  };
  const share = options.top_entropy_quantile;
  const entropyMask =
    share < 1
      ? // theirs takes the quantile of float32 numbers, which may leave out the very token it is taken from
        topEntropy(
          entropy,
          responseMask,
          share,
          entropyThreshold(Float32Array.from(entropy), responseMask, share),
        )
      : responseMask;
  const threshold = options.off_policy_mask_threshold;
  const kept = threshold === null ? responseMask : offPolicyRows(batch, threshold);
  return {
    ...batch,
    responseMask,
    entropyMask,
    tokenWeights: Float64Array.from(entropyMask, (value, t) => value * kept[t]!),
  };
}

/** The policy's loss, times the batch's tokenWeights. */
function policyObjective(options: Options): Objective {
  const atLevel = (objective: TokenwiseObjective) =>
    options.importance_sampling_level === 'sequence'
      ? sequenceLevel(weighted(objective))
      : weighted(objective);
  const { sapo_temperature_pos: positive, sapo_temperature_neg: negative } = options;
  const [kPositive, lambdaPositive, kNegative, lambdaNegative] = options.vespo;
  const delta = options.delta === null ? {} : { delta: options.delta };
  switch (options.loss_type) {
    case 'cispo':
      return options.importance_sampling_level === 'sequence'
        ? weighted(cispoSequence(options.epsilon_high))
        : weighted(cispo(options.epsilon_high));
    case 'sapo':
      return atLevel(sapo({ positive, negative }));
    case 'vespo':
      return weighted(
        vespo({ positive: [kPositive, lambdaPositive], negative: [kNegative, lambdaNegative] }),
      );
    default:
      return atLevel(ppoClip(options.epsilon_low, options.epsilon_high, delta));
  }
}

function klObjective({ use_bias_correction_kl, importance_sampling_level }: Options): Objective {
  return use_bias_correction_kl ? ratioCorrected(kl('k3'), importance_sampling_level) : kl('k3');
}

/** These divide by a count of the global batch, the others by the steps of accumulation. */
const isGlobal = ({ loss_type }: Options): boolean => ['cispo', 'dapo', 'vespo'].includes(loss_type);

/** What theirs divides the sum over the global batch by, for each process. */
const items = (inputs: Case['inputs'], { num_processes }: Options): number =>
  Math.max(inputs.num_items_in_batch, 1) / num_processes;

function policyAndKl(batch: Batch, inputs: Case['inputs'], options: Options): LossResult {
  const normalisers: Record<string, Normaliser> = {
    grpo: seqMeanTokenMean,
    sapo: seqMeanTokenMean,
    dr_grpo: constantLength(options.max_completion_length),
  };
  const weight = isGlobal(options) ? 1 : 1 / options.gradient_accumulation_steps;
  const local = windowOf(batch);
  const window = isGlobal(options) ? { ...local, tokens: items(inputs, options) } : local;
  const terms: Term[] = [{ on: 'completion', objective: policyObjective(options), weight }];
  if (options.beta !== 0) {
    terms.push({
      on: 'completion',
      objective: klObjective(options),
      weight: weight * options.beta,
      name: 'kl',
    });
  }
  return composite({ terms, normaliser: normalisers[options.loss_type] ?? tokenMean })(batch, window);
}

/**
 * The length of a row times its loss. The penalty, and a loss per token, make theirs a matrix, whose mean runs over the
 * padding too.
 */
function luspo(batch: Batch, inputs: Case['inputs'], options: Options): LossResult {
  const weight = 1 / options.gradient_accumulation_steps;
  const everywhere = batch.responseMask.map(() => 1);
  const lengths = Float64Array.from(
    inputs.completion_mask.flatMap(mask => mask.map(() => mask.reduce((sum, counts) => sum + counts, 0))),
  );
  const ofMatrix = (objective: Objective, by: number, tokenWeights: Float64Array, responseMask: Uint8Array) =>
    composite({
      terms: [{ on: 'response', objective, weight: by }],
      normaliser: constantLength(inputs.completion_mask[0]!.length),
    })({ ...batch, responseMask, tokenWeights });
  const policy =
    options.importance_sampling_level === 'sequence' && options.top_entropy_quantile === 1
      ? composite({
          terms: [{ on: 'completion', objective: policyObjective(options), weight }],
          normaliser: seqMeanTokenSum,
        })(batch)
      : ofMatrix(
          policyObjective(options),
          weight,
          lengths.map((length, t) => length * batch.tokenWeights[t]!),
          options.importance_sampling_level === 'sequence' ? batch.responseMask : everywhere,
        );
  if (options.beta === 0) return policy;
  const penalty = ofMatrix(weighted(klObjective(options)), weight * options.beta, lengths, everywhere);
  return {
    ...policy,
    loss: policy.loss + penalty.loss,
    gradLogProb: policy.gradLogProb.map((gradient, t) => gradient + penalty.gradLogProb[t]!),
  };
}

/** The entropy bonus on the tokens that the policy loss is on. */
function entropy(batch: Batch, inputs: Case['inputs'], options: Options): LossResult {
  const masked = { ...batch, responseMask: batch.entropyMask };
  const weight = options.entropy_coef / (isGlobal(options) ? 1 : options.gradient_accumulation_steps);
  const local = windowOf(masked);
  const window = isGlobal(options) ? { ...local, tokens: items(inputs, options) } : local;
  return composite({ terms: [{ on: 'completion', objective: entropyBonus, weight }], normaliser: tokenMean })(
    masked,
    window,
  );
}
