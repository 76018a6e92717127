// From stages to kernel calls on planned memory.

import type { Node } from '../../graph/op.ts';
import type { Stage } from '../../graph/stage.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { EmittedStage, Emitter } from './emitter.ts';

/** Emits the nodes of all stages, placing each value when it is made and freeing it after its last use. */
export function emitStages(stages: readonly Stage[], emit: Emitter): EmittedStage[] {
  const lastUse = new Map<Tensor, number>();
  const uses = new Map<Tensor, number>();
  const use = (tensor: Tensor) => uses.set(tensor, (uses.get(tensor) ?? 0) + 1);
  let step = 0;
  for (const stage of stages) {
    for (const node of stage.nodes) {
      for (const tensor of [...node.inputs, ...node.outputs]) lastUse.set(tensor, step);
      node.inputs.forEach(use);
      step++;
    }
    for (const tensor of stage.outputs) lastUse.set(tensor, Number.POSITIVE_INFINITY);
    stage.outputs.forEach(use);
  }
  step = 0;
  return stages.map(stage => {
    for (const tensor of stage.inputs) emit.place(tensor);
    let touched = new Set<Tensor>();
    for (const [i, node] of stage.nodes.entries()) {
      for (const tensor of [...node.inputs, ...node.outputs]) touched.add(tensor);
      if (!isAbsorbed(node, stage.nodes[i + 1], uses)) {
        for (const tensor of node.outputs) emit.place(tensor);
        emit.emit(node);
        for (const tensor of touched) if (lastUse.get(tensor)! <= step) emit.release(tensor);
        touched = new Set();
      }
      step++;
    }
    return emit.takeStage();
  });
}

/** Whether the next node computes it in its own place. */
function isAbsorbed(node: Node, next: Node | undefined, uses: ReadonlyMap<Tensor, number>): boolean {
  if (next?.op.absorbs === undefined) return false;
  const [output] = node.outputs;
  return (
    next.inputs[next.op.absorbs] === output &&
    uses.get(output!) === 1 &&
    node.op.simdAdd?.(node) !== undefined
  );
}
