/** What a suite is: one file of cases, and our answer to each of them. */

/** One case of a file; what else it holds is its suite's business. */
export interface SuiteCase {
  readonly id: string;
}

export interface Suite {
  /** The file's name without .json. */
  readonly name: string;
  /** Undefined where we agree; otherwise the difference, in words. What throws differs too. */
  differs(peerCase: SuiteCase): string | undefined;
}

export interface SuiteReport {
  readonly name: string;
  readonly agreed: number;
  readonly total: number;
  /** Differences that docs/disagreements.md explains. */
  readonly documented: number;
  /** The id and the difference of every other case. */
  readonly misses: readonly string[];
}

/** Puts every case to its suite. `explained` are the ids that docs/disagreements.md explains. */
export function runSuite(
  suite: Suite,
  cases: readonly SuiteCase[],
  explained: ReadonlySet<string>,
): SuiteReport {
  const found = cases.map(peerCase => ({ id: peerCase.id, difference: difference(suite, peerCase) }));
  const differing = found.filter(({ difference }) => difference !== undefined);
  const misses = differing.filter(({ id }) => !explained.has(id));
  return {
    name: suite.name,
    agreed: cases.length - differing.length,
    total: cases.length,
    documented: differing.length - misses.length,
    misses: misses.map(({ id, difference }) => `${id}: ${difference}`),
  };
}

function difference(suite: Suite, peerCase: SuiteCase): string | undefined {
  try {
    return suite.differs(peerCase);
  } catch (error) {
    return `threw ${error instanceof Error ? error.message : String(error)}`;
  }
}
