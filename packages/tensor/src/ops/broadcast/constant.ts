// Numbers among the operands: a scalar that broadcasts.

import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';

/** What operations with broadcasting take: a tensor, or a number, rounded to float32. */
export type Operand = Tensor | number;

const op: Op<{ readonly value: number }> = {
  name: 'constant',
  infer: () => [{ shape: [], dtype: 'f32' }],
  gradient: () => [],
  simd: ({ outputs: [y], attributes: { value } }, emit) => {
    emit.call('constant', 1, [emit.write(y!), { f32: value }]);
  },
  gpu: ({ outputs: [y], attributes: { value } }) => [
    { source: 'function () { return this.constants.value; }', inputs: [], output: y!, constants: { value } },
  ],
};

/** The operand as a tensor; a number becomes one of shape []. */
export function tensorOf(operand: Operand): Tensor {
  return typeof operand === 'number' ? record(op, [], { value: operand })[0]! : operand;
}
