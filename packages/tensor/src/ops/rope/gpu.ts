import { type GpuCall, notANumber } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { last, rows } from '../rules.ts';

const TURN = `function (x, positions, cos, sin) {
  const line = Math.floor((this.thread.y + 0.5) / this.constants.perLine);
  const position = positions[line][this.thread.y - line * this.constants.perLine];
  if (position < 0 || position >= this.constants.limit) {
    return ${notANumber('position')};
  }
  const pairs = this.constants.pairs;
  const inHead = this.thread.x - 2 * pairs * Math.floor((this.thread.x + 0.5) / (2 * pairs));
  let pair = inHead;
  let partner = this.thread.x + pairs;
  let side = -this.constants.direction;
  if (inHead >= pairs) {
    pair = inHead - pairs;
    partner = this.thread.x - pairs;
    side = this.constants.direction;
  }
  const turned = side * sin[position][pair] * x[this.thread.y][partner];
  return cos[position][pair] * x[this.thread.y][this.thread.x] + turned;
}`;

export function gpu({
  inputs,
  outputs,
  attributes,
}: Node<{ readonly heads: number; readonly inverse: boolean }>): readonly GpuCall[] {
  const [, positions, cos] = inputs;
  const constants = {
    perLine: last(positions!),
    limit: rows(cos!),
    pairs: last(cos!),
    direction: attributes.inverse ? -1 : 1,
  };
  return [{ source: TURN, inputs, output: outputs[0]!, constants }];
}
