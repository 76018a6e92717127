/** Limits that depend on the input alone, so that a verdict never depends on the machine's load. */
export interface Budget {
  /** The longest gold and completion together, in UTF-16 code units. */
  readonly characters: number;
  /** The most work: one step is about one character looked at or one small operation, whatever the kind. */
  readonly steps: number;
}

/**
 * A million characters is some 25 times the longest response of the paper (8,192 tokens); fifty million steps take a
 * second or less.
 */
export const defaultBudget: Budget = { characters: 1_000_000, steps: 50_000_000 };

/** Thrown where a budget ends; it becomes the status `timeout`, never a score. */
export class BudgetExceeded extends Error {}

/** Counts steps. */
export interface Meter {
  /** @throws BudgetExceeded when more steps are spent than there are */
  spend(steps: number): void;
}

/** A meter that starts full. */
export function meterOf({ steps }: Budget): Meter {
  let left = steps;
  return {
    spend(spent) {
      left -= spent;
      if (left < 0) throw new BudgetExceeded(`it takes more than ${steps} steps`);
    },
  };
}

/** @throws BudgetExceeded when gold and completion are longer than the budget */
export function checkLength(
  { gold, completion }: { readonly gold: string; readonly completion: string },
  budget: Budget,
): void {
  const characters = gold.length + completion.length;
  if (characters > budget.characters)
    throw new BudgetExceeded(`gold and completion have ${characters} characters, over ${budget.characters}`);
}
