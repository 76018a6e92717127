// Rows that are whole expert answers: the data of supervised fine-tuning.

import { assembleRow } from '@trapo/prefix-select';
import type { Problem } from '../data/index.ts';
import type { StepContext } from '../stepContext.ts';
import { encodeExperts, encodePrompt } from './encode.ts';
import type { TrainingRow } from './trainingRow.ts';

/** One row for every expert answer of every problem, all of it under the supervised loss. */
export async function expertRows(
  { policy, responseLength }: StepContext,
  problems: readonly Problem[],
): Promise<TrainingRow[]> {
  const { tokenizer } = policy;
  return problems.flatMap((problem, index) =>
    encodeExperts(tokenizer, problem).map(answer => ({
      problem,
      group: index,
      microGroup: 0,
      level: 0,
      prompt: encodePrompt(tokenizer, problem.prompt),
      response: assembleRow({
        prefix: answer,
        completion: [],
        responseLength,
        eos: [...tokenizer.ends],
        sft: true,
      }),
      inBaseline: false,
      truncated: answer.length > responseLength,
    })),
  );
}
