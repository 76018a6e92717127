/** trl_gkd_jsd.json: generalised JSD on logits under every reduction, with gradients to the student's. */
import {
  distillation,
  generalisedJsd,
  type Normaliser,
  tokenMean,
  tokenSum,
} from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, offsetsOf, type Values } from '../golden.ts';

interface Case {
  inputs: { student_logits: number[][][]; teacher_logits: number[][][]; labels: number[][] | null };
  options: { beta: number; temperature: number; reduction: string; num_items_in_batch: number | null };
  outputs: { loss: Values };
  grad_student_logits_of_sum: number[][][];
}

export function trlGkdJsdHandler(golden: unknown): Check[] | undefined {
  const { inputs, options, outputs, grad_student_logits_of_sum } = golden as Case;
  const { student_logits, teacher_logits, labels } = inputs;
  const vocabulary = student_logits[0]![0]!.length;
  const counting = (labels ?? student_logits.map(row => row.map(() => 1)))
    .flat()
    .map(label => label !== -100);
  const batchMean = labels ? tokenMean : over(student_logits.length);
  const perValue = over(vocabulary * counting.filter(Boolean).length);
  const normaliser = options.num_items_in_batch
    ? over(options.num_items_in_batch)
    : { batchmean: batchMean, sum: tokenSum, mean: perValue, none: tokenSum }[options.reduction];
  if (!normaliser) return undefined;
  const { loss, gradLogits, terms } = distillation({
    divergence: generalisedJsd(options.beta),
    temperature: options.temperature,
    normaliser,
  })({
    rowOffsets: offsetsOf(student_logits.map(row => row.map(() => 0))),
    responseMask: Uint8Array.from(counting, Number),
    studentLogits: flatten(student_logits.flat()),
    teacherLogits: flatten(teacher_logits.flat()),
    vocabulary,
  });
  const dense = (flat: Float64Array) =>
    counting.map((_, t) => Array.from(flat.subarray(t * vocabulary, (t + 1) * vocabulary)));
  // 'none' is one value per unmasked token and id
  const unmasked = dense(terms).filter((_, t) => counting[t]);
  const isNone = options.reduction === 'none' && !options.num_items_in_batch;
  // their mean over nothing is 0/0
  const isEmpty = options.reduction === 'mean' && !options.num_items_in_batch && unmasked.length === 0;
  return [
    check('loss', outputs.loss, isNone ? unmasked : isEmpty ? Number.NaN : loss),
    check('grad_student_logits', grad_student_logits_of_sum.flat(), dense(gradLogits)),
  ];
}

/** The sum over a constant. */
function over(count: number): Normaliser {
  return { name: `over ${count}`, weight: () => 1 / count };
}
