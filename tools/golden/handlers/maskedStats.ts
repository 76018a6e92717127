/** masked_stats.json: mean, variance and whitening over a mask. */
import { maskedMean, maskedVariance, whiten } from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, flattenMask, onlyUnmasked, unflatten } from '../golden.ts';

interface Case {
  inputs: { values: number[][]; mask: number[][] };
  outputs: { masked_mean: number; masked_var: number; whiten: number[][]; whiten_no_shift: number[][] };
}

export function maskedStatsHandler(golden: unknown): Check[] {
  const { inputs, outputs } = golden as Case;
  const [values, mask] = [flatten(inputs.values), flattenMask(inputs.mask)];
  const rows = (flat: ArrayLike<number>) => unflatten(flat, inputs.values);
  // theirs whiten masked values too, which nothing reads; ours are 0 there
  const expected = (dense: number[][]) => onlyUnmasked(dense, inputs.mask);
  return [
    check('masked_mean', outputs.masked_mean, maskedMean(values, mask)),
    check('masked_var', outputs.masked_var, maskedVariance(values, mask)),
    check('whiten', expected(outputs.whiten), rows(whiten(values, mask))),
    check(
      'whiten_no_shift',
      expected(outputs.whiten_no_shift),
      rows(whiten(values, mask, { keepMean: true })),
    ),
  ];
}
