/** value_loss.json: the critic's clipped loss and its gradient. */
import { valueLoss } from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, flattenMask, float32, offsetsOf, unflatten } from '../golden.ts';

interface Case {
  inputs: { vpreds: number[][]; returns: number[][]; values: number[][]; eos_mask: number[][] };
  options: { cliprange_value: number };
  outputs: { vf_loss: number; vf_clipfrac: number };
  grad_vpreds: number[][];
}

export function valueLossHandler(golden: unknown): Check[] {
  const { inputs, options, outputs, grad_vpreds } = golden as Case;
  const { loss, gradValues, metrics } = valueLoss({ clip: options.cliprange_value })({
    rowOffsets: offsetsOf(inputs.vpreds),
    responseMask: flattenMask(inputs.eos_mask),
    values: flatten(inputs.vpreds),
    oldValues: flatten(inputs.values),
    returns: flatten(inputs.returns),
  });
  // theirs is 0/0 where nothing is unmasked, its gradient no number; ours are 0
  const counts = inputs.eos_mask.flat().includes(1);
  const mean = (value: number) => (counts ? value : Number.NaN);
  return [
    check('vf_loss', outputs.vf_loss, mean(loss)),
    check('vf_clipfrac', outputs.vf_clipfrac, mean(metrics.valueClipFraction!), float32),
    ...(counts ? [check('grad_vpreds', grad_vpreds, unflatten(gradValues, inputs.vpreds))] : []),
  ];
}
