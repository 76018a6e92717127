// A user's config over the recipe's.

export type Tree = Readonly<Record<string, unknown>>;

export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values of `over` in place of those of `under`, key by key where both are maps. */
export function merge(under: unknown, over: unknown): unknown {
  if (over === undefined) return under;
  if (!isTree(under) || !isTree(over)) return over;
  const keys = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map(key => [key, merge(under[key], over[key])]));
}

/**
 * Completes a config from the recipe: `pretrain`, `training`, `checkpoints`, `rollouts` and the sizes of `model` key by key, other keys as a whole.
 * What only makes sense for the recipe's own task (`task`, `average`) isn't taken over beside `data`, nor sizes beside a
 * path.
 */
export function completed(recipe: Tree, config: Tree): Tree {
  const own = 'data' in config && !('task' in config) ? ['task', 'average'] : [];
  const base = Object.fromEntries(Object.entries(recipe).filter(([key]) => !own.includes(key)));
  const section = (key: string) => merge(base[key], config[key]);
  return {
    ...base,
    ...config,
    ...(base.task !== undefined && { task: merge(base.task, named(config.task)) }),
    model: isTree(config.model) && 'path' in config.model ? config.model : section('model'),
    pretrain: section('pretrain'),
    training: section('training'),
    checkpoints: section('checkpoints'),
    rollouts: section('rollouts'),
    methods: withoutNulls('methods' in config ? config.methods : base.methods),
  };
}

/** In YAML `sft:` without a value is null; as a method it means no overrides. */
const withoutNulls = (methods: unknown): unknown =>
  isTree(methods)
    ? Object.fromEntries(Object.entries(methods).map(([name, value]) => [name, value ?? {}]))
    : methods;

/** `task: two-digits` is short for `task: {name: two-digits}`. */
const named = (task: unknown): unknown => (typeof task === 'string' ? { name: task } : task);
