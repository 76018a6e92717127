// From stages to kernel calls on planned memory.

import { changedBy, type Node } from '../../graph/op.ts';
import type { Stage } from '../../graph/stage.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { EmittedStage, Emitter } from './emitter.ts';

/** Sums into variables that wait for each other. */
const GROUP = 8;

/**
 * Emits the nodes of all stages, placing each value when it is made and freeing it after its last use.
 *
 * Products that go straight into a variable, the gradients of weights, wait until there are several: every one reads what
 * all threads have written, so together they cost two barriers instead of two each.
 */
export function emitStages(stages: readonly Stage[], emit: Emitter): EmittedStage[] {
  const { lastUse, uses } = usesOf(stages);
  let step = 0;
  const free = (tensors: Iterable<Tensor>, kept?: ReadonlySet<Tensor>) => {
    for (const tensor of tensors) if (lastUse.get(tensor)! < step && !kept?.has(tensor)) emit.release(tensor);
  };
  return stages.map(({ inputs, nodes }) => {
    for (const tensor of inputs) emit.place(tensor);
    const waiting = new Waiting();
    const flush = () => {
      emit.group(waiting.nodes);
      free(waiting.tensors);
      waiting.clear();
    };
    for (let i = 0; i < nodes.length; i++) {
      const [node, next] = [nodes[i]!, nodes[i + 1]];
      if (waiting.concerns(node)) flush();
      if (next && isAbsorbed(node, next, uses)) {
        waiting.add(node, next);
        i++;
        step += 2;
        if (waiting.nodes.length === GROUP) flush();
      } else {
        for (const tensor of node.outputs) emit.place(tensor);
        emit.emit(node);
        step++;
        free(new Set([...node.inputs, ...node.outputs]), waiting.tensors);
      }
    }
    flush();
    return emit.takeStage();
  });
}

/** Nodes that absorb what others make, and the tensors that must stay as they are for them. */
class Waiting {
  readonly nodes: Node[] = [];
  readonly tensors: Set<Tensor> = new Set();
  private readonly changed = new Set<Tensor>();

  add(maker: Node, absorber: Node): void {
    this.nodes.push(absorber);
    for (const tensor of [maker, absorber].flatMap(({ inputs, outputs }) => [...inputs, ...outputs])) {
      this.tensors.add(tensor);
    }
    for (const variable of changedBy(absorber)) this.changed.add(variable);
  }

  /** Whether a node uses a variable that a waiting one changes, or changes one that a waiting one uses. */
  concerns(node: Node): boolean {
    return (
      node.inputs.some(tensor => this.changed.has(tensor)) ||
      changedBy(node).some(variable => this.tensors.has(variable))
    );
  }

  clear(): void {
    this.nodes.length = 0;
    this.tensors.clear();
    this.changed.clear();
  }
}

/** Of every tensor, the step of its last use and the number of its uses. */
function usesOf(stages: readonly Stage[]) {
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
  return { lastUse, uses };
}

/** Whether the next node computes it in its own place. */
function isAbsorbed(node: Node, next: Node, uses: ReadonlyMap<Tensor, number>): boolean {
  if (next.op.absorbs === undefined) return false;
  const [output] = node.outputs;
  return (
    next.inputs[next.op.absorbs] === output &&
    uses.get(output!) === 1 &&
    node.op.simdAdd?.(node) !== undefined
  );
}
