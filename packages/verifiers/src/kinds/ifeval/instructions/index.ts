import type { Instruction } from '../instruction.ts';
import { contentInstructions } from './content.ts';
import { formatInstructions } from './format.ts';
import { keywordInstructions } from './keywords.ts';
import { lengthInstructions } from './lengths.ts';
import { wholeInstructions } from './whole.ts';

/** Every instruction by its id: the 25 of IFEval, and four that only its tests have. */
export const instructions: Readonly<Record<string, Instruction>> = {
  ...keywordInstructions,
  ...lengthInstructions,
  ...contentInstructions,
  ...formatInstructions,
  ...wholeInstructions,
};
