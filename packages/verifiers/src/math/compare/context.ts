import type { Meter } from '../../budget.ts';

/** What counts as the same answer. */
export interface Comparison {
  /**
   * Numbers of which one is written as a decimal agree to this many places after the point, or as many digits where they
   * are below 1. Undefined: a decimal is as exact as a fraction.
   */
  readonly places: number | undefined;
  /** 5, 3 is the same list as 3, 5. Tuples always have an order, sets never. */
  readonly unorderedLists: boolean;
  /** A tuple in the gold may be given in set braces, in the same order. */
  readonly setsAsTuples: boolean;
  /** x > 2 may be given for (2, oo); the other way round is always right. */
  readonly relationsForSets: boolean;
  /** Variables may go by other names, in the order of their first mention. */
  readonly renamedVariables: boolean;
  /** 17 may be given for 17%, and for 17 with a unit. */
  readonly looseUnits: boolean;
  /** The digits of 52_8 may be given without the base. */
  readonly looseBases: boolean;
}

export interface Context extends Comparison {
  readonly meter: Meter;
}
