import {
  type CosineRange,
  cosineScore,
  overlongPenalty,
  repeatedShare,
  tagFormat,
} from '../../../../packages/verifiers/src/index.ts';
import { type Answer, type Call, callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';
import { accuracy } from './accuracy.ts';
import { contents, eachContent, tokenIds } from './chat.ts';

/** An argument of the function that made this one. */
const made = ({ ctor }: Call, name: string): number | undefined => ctor?.kwargs[name] as number | undefined;

export const softOverlongPunishment: Answer = call =>
  tokenIds(call).map(({ length }) =>
    overlongPenalty(length, made(call, 'max_completion_len')!, made(call, 'soft_punish_cache')!),
  );

const repetitionPenalty: Answer = call =>
  tokenIds(call).map(ids => repeatedShare(ids, made(call, 'ngram_size')!) * made(call, 'max_penalty')!);

export const cosineRange = (call: Call): CosineRange => ({
  correctShort: made(call, 'max_value_correct') ?? 1,
  correctLong: made(call, 'min_value_correct') ?? 0.5,
  wrongShort: made(call, 'min_value_wrong') ?? -1,
  wrongLong: made(call, 'max_value_wrong') ?? -0.5,
});

const cosineScaledReward: Answer = call => {
  const [, golds, ids] = call.args as [unknown, string[], number[][]];
  return contents(call).map((completion, i) => {
    const correct = accuracy(completion, golds[i]!);
    return correct === null
      ? null
      : cosineScore(correct, ids[i]!.length, made(call, 'max_len')!, cosineRange(call));
  });
};

export const accuracyReward: Answer = call => {
  const golds = call.args[1] as string[];
  return contents(call).map((completion, i) => rewardOf(accuracy(completion, golds[i]!)));
};

const rewardOf = (correct: boolean | null): number | null => (correct === null ? null : Number(correct));

/** What follows the last delimiter is graded; without one the answer was never given. */
const reasoningAccuracyReward: Answer = call => {
  const golds = call.args[1] as string[];
  const delimiters = (call.kwargs.reasoning_delimiters ?? ['</think>']) as string[];
  return contents(call).map((completion, i) => {
    const after = delimiters
      .map(mark => completion.split(mark))
      .find(parts => parts.length > 1)
      ?.at(-1);
    return after === undefined ? 0 : rewardOf(accuracy(after, golds[i]!));
  });
};

/** The rewards of TRL. */
export const trl: Suite = callSuite('trl', {
  think_format_reward: eachContent(completion =>
    tagFormat.verify({ gold: '', completion }, { tags: ['think'], textAfter: true }),
  ),
  get_soft_overlong_punishment: softOverlongPunishment,
  get_repetition_penalty_reward: repetitionPenalty,
  get_cosine_scaled_reward: cosineScaledReward,
  accuracy_reward: accuracyReward,
  reasoning_accuracy_reward: reasoningAccuracyReward,
});
