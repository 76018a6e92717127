// Reads the options' values. What doesn't fit is refused with an example of what is right.

import { InvalidArgumentError } from 'commander';

/** A whole number, `3`. */
export function wholeNumber(value: string): number {
  if (/^-?\d+$/.test(value)) return Number(value);
  throw new InvalidArgumentError(
    `a whole number is needed, for example 3; received ${JSON.stringify(value)}.`,
  );
}

/** A number, `0.7`. */
export function decimal(value: string): number {
  if (value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  throw new InvalidArgumentError(`a number is needed, for example 0.7; received ${JSON.stringify(value)}.`);
}

/** A port, `4747`; 0 is any that is free. */
export function port(value: string): number {
  const number = wholeNumber(value);
  if (number >= 0 && number <= 65_535) return number;
  throw new InvalidArgumentError(`a port from 0 to 65535 is needed, for example 4747; received ${value}.`);
}

/** Names, `sft,trapo`. */
export const names = (value: string): string[] => value.split(',').map(name => name.trim());

/** JSON of an object, `{"open": "["}`. */
export function jsonObject(value: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new InvalidArgumentError(
    `a JSON object is needed, for example '{"open": "["}'; received ${JSON.stringify(value)}.`,
  );
}
