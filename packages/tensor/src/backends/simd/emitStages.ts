// From stages to kernel calls on planned memory.

import type { Stage } from '../../graph/stage.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { EmittedStage, Emitter } from './emitter.ts';

/** Emits the nodes of all stages, placing each value when it is made and freeing it after its last use. */
export function emitStages(stages: readonly Stage[], emit: Emitter): EmittedStage[] {
  const lastUse = new Map<Tensor, number>();
  let step = 0;
  for (const stage of stages) {
    for (const node of stage.nodes) {
      for (const tensor of [...node.inputs, ...node.outputs]) lastUse.set(tensor, step);
      step++;
    }
    for (const tensor of stage.outputs) lastUse.set(tensor, Number.POSITIVE_INFINITY);
  }
  step = 0;
  return stages.map(stage => {
    for (const tensor of stage.inputs) emit.place(tensor);
    for (const node of stage.nodes) {
      for (const tensor of node.outputs) emit.place(tensor);
      emit.emit(node);
      for (const tensor of new Set([...node.inputs, ...node.outputs])) {
        if (lastUse.get(tensor) === step) emit.release(tensor);
      }
      step++;
    }
    return emit.takeStage();
  });
}
