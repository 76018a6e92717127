// What the operations on one tensor share. Each is a file beside this one: its formulas for gpu.js; those for SIMD
// are a class of functions.as.ts, exported as the kernels `<name>` and `<name>Gradient`.

import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { batch, hasType } from '../rules.ts';

/** A recorded operation on each element of an f32 tensor. */
export type UnaryFunction = (x: Tensor) => Tensor;

export interface Unary {
  /** Its name, and its SIMD kernels'. */
  readonly name: string;
  /** The body of a gpu.js kernel: a function of the number x. */
  readonly value: string;
  /** What the derivative is computed from: the operation's input x or its result y. */
  readonly from: 'x' | 'y';
  /** The body of a gpu.js kernel: dx, a function of that number and of dy. */
  readonly gradient: string;
}

/** The function that users call. Throws ShapeError when the tensor is not f32. */
export function unary({ name, value, from, gradient }: Unary): UnaryFunction {
  const valueSource = `function (xs) {
    const x = xs[this.thread.y][this.thread.x];
    ${value}
  }`;
  const gradientSource = `function (${from}s, dys) {
    const ${from} = ${from}s[this.thread.y][this.thread.x];
    const dy = dys[this.thread.y][this.thread.x];
    ${gradient}
  }`;
  const gradientOp: Op<Record<string, never>> = {
    name: `${name}Gradient`,
    infer: ([, dy]) => [dy!],
    simd: ({ inputs: [v, dy], outputs: [dx] }, emit) => {
      const units = batch(dx!);
      emit.call(`${name}Gradient`, units, [emit.read(v!), emit.read(dy!), emit.write(dx!), dx!.size / units]);
    },
    gpu: ({ inputs, outputs }) => [{ source: gradientSource, inputs, output: outputs[0]! }],
  };
  const op: Op<Record<string, never>> = {
    name,
    infer: ([x]) => {
      hasType(name, 'x', x!, 'f32');
      return [x!];
    },
    gradient: ({ inputs: [x], outputs: [y] }, [dy]) => record(gradientOp, [from === 'x' ? x! : y!, dy!], {}),
    simd: ({ inputs: [x], outputs: [y] }, emit) => {
      const units = batch(y!);
      emit.call(name, units, [emit.read(x!), emit.write(y!), y!.size / units]);
    },
    gpu: ({ inputs, outputs }) => [{ source: valueSource, inputs, output: outputs[0]! }],
  };
  return x => record(op, [x], {})[0]!;
}
