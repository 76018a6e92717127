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
};

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  'trapo-train': {
    wholeGold: true,
    extraction: { boxes: 'afterFinalAnswer', latex: true, plain: true },
    comparison: lenient,
    sameTexts: false,
    strings: false,
  },
  'math-verify': {
    wholeGold: false,
    extraction: { boxes: 'first', latex: true, plain: true },
    comparison: lenient,
    sameTexts: true,
    strings: false,
  },
  oat: {
    wholeGold: true,
    extraction: { boxes: 'first', latex: true, plain: false },
    comparison: lenient,
    sameTexts: false,
    strings: false,
  },
  hendrycks: {
    wholeGold: true,
    extraction: { boxes: 'first', latex: true, plain: false },
    comparison: lenient,
    sameTexts: true,
    strings: true,
  },
  strict: {
    wholeGold: true,
    extraction: { boxes: 'first', latex: true, plain: false },
    comparison: {
      places: undefined,
      unorderedLists: true,
      setsAsTuples: false,
      relationsForSets: false,
      renamedVariables: false,
      looseUnits: false,
    },
    sameTexts: false,
    strings: false,
  },
};
