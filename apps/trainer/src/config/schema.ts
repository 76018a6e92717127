// The shape of a config, for zod. Nothing has a default here: defaults are the recipe's.

import { type PlanName, type PolicyName, planNames, prefixPolicies, sftRowRules } from '@trapo/prefix-select';
import { type MethodName, methodNames, schemaNames } from '@trapo/trainer';
import { z } from 'zod';
import type { Config } from './config.ts';

const count = z.int('a whole number is needed').positive('a number above 0 is needed');
const countOrNone = z.int('a whole number is needed').nonnegative('a number of 0 or more is needed');
const positive = z.number('a number is needed').positive('a number above 0 is needed');
const nonnegative = z.number('a number is needed').nonnegative('a number of 0 or more is needed');
const share = nonnegative.max(1, 'a share from 0 to 1 is needed');
const beta = nonnegative.lt(1, 'a number from 0 to below 1 is needed');
const text = z.string('text is needed').min(1, 'text is needed');
const rates = z.union(
  [positive, z.array(positive).min(1, 'at least one rate is needed')],
  'a rate, or a list with one for each phase, is needed',
);

/** One key for each method. */
const perMethod = <T extends z.ZodType>(value: T): Record<MethodName, T> =>
  Object.fromEntries(methodNames.map(name => [name, value])) as Record<MethodName, T>;

const optimizer = {
  decay: z.enum(['linear', 'cosine', 'none']),
  warmup: countOrNone,
  floor: share,
  beta1: beta,
  beta2: beta,
  weightDecay: nonnegative,
  clipNorm: positive,
};

const plan = z.strictObject({
  groupSize: count,
  sizes: z.array(count),
  ratios: z.array(share),
  thresholds: z.array(z.number()),
  mode: z.enum(['mean', 'sum']),
  experts: z.array(countOrNone),
  snap: z.union([z.literal('none'), z.strictObject({ slack: share })], "'none' or { slack } is needed"),
  sftRows: z.enum(sftRowRules as [(typeof sftRowRules)[number]]),
  expertRowInBaseline: z.boolean(),
});

/** A prefix policy by name; its options are checked by the policy itself. */
const prefixPolicy = z.looseObject({ policy: z.enum(Object.keys(prefixPolicies) as [PolicyName]) });

const modelPath = z.strictObject({ path: text });
const modelSizes = z.strictObject({
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  num_key_value_heads: count,
  max_position_embeddings: count,
  rope_theta: positive,
  rms_norm_eps: positive,
  tie_word_embeddings: z.boolean('true or false is needed'),
  initializer_range: positive,
});

/** @param modelIsPath which of the two forms `model` has: telling zod makes its errors about that form alone */
export const configSchema = (modelIsPath: boolean): z.ZodType<Config> =>
  z.strictObject({
    name: text.regex(/^[\w.-]+$/, 'letters, digits, ".", "-" and "_" are needed: it names a folder'),
    seed: z.int32('a whole number is needed'),
    device: z.strictObject({ threads: count.max(64, 'at most 64 threads').exactOptional() }).exactOptional(),
    task: z
      .strictObject({
        name: z.literal('two-digits'),
        train: count,
        benchmark: count,
        curriculum: countOrNone,
      })
      .exactOptional(),
    data: z
      .strictObject({
        pretrain: text.exactOptional(),
        train: text,
        benchmarks: z.record(z.string().regex(/^[\w.-]+$/), text),
        schema: z.enum(['auto', ...schemaNames]).exactOptional(),
        expertText: z.enum(['whole', 'thought']).exactOptional(),
        badRows: z.enum(['refuse', 'leave-out']).exactOptional(),
        promptLength: count.exactOptional(),
        longPrompts: z.enum(['refuse', 'leave-out']).exactOptional(),
      })
      .exactOptional(),
    verifier: z.strictObject({ name: text, options: z.record(z.string(), z.unknown()).exactOptional() }),
    paragraphBreak: text,
    model: modelIsPath ? modelPath : modelSizes,
    pretrain: z.strictObject({
      steps: countOrNone,
      examplesPerStep: count,
      learningRate: positive,
      ...optimizer,
    }),
    training: z.strictObject({
      steps: count,
      rowsPerStep: count,
      groupSize: count,
      responseLength: count,
      lossLength: count,
      temperature: nonnegative,
      entropyCoefficient: nonnegative,
      klCoefficient: nonnegative,
      updates: count.exactOptional(),
      alpha: share,
      plan: z.union(
        [z.enum(planNames as [PlanName]), plan, prefixPolicy],
        `one of ${planNames.join(', ')}, a plan, or {policy: one of ${Object.keys(prefixPolicies).join(', ')}}, is needed`,
      ),
      learningRate: rates,
      learningRates: z.strictObject(perMethod(rates.exactOptional())),
      ...optimizer,
    }),
    checkpoints: z.strictObject({ every: count, keep: count }),
    rollouts: z.strictObject({ every: count, prompts: countOrNone }),
    tensorboard: z.boolean('true or false is needed'),
    methods: z.strictObject(
      perMethod(
        z.strictObject({ learningRate: rates.exactOptional(), steps: count.exactOptional() }).exactOptional(),
      ),
    ),
    average: z.array(text).min(1, 'at least one benchmark is needed').exactOptional(),
  });
