// Reverse-mode differentiation on recordings: it walks the nodes backwards and records each one's gradient.

import { add } from '../ops/add/add.ts';
import { hasType } from '../ops/rules.ts';
import { ShapeError, shapes } from './errors.ts';
import type { Node } from './op.ts';
import type { Tensor } from './tensor.ts';

/** Options of `vjp`. */
export interface VjpOptions {
  /** Tensors taken as they are, as if they were inputs: nothing flows through them to what they were made from. */
  readonly leaves?: readonly Tensor[];
}

/**
 * The vector-Jacobian product: given cotangents of `outputs` (same shapes and types; they may come from outside, as the
 * losses' per-token gradients do), records and returns the cotangents of `wrt`, one for each, in order.
 *
 * @throws ShapeError when a cotangent does not have its output's shape and type
 * @throws Error when a tensor of `wrt` does not influence the outputs, or a node on the way has no gradient
 */
export function vjp(
  outputs: readonly Tensor[],
  cotangents: readonly Tensor[],
  wrt: readonly Tensor[],
  { leaves = [] }: VjpOptions = {},
): readonly Tensor[] {
  const flowing = new Map<Tensor, Tensor>();
  const accumulate = (tensor: Tensor, cotangent: Tensor) => {
    const sum = flowing.get(tensor);
    flowing.set(tensor, sum ? add(sum, cotangent) : cotangent);
  };
  outputs.forEach((output, i) => {
    const cotangent = cotangents[i];
    if (!cotangent || cotangent.shape.join() !== output.shape.join()) {
      throw new ShapeError(
        `vjp: the cotangent of output ${i} must have its shape [${output.shape.join(', ')}]; got ${cotangent ? shapes(cotangent) : 'none'}`,
      );
    }
    hasType('vjp', `the cotangent of output ${i}`, cotangent, output.dtype);
    accumulate(output, cotangent);
  });
  const needed = influencedBy(wrt, outputs, new Set(leaves));
  for (const node of [...needed].sort((a, b) => b.id - a.id)) {
    const incoming = node.outputs.map(output => flowing.get(output));
    if (incoming.every(cotangent => cotangent === undefined)) continue;
    if (!node.op.gradient) throw new Error(`vjp: the operation ${node.op.name} has no gradient`);
    node.op.gradient(node, incoming).forEach((cotangent, i) => {
      const to = node.inputs[i]!;
      if (cotangent && (wrt.includes(to) || (to.node && needed.has(to.node)))) accumulate(to, cotangent);
    });
  }
  return wrt.map((tensor, i) => {
    const cotangent = flowing.get(tensor);
    if (!cotangent)
      throw new Error(`vjp: tensor ${i} of wrt (shape ${shapes(tensor)}) does not influence the outputs`);
    return cotangent;
  });
}

/** The nodes between `wrt` and `outputs`: those whose gradient is needed. */
function influencedBy(
  wrt: readonly Tensor[],
  outputs: readonly Tensor[],
  leaves: ReadonlySet<Tensor>,
): Set<Node> {
  const known = new Map<Node, boolean>();
  const reaches = (tensor: Tensor): boolean => {
    const { node } = tensor;
    if (!node || leaves.has(tensor)) return wrt.includes(tensor);
    let through = known.get(node);
    if (through === undefined) {
      // every input is visited, so that `known` covers the whole way
      through = node.inputs.map(reaches).includes(true);
      known.set(node, through);
    }
    return through || wrt.includes(tensor);
  };
  for (const output of outputs) reaches(output);
  return new Set([...known].filter(([, answer]) => answer).map(([node]) => node));
}
