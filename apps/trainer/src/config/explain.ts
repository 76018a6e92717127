// From zod's issues to sentences: where, what is needed, an example, what was received.

import { authorsCode } from '@trapo/prefix-select';
import { methodNames } from '@trapo/trainer';
import type { z } from 'zod';
import { isTree, merge, type Tree } from './merge.ts';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** One line for each fault of `config`; the recipe's own values are the examples, and its keys the known ones. */
export function explain(issues: readonly Issue[], config: Tree, recipe: Tree): string[] {
  const examples = merge(recipe, beyondTheRecipe) as Tree;
  return issues.flatMap(issue => flattened(issue)).flatMap(issue => lines(issue, config, examples));
}

function lines(issue: Issue, config: Tree, allExamples: Tree): string[] {
  const { path } = issue;
  const inPlan = path[1] === 'plan' && (path.length > 2 || issue.code === 'unrecognized_keys');
  const examples = inPlan ? planExample : allExamples;
  if (issue.code === 'unrecognized_keys') {
    const there = at(examples, path);
    const known = isTree(there) ? Object.keys(there) : [];
    return issue.keys.map(key => {
      const meant = nearest(key, known);
      const cure = meant === undefined ? '' : `; did you mean "${meant}"? There are: ${known.join(', ')}`;
      return `${named([...path, key])}: no such key${cure}`;
    });
  }
  const received = at(config, path, false);
  const example = at(examples, path);
  const shown = example === undefined ? '' : `, for example ${excerpt(example)}`;
  return [
    received === undefined
      ? `${named(path)}: this key is missing; give it${shown}`
      : `${named(path)}: ${needed(issue)}${shown}; received ${JSON.stringify(received)}`,
  ];
}

/** What zod says, without what it says of the input: that comes last in ours. */
const needed = (issue: Issue): string =>
  issue.message
    .replace(/^Invalid (input|option): /, '')
    .replace(/, received.*$/, '')
    .replace('expected object', 'keys with values are needed');

/** An example as JSON; of a map, its first key. */
const excerpt = (example: unknown): string =>
  isTree(example)
    ? JSON.stringify(Object.fromEntries(Object.entries(example).slice(0, 1))).replace(/\}$/, ', ...}')
    : JSON.stringify(example);

/** For a union, the faults of the form that was probably meant: the one whose own parts are at fault. */
function flattened(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const inner = issue.errors.find(branch =>
    branch.some(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  return inner ? inner.map(fault => ({ ...fault, path: [...issue.path, ...fault.path] })) : [issue];
}

/** The value at a path. In a map of names the user chooses (`anyName`), any entry serves as the example. */
function at(tree: unknown, path: Path, anyName = true): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)] ?? (anyName ? value[0] : undefined);
    if (!isTree(value)) return undefined;
    return value[String(key)] ?? (anyName ? Object.values(value)[0] : undefined);
  }, tree);
}

const named = (path: Path): string => (path.length === 0 ? 'the config' : path.map(String).join('.'));

/** Keys that the recipe leaves out. */
const beyondTheRecipe = {
  device: { threads: 2 },
  data: {
    pretrain: 'pretrain.jsonl',
    train: 'train.jsonl',
    benchmarks: { dev: 'dev.jsonl' },
    schema: 'auto',
    expertText: 'whole',
    badRows: 'refuse',
    promptLength: 1024,
    longPrompts: 'refuse',
  },
  model: { path: 'runs/two-digits-seed1/base/checkpoint' },
  methods: Object.fromEntries(methodNames.map(name => [name, { learningRate: 6e-4, steps: 70 }])),
};

/** For faults within a plan spelled out. */
const planExample = { training: { plan: authorsCode } };
