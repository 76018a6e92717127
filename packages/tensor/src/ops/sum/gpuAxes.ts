// Index arithmetic of reductions on gpu.js: the last axis is the columns, all others are rows.

import { type Shape, sizeOf, type Tensor } from '../../graph/tensor.ts';
import { around } from '../axes.ts';
import { last, rows } from '../rules.ts';

/** Where a term lies along the axis, within the body of a `reductionKernel`. */
export const PLACE = 'i * this.constants.columns + j';

/**
 * A kernel over the numbers that one number of the result takes: `body` sees each as `value`, in order; its
 * place along the axis is PLACE. Rows of the source lie `step` apart, from `base` on.
 */
export function reductionKernel(
  shape: Shape,
  axis: number,
  start: string,
  body: string,
  end: string,
): string {
  const isLast = axis === shape.length - 1;
  const base = isLast
    ? 'this.thread.y * this.constants.perLine + this.thread.x'
    : 'this.thread.y + Math.floor((this.thread.y + 0.5) / this.constants.step) * this.constants.skipped';
  return `function (x) {
  const base = ${axis === -1 ? '0' : base};
  ${start}
  for (let i = 0; i < this.constants.turns; i++) {
    for (let j = 0; j < this.constants.columns; j++) {
      const value = x[base + i * this.constants.step][${axis === -1 || isLast ? 'j' : 'this.thread.x'}];
      ${body}
    }
  }
  return ${end};
}`;
}

export function reductionConstants(x: Tensor, y: Tensor, axis: number): Record<string, number> {
  const { length } = around(x.shape, axis);
  if (axis === -1) return { turns: rows(x), columns: last(x), step: 1, perLine: 1, skipped: 0, length };
  const isLast = axis === x.shape.length - 1;
  const step = isLast ? 1 : sizeOf(x.shape.slice(axis + 1, -1));
  const [turns, columns] = isLast ? [1, length] : [length, 1];
  return { turns, columns, step, perLine: last(y), skipped: (length - 1) * step, length };
}

/** The way back: of a number of x, its `place` along the axis, and the cotangent `slope` of the result it went into. */
export function spreadKernel(shape: Shape, axis: number, inputs: string, result: string): string {
  const isLast = axis === shape.length - 1;
  const where =
    axis === -1
      ? `const place = this.thread.y * this.constants.columns + this.thread.x;
  const row = 0;
  const column = 0;`
      : isLast
        ? `const place = this.thread.x;
  const row = Math.floor((this.thread.y + 0.5) / this.constants.perLine);
  const column = this.thread.y - row * this.constants.perLine;`
        : `const block = Math.floor((this.thread.y + 0.5) / (this.constants.length * this.constants.step));
  const rest = this.thread.y - block * this.constants.length * this.constants.step;
  const place = Math.floor((rest + 0.5) / this.constants.step);
  const row = block * this.constants.step + rest - place * this.constants.step;
  const column = this.thread.x;`;
  return `function (${inputs}) {
  ${where}
  const slope = dy[row][column];
  return ${result};
}`;
}
