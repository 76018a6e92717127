/** prefix_end_idx.json: where the authors' code ends a prefix, snapped to a blank line. */
import { authorsCode, prefixEnd } from '../../../packages/prefix-select/src/index.ts';
import { type Check, check } from '../golden.ts';

interface Case {
  inputs: { hint_ids: number[]; paragraph_break_ids: number[]; ratio: number };
  outputs: { prefix_end_idx: number };
}

export function prefixEndIdxHandler(golden: unknown): Check[] {
  const { inputs, outputs } = golden as Case;
  const breaks = new Set(inputs.paragraph_break_ids);
  const end = prefixEnd(inputs.hint_ids, inputs.ratio, authorsCode.snap, breaks);
  return [check('prefix_end_idx', outputs.prefix_end_idx, end, 0)];
}
