import {
  cosineScore,
  groupLengthScores,
  repetition,
  stepMarkers,
  tagFormat,
} from '../../../../packages/verifiers/src/index.ts';
import { type Answer, callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';
import { accuracy } from './accuracy.ts';
import { contents, eachContent } from './chat.ts';
import { accuracyReward, cosineRange, softOverlongPunishment } from './trl.ts';

const repetitionPenalty = eachContent((completion, { ctor }) => {
  const { ngram_size, max_penalty, language = 'en' } = ctor!.kwargs;
  return repetition.verify(
    { gold: '', completion },
    {
      n: ngram_size as number,
      worst: max_penalty as number,
      language: language === 'en' ? '' : (language as string),
    },
  );
});

/** Lengths are characters there. */
const cosineScaledReward: Answer = call => {
  const golds = call.args[1] as string[];
  return contents(call).map((completion, i) => {
    const correct = accuracy(completion, golds[i]!) === true;
    return cosineScore(correct, completion.length, call.ctor!.kwargs.max_len as number, cosineRange(call));
  });
};

/** A gold that can't be read counts as met there. */
const lenReward: Answer = call => {
  const golds = call.args[1] as string[];
  const completions = contents(call);
  return groupLengthScores(
    completions.map(({ length }) => length),
    completions.map((completion, i) => accuracy(completion, golds[i]!) !== false),
  );
};

/** The rewards of open-r1. */
export const openR1: Suite = callSuite('open-r1', {
  format_reward: eachContent(completion => tagFormat.verify({ gold: '', completion }, { lines: true })),
  tag_count_reward: eachContent(completion =>
    tagFormat.verify({ gold: '', completion }, { lines: true, partial: true }),
  ),
  reasoning_steps_reward: eachContent(completion => stepMarkers.verify({ gold: '', completion })),
  get_code_format_reward: eachContent((completion, { ctor }) =>
    tagFormat.verify(
      { gold: '', completion },
      { lines: true, code: (ctor?.kwargs.language ?? 'python') as string },
    ),
  ),
  get_repetition_penalty_reward: repetitionPenalty,
  get_soft_overlong_punishment: softOverlongPunishment,
  accuracy_reward: accuracyReward,
  get_cosine_scaled_reward: cosineScaledReward,
  len_reward: lenReward,
});
