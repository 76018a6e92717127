// What a backend compiles: nodes in recording order, with what goes in and what comes out.

import { changedBy, type Node } from './op.ts';
import { type Tensor, Variable } from './tensor.ts';

/** Named tensors: the inputs or the outputs of a plan. */
export type Named = Readonly<Record<string, Tensor>>;

/** What to compile: placeholders in; results out; effects are nodes' outputs wanted only for what they change. */
export interface Recording {
  readonly inputs?: Named;
  readonly outputs?: Named;
  readonly effects?: readonly Tensor[];
}

/** One stretch of a plan that runs without coming back to the host. */
export interface Stage {
  readonly inputs: readonly Tensor[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly Tensor[];
}

/**
 * Splits recordings into stages: each holds the nodes that its outputs and effects need and that no earlier stage has
 * computed. What reads or changes one variable stays in recording order.
 *
 * @throws Error when a placeholder is used that no stage so far takes as input, or a mutated input is no variable
 */
export function toStages(recordings: readonly Recording[]): readonly Stage[] {
  const done = new Set<Node>();
  const given = new Set<Tensor>();
  return recordings.map(({ inputs = {}, outputs = {}, effects = [] }) => {
    for (const tensor of Object.values(inputs)) given.add(tensor);
    const nodes: Node[] = [];
    const visit = (tensor: Tensor) => {
      const { node } = tensor;
      if (!node) {
        if (tensor instanceof Variable || given.has(tensor)) return;
        throw new Error(
          `compile: a placeholder of shape [${tensor.shape.join(', ')}] is used but is not among the inputs`,
        );
      }
      if (done.has(node)) return;
      done.add(node);
      node.inputs.forEach(visit);
      nodes.push(node);
    };
    for (const tensor of [...Object.values(outputs), ...effects]) visit(tensor);
    nodes.sort((a, b) => a.id - b.id);
    for (const node of nodes) {
      for (const i of node.op.mutates ?? []) {
        if (!(node.inputs[i] instanceof Variable)) {
          throw new Error(
            `compile: ${node.op.name} changes its input ${i} in place, so that must be a variable`,
          );
        }
      }
    }
    return { inputs: Object.values(inputs), nodes: changesEarly(nodes), outputs: Object.values(outputs) };
  });
}

/**
 * Moves each node that changes variables to right after the last one that it depends on, so that what it takes is soon
 * dead: gradients go into their sums one by one, instead of all waiting for the end of the backward pass.
 */
function changesEarly(nodes: readonly Node[]): readonly Node[] {
  const ordered: Node[] = [];
  for (const node of nodes) {
    const changed = changedBy(node);
    if (changed.length === 0) {
      ordered.push(node);
      continue;
    }
    const last = ordered.findLastIndex(
      earlier =>
        node.inputs.some(input => input.node === earlier) ||
        earlier.inputs.some(input => changed.includes(input)) ||
        changedBy(earlier).some(variable => node.inputs.includes(variable)),
    );
    ordered.splice(last + 1, 0, node);
  }
  return ordered;
}
