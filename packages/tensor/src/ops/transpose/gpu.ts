import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { sizeOf } from '../../graph/tensor.ts';
import { type Axes, split } from './axes.ts';

// Rows of x are (outer, p, between) or, where q is not the last axis, (outer, p, between, q, inner rows).

const LAST = `function (x) {
  const line = Math.floor((this.thread.y + 0.5) / this.constants.between);
  const k = this.thread.y - line * this.constants.between;
  const block = Math.floor((line + 0.5) / this.constants.q);
  const row = (block * this.constants.p + this.thread.x) * this.constants.between + k;
  return x[row][line - block * this.constants.q];
}`;

const ROWS = `function (x) {
  const a = Math.floor((this.thread.y + 0.5) / this.constants.inner);
  const c = this.thread.y - a * this.constants.inner;
  const b = Math.floor((a + 0.5) / this.constants.p);
  const i = a - b * this.constants.p;
  const line = Math.floor((b + 0.5) / this.constants.between);
  const k = b - line * this.constants.between;
  const block = Math.floor((line + 0.5) / this.constants.q);
  const j = line - block * this.constants.q;
  const place = ((block * this.constants.p + i) * this.constants.between + k) * this.constants.q + j;
  return x[place * this.constants.inner + c][this.thread.x];
}`;

export function gpu({ inputs, outputs: [y], attributes: { first, second } }: Node<Axes>): readonly GpuCall[] {
  const { shape } = inputs[0]!;
  const isLast = second === shape.length - 1;
  const { between } = split(shape, first, second);
  const inner = sizeOf(shape.slice(second + 1, -1));
  const constants = { p: shape[first]!, q: shape[second]!, between, inner };
  return [{ source: isLast ? LAST : ROWS, inputs, output: y!, constants }];
}
