// The text of a completion: without special tokens, and without the stop string that ended it.

import type { Tokenizer } from '@trapo/models';
import type { Request } from './batches.ts';
import { firstOf } from './pieces.ts';

/** What stands for bytes that are no whole character yet. */
const INCOMPLETE = '\ufffd';

/** The text of a whole completion. */
export function completionText(
  { decode }: Pick<Tokenizer, 'decode'>,
  tokens: ArrayLike<number>,
  { stopStrings = [], stop }: Pick<Request, 'stopStrings' | 'stop'>,
): string {
  const ids = Array.from(tokens);
  const text = decode(stop.has(ids.at(-1) ?? -1) ? ids.slice(0, -1) : ids, { skipSpecial: true });
  const found = firstOf(text, stopStrings);
  return found ? text.slice(0, found.at) : text;
}

/**
 * Text as it becomes sure: what may be the beginning of a stop string, or half a character, waits for what comes after.
 * @returns a function of all tokens so far, which gives the text that is new
 */
export function textStream(
  tokenizer: Pick<Tokenizer, 'decode'>,
  request: Pick<Request, 'stopStrings' | 'stop'>,
): (tokens: readonly number[], last: boolean) => string {
  let sent = 0;
  return (tokens, last) => {
    const text = completionText(tokenizer, tokens, request);
    const sure = last ? text.length : text.length - unsure(text, request.stopStrings ?? []);
    const fresh = text.slice(sent, Math.max(sent, sure));
    sent = Math.max(sent, sure);
    return fresh;
  };
}

/** How many characters at the end may still change, or begin a stop string. */
function unsure(text: string, stopStrings: readonly string[]): number {
  let longest = text.length - text.replace(new RegExp(`${INCOMPLETE}+$`), '').length;
  for (const stop of stopStrings) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(stop.slice(0, length))) longest = length;
    }
  }
  return longest;
}
