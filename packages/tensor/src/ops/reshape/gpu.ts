import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { last } from '../rules.ts';

// Lines of `to` numbers are read from lines of `from`. Where one length divides the other, no index grows with the size
// of the tensor; otherwise the place among all numbers must be exact in float32, below 2^23.

const SAME = 'function (x) { return x[this.thread.y][this.thread.x]; }';

const LONGER = `function (x) {
  const line = Math.floor((this.thread.x + 0.5) / this.constants.from);
  return x[this.thread.y * this.constants.ratio + line][this.thread.x - line * this.constants.from];
}`;

const SHORTER = `function (x) {
  const line = Math.floor((this.thread.y + 0.5) / this.constants.ratio);
  return x[line][(this.thread.y - line * this.constants.ratio) * this.constants.to + this.thread.x];
}`;

const ANY = `function (x) {
  const place = this.thread.y * this.constants.to + this.thread.x;
  const line = Math.floor((place + 0.5) / this.constants.from);
  return x[line][place - line * this.constants.from];
}`;

export function gpu({ inputs, outputs: [y] }: Node): readonly GpuCall[] {
  const [from, to] = [last(inputs[0]!), last(y!)];
  const ratio = Math.max(from, to) / Math.min(from, to);
  const call = (source: string) => [{ source, inputs, output: y!, constants: { from, to, ratio } }];
  if (from === to) return call(SAME);
  if (to % from === 0) return call(LONGER);
  return call(from % to === 0 ? SHORTER : ANY);
}
