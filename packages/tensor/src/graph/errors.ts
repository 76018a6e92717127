/** Shapes or types that do not fit together. The message names the operation, the shapes and what would fit. */
export class ShapeError extends Error {
  override readonly name: string = 'ShapeError';
}

/** Formats shapes for messages: `[2, 3] and [4]`. */
export function shapes(...tensors: readonly { shape: readonly number[] }[]): string {
  return tensors.map(tensor => `[${tensor.shape.join(', ')}]`).join(' and ');
}
