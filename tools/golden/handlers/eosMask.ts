/** eos_mask.json: 1 up to and including the first end of sequence. */
import { responseMask } from '../../../packages/prefix-select/src/index.ts';
import { type Check, check } from '../golden.ts';

interface Case {
  inputs: { response_id: number[][]; eos_token: number };
  outputs: { eos_mask: number[][] };
}

export function eosMaskHandler(golden: unknown): Check[] {
  const { inputs, outputs } = golden as Case;
  const received = inputs.response_id.map(row => Array.from(responseMask(row, [inputs.eos_token])));
  return [check('eos_mask', outputs.eos_mask, received, 0)];
}
