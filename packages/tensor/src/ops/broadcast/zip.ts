// How operations on broadcast operands reach the backends: one loop for all, one formula each.

import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Emitter } from '../../backends/simd/emitter.ts';
import type { Node } from '../../graph/op.ts';
import { batch, last, leading } from '../rules.ts';
import { type Walk, walk } from './shape.ts';

/** Emits `kernel`, a `zip<F>` of assembly, on the node's inputs. */
export function zipSimd(kernel: string, { inputs, outputs: [y] }: Node, emit: Emitter): void {
  const { sizes, strides } = walk(
    y!.shape,
    inputs.map(({ shape }) => shape),
  );
  const units = batch(y!);
  const operands = inputs.flatMap((tensor, k) => [
    tensor.shape.join() === y!.shape.join() ? emit.read(tensor) : emit.readAll(tensor),
    strides[k]!.at(-1) ?? 0,
    ...strides[k]!.slice(0, -1),
  ]);
  const outer = sizes.slice(0, -1);
  emit.call(kernel, units, [
    emit.write(y!),
    y!.size / units,
    sizes.at(-1) ?? 1,
    outer.length,
    ...outer,
    ...operands,
  ]);
}

/** The gpu.js kernel of the node; `body` ends in a return and calls the elements of the inputs by `names`. */
export function zipGpu(body: string, names: readonly string[], { inputs, outputs: [y] }: Node): GpuCall[] {
  const { sizes, strides } = walk(
    leading(y!),
    inputs.map(({ shape }) => shape.slice(0, -1)),
  );
  const elements = names.map((name, k) => {
    const row = rowExpression('this.thread.y', { sizes, strides: [strides[k]!] });
    const column = last(inputs[k]!) === 1 ? '0' : 'this.thread.x';
    return `const ${name} = ${name}s[${row}][${column}];`;
  });
  const parameters = names.map(name => `${name}s`).join(', ');
  return [{ source: `function (${parameters}) {\n${elements.join('\n')}\n${body}\n}`, inputs, output: y! }];
}

/** Where the row-th place of a walk (one operand) lies, as a kernel's expression. */
export function rowExpression(row: string, { sizes, strides: [strides] }: Walk): string {
  let below = 1;
  const terms = sizes.toReversed().map((size, i) => {
    const stride = strides!.at(-1 - i)!;
    const above = below * size;
    const index = below === 1 ? row : `Math.floor((${row} + 0.5) / ${below})`;
    const wrapped =
      i === sizes.length - 1 ? index : `(${index} - ${size} * Math.floor((${row} + 0.5) / ${above}))`;
    below = above;
    if (stride === 0) return '';
    return stride === 1 ? wrapped : `${stride} * ${wrapped}`;
  });
  return terms.filter(term => term !== '').join(' + ') || '0';
}
