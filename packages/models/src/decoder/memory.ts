// Refusals before memory is taken, with the figures.

import { type Device, OutOfMemoryError } from '@trapo/tensor';

/** Throws OutOfMemoryError unless `bytes` more fit the device: what takes them, and what to do about it. */
export function refuseUnlessFits({ memory }: Device, bytes: number, what: string, cure: string): void {
  if (!memory || memory.used + bytes <= memory.limit) return;
  throw new OutOfMemoryError(
    `${what}, and ${mebibytes(memory.limit - memory.used)} of the device's ${mebibytes(memory.limit)} are free: ${cure}`,
  );
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
