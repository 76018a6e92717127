// What a server takes, found out before the first rollout.

import type { SampleOptions, Tokenizer } from '@trapo/models';
import { hasTokenIds, sampleOf, textOf } from './completion.ts';
import { bodyOf, type Dialect, dialects } from './dialect.ts';
import { type Ask, ServerError } from './server.ts';

/** @throws ServerError or CompletionError of the plainest way of asking, where none works */
export async function probe(
  ask: Ask,
  tokenizer: Tokenizer,
): Promise<{ readonly dialect: Dialect; readonly repeatable: boolean }> {
  const prompt = somePrompt(tokenizer);
  const greedy: SampleOptions = { maxNewTokens: 8, temperature: 0, stop: tokenizer.ends };
  for (const dialect of dialects) {
    const tokenIds = dialect.extensions;
    const complete = (temperature: number) =>
      ask(bodyOf(dialect, { tokens: prompt, seed: 1 }, { ...greedy, temperature }, tokenizer));
    try {
      const answer = await complete(0);
      if (tokenIds && !hasTokenIds(answer)) continue; // it passes over fields that it does not know
      sampleOf(answer, { prompt, ...greedy, tokenIds }, tokenizer);
      const [first, second] = [textOf(await complete(1)), textOf(await complete(1))];
      return { dialect, repeatable: first === second };
    } catch (error) {
      const refused = error instanceof ServerError && (error.status === 400 || error.status === 422);
      if (!refused || dialect === dialects.at(-1)) throw error;
    }
  }
  throw new RangeError('there is no way of asking');
}

/** The beginning of sequence where there is one, and a token that is its own text's. */
function somePrompt(tokenizer: Tokenizer): Int32Array {
  const start = tokenizer.bos === null ? [] : [tokenizer.bos];
  for (let id = 0; id < tokenizer.vocabSize; id++) {
    const text = tokenizer.decode([id], { skipSpecial: true });
    if (text === '' || text.includes('\ufffd')) continue;
    const again = tokenizer.encode(text);
    if (again.length === 1 && again[0] === id) return Int32Array.of(...start, id);
  }
  throw new RangeError("the tokenizer has no token that its own text gives: is it the model's?");
}
