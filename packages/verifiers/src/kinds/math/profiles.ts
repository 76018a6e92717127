/** Conventions of graders, by name. */
import type { Comparison } from '../../math/compare/context.ts';
import type { Extraction } from '../../math/extract/candidates.ts';

export type ProfileName = 'trapo-train' | 'math-verify' | 'oat' | 'hendrycks' | 'strict';

export interface Profile {
  /** Whether a gold is mathematics as a whole, rather than a text to extract it from. */
  readonly wholeGold: boolean;
  readonly extraction: Extraction;
  readonly comparison: Comparison;
  /** Two texts that are no mathematics are the same answer where they are the same text. */
  readonly sameTexts: boolean;
  /** Strings are compared, as MATH's own grader does, rather than what they mean. */
  readonly strings: boolean;
}

const lenient: Comparison = {
  places: 6,
  unorderedLists: true,
  setsAsTuples: true,
  relationsForSets: true,
  renamedVariables: false,
  looseUnits: true,
  looseBases: false,
};

const trapoTrain: Profile = {
  wholeGold: true,
  extraction: { boxes: 'afterFinalAnswer', latex: true, plain: true },
  comparison: lenient,
  sameTexts: false,
  strings: false,
};

const boxed: Profile = { ...trapoTrain, extraction: { boxes: 'first', latex: true, plain: false } };

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  'trapo-train': trapoTrain,
  'math-verify': {
    ...trapoTrain,
    wholeGold: false,
    comparison: { ...lenient, looseBases: true },
    extraction: { ...trapoTrain.extraction, boxes: 'first' },
    sameTexts: true,
  },
  oat: boxed,
  hendrycks: { ...boxed, sameTexts: true, strings: true },
  strict: {
    ...boxed,
    comparison: {
      ...lenient,
      places: undefined,
      setsAsTuples: false,
      relationsForSets: false,
      looseUnits: false,
    },
  },
};
