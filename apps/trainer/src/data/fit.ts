// Whether rows fit the model.

import { type ChatTokenizer, fitted } from '@trapo/trainer';
import type { DataConfig } from '../config/config.ts';
import type { RunData } from './load.ts';

interface Lengths {
  readonly tokenizer: ChatTokenizer;
  /** Longest sequence of the model, in tokens. */
  readonly maxTokens: number;
  readonly responseLength: number;
}

/**
 * The rows without training problems that are too long, where the config says that these are left out; benchmarks are
 * always whole.
 * @throws Error naming the problems that are too long
 */
export function fitData(data: RunData, files: DataConfig, lengths: Lengths): RunData {
  for (const [name, problems] of data.benchmarks) fitted(files.benchmarks[name]!, problems, lengths);
  const { promptLength, longPrompts } = files;
  const { problems, leftOut, cutExperts } = fitted(files.train, data.train, {
    ...lengths,
    ...(promptLength && { promptLength }),
    ...(longPrompts && { longPrompts }),
  });
  return {
    ...data,
    train: problems,
    notes: [
      ...data.notes,
      ...(leftOut.length > 0
        ? [
            `${leftOut.length} of ${data.train.length} problems are too long and left out: ${excerpt(leftOut)}`,
          ]
        : []),
      ...(cutExperts > 0
        ? [`${cutExperts} expert answers are longer than training.responseLength and will be cut`]
        : []),
    ],
  };
}

const excerpt = (ids: readonly string[]): string =>
  ids.length > 20 ? `${ids.slice(0, 20).join(', ')} and ${ids.length - 20} more` : ids.join(', ');
