// The calls of a plan in order, and after which of them each value is dead.

import type { Node } from '../../graph/op.ts';
import type { Stage } from '../../graph/stage.ts';
import { type Tensor, Variable } from '../../graph/tensor.ts';
import type { GpuCall } from './gpuCall.ts';

export interface Step {
  readonly op: string;
  readonly call: GpuCall;
  /** Values that nothing needs after this step. */
  readonly dead: readonly Tensor[];
}

export interface Schedule {
  readonly steps: readonly Step[];
  /** Values that nothing needs once the stage's outputs are read. */
  readonly dead: readonly Tensor[];
}

/** Walks all stages backwards: where a value is met first, there it is used last. */
export function schedule(stages: readonly Stage[]): readonly Schedule[] {
  const needed = new Set<Tensor>();
  const lastUsesOf = (tensors: readonly Tensor[]) => {
    const dead = tensors.filter((tensor, i) => !needed.has(tensor) && tensors.indexOf(tensor) === i);
    for (const tensor of tensors) needed.add(tensor);
    return dead.filter(tensor => !(tensor instanceof Variable));
  };
  return stages
    .toReversed()
    .map(({ inputs, nodes, outputs }) => {
      const dead = lastUsesOf([...inputs, ...outputs]);
      const steps = nodes
        .flatMap(callsOf)
        .toReversed()
        .map(({ op, call }) => ({ op, call, dead: lastUsesOf([...call.inputs, call.output]) }));
      return { steps: steps.toReversed(), dead };
    })
    .toReversed();
}

// Effects' handles hold no numbers, so nothing computes them.
function callsOf(node: Node): readonly { op: string; call: GpuCall }[] {
  const calls = node.op.gpu(node).filter(({ output }) => output.size > 0);
  return calls.map(call => ({ op: node.op.name, call }));
}
