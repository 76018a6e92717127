import { profiles } from '../../../../packages/verifiers/src/kinds/math/profiles.ts';
import { normalise, parse, same } from '../../../../packages/verifiers/src/math/index.ts';
import { readSrepr } from '../srepr.ts';
import type { Suite, SuiteCase } from '../suite.ts';
import { sympyTree } from '../sympyTree.ts';

interface ParseCase extends SuiteCase {
  readonly latex: string;
  readonly srepr: string;
}

const meter = { spend() {} };

/** The parser's tests of latex2sympy2_extended: our tree means what sympy's does. */
export const latex2sympyParse: Suite = {
  name: 'latex2sympy-parse',
  differs(peerCase) {
    const { latex, srepr } = peerCase as ParseCase;
    const parsed = parse(normalise(latex), meter);
    if (srepr === 'None') return 'reason' in parsed ? undefined : 'parsed what should not parse';
    if ('reason' in parsed) return `${latex}: ${parsed.reason}`;
    const comparison = { ...profiles['math-verify'].comparison, meter };
    const agrees = same(sympyTree(readSrepr(srepr)), sympyTree(parsed.expr), comparison);
    return agrees ? undefined : `${latex} is not ${srepr}`;
  },
};
