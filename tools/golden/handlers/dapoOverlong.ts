/** dapo_overlong.json: verl's soft penalty on long responses. */
import { overlongPenalty } from '../../../packages/losses/src/index.ts';
import { type Check, check } from '../golden.ts';

interface Case {
  inputs: { length: number; max_resp_len: number; overlong_buffer_len: number; penalty_factor: number };
  outputs: { overlong_reward: number };
}

export function dapoOverlongHandler(golden: unknown): Check[] {
  const { inputs, outputs } = golden as Case;
  const penalty = overlongPenalty(inputs.length, {
    maxLength: inputs.max_resp_len,
    buffer: inputs.overlong_buffer_len,
    factor: inputs.penalty_factor,
  });
  return [check('overlong_reward', outputs.overlong_reward, penalty)];
}
