// The gradient of broadcasting: what was repeated is summed, in one order whatever the threads.

import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import { type Node, type Op, record } from '../../graph/op.ts';
import { type Shape, sizeOf, type Tensor } from '../../graph/tensor.ts';
import { last, leading } from '../rules.ts';
import { align, walk } from './shape.ts';
import { rowExpression } from './zip.ts';

/** Scalars only may be attributes, so each shape has its own Op value. */
function opOf(shape: Shape): Op<Record<string, never>> {
  return {
    name: 'sumTo',
    infer: () => [{ shape, dtype: 'f32' }],
    simd: ({ inputs: [x], outputs: [y] }, emit) => {
      const axes = split(x!.shape, y!.shape);
      const inner = axes.pop() ?? { size: 1, stride: 1, kept: true };
      const kept = axes.filter(axis => axis.kept);
      const summed = axes.filter(axis => !axis.kept);
      emit.call('sumTo', y!.size, [
        emit.readAll(x!),
        emit.write(y!),
        inner.size,
        Number(inner.kept),
        kept.length,
        summed.length,
        sizeOf(summed.map(({ size }) => size)),
        ...[kept, summed].flatMap(group => [
          ...group.map(({ size }) => size),
          ...group.map(({ stride }) => stride),
        ]),
      ]);
    },
    gpu,
  };
}

/** The axes of a walk over `from`, and whether `to` keeps them. */
function split(from: Shape, to: Shape) {
  const { sizes, strides } = walk(from, [to, from]);
  return sizes.map((size, i) => ({ size, kept: strides[0]![i] !== 0, stride: strides[1]![i]! }));
}

function gpu({ inputs, outputs: [y] }: Node): readonly GpuCall[] {
  const [x] = inputs;
  const axes = split(leading(x!), align(y!.shape, x!.shape.length).slice(0, -1));
  const row = (kept: boolean, index: string) => {
    const group = axes.filter(axis => axis.kept === kept);
    return rowExpression(index, {
      sizes: group.map(({ size }) => size),
      strides: [group.map(({ stride }) => stride)],
    });
  };
  // WebGL 2 finds no way to read at 0 + 0
  const place = [row(true, 'this.thread.y'), row(false, 't')].filter(term => term !== '0').join(' + ') || '0';
  const turns = sizeOf(axes.filter(({ kept }) => !kept).map(({ size }) => size));
  const columns = last(y!) === 1 ? last(x!) : 1;
  const source = `function (x) {
    let sum = 0;
    for (let t = 0; t < this.constants.turns; t++) {
      for (let j = 0; j < this.constants.columns; j++) {
        sum += x[${place}][this.thread.x + j];
      }
    }
    return sum;
  }`;
  return [{ source, inputs, output: y!, constants: { turns, columns } }];
}

/** `x` summed to `shape`, from which it was broadcast; x itself where that is its shape. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  return x.shape.join() === shape.join() ? x : record(opOf(shape), [x], {})[0]!;
}
