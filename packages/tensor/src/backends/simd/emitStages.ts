// From stages to kernel calls on planned memory.

import type { Node } from '../../graph/op.ts';
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
  const free = (tensors: Iterable<Tensor>, kept: ReadonlySet<Tensor>) => {
    for (const tensor of tensors) if (lastUse.get(tensor)! <= step && !kept.has(tensor)) emit.release(tensor);
  };
  return stages.map(stage => {
    for (const tensor of stage.inputs) emit.place(tensor);
    const waiting = new Waiting();
    const flush = () => {
      emit.group(waiting.nodes);
      free(waiting.tensors, new Set());
      waiting.clear();
    };
    for (const [i, node] of stage.nodes.entries()) {
      if (isAbsorbed(node, stage.nodes[i + 1], uses)) {
        waiting.hold(node);
      } else if (stage.nodes[i - 1] && waiting.holds(stage.nodes[i - 1]!)) {
        waiting.add(node);
        if (waiting.nodes.length === GROUP) flush();
      } else {
        if (waiting.concerns(node)) flush();
        for (const tensor of node.outputs) emit.place(tensor);
        emit.emit(node);
        free(new Set([...node.inputs, ...node.outputs]), waiting.tensors);
      }
      step++;
    }
    step--;
    flush();
    step++;
    return emit.takeStage();
  });
}

/** Nodes that absorb what others make, and the tensors that must stay for them. */
class Waiting {
  readonly nodes: Node[] = [];
  readonly tensors: Set<Tensor> = new Set();
  private held: Node | undefined;

  /** Keeps what a node needs whose work the next one does. */
  hold(node: Node): void {
    this.held = node;
    for (const tensor of [...node.inputs, ...node.outputs]) this.tensors.add(tensor);
  }

  holds(node: Node): boolean {
    return this.held === node;
  }

  add(node: Node): void {
    this.nodes.push(node);
    for (const tensor of [...node.inputs, ...node.outputs]) this.tensors.add(tensor);
  }

  /** Whether a node uses a variable that a waiting one changes. */
  concerns({ inputs }: Node): boolean {
    return this.nodes.some(node => inputs.includes(node.inputs[node.op.mutates![0]!]!));
  }

  clear(): void {
    this.nodes.length = 0;
    this.tensors.clear();
    this.held = undefined;
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
function isAbsorbed(node: Node, next: Node | undefined, uses: ReadonlyMap<Tensor, number>): boolean {
  if (next?.op.absorbs === undefined) return false;
  const [output] = node.outputs;
  return (
    next.inputs[next.op.absorbs] === output &&
    uses.get(output!) === 1 &&
    node.op.simdAdd?.(node) !== undefined
  );
}
