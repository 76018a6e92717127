/** A file that is not what it should be; the message names file, tensor, expected and found. */
export class SafetensorsError extends Error {
  override readonly name: string = 'SafetensorsError';
}
