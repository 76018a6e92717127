// A view as the page's address has it: a reload shows the same, and a link shows it to others.

export const tabs = ['curves', 'rollouts', 'compare', 'configs'] as const;
export type Tab = (typeof tabs)[number];

export interface View {
  readonly tab: Tab;
  /** Ids of the runs that are shown; undefined: those that the page picks. */
  readonly runs: readonly string[] | undefined;
  /** Names of the stages that are shown; undefined: all methods. */
  readonly stages: readonly string[] | undefined;
  /** Weight of the past in curves, 0: none. */
  readonly smooth: number;
  readonly log: boolean;
  /** Steps that curves are zoomed to. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** What the list of all metrics is narrowed to. */
  readonly find: string;
  /** In the rollout browser: a run and stage, a recorded step, and a prompt of it by its place. */
  readonly source: string | undefined;
  readonly step: number | undefined;
  readonly prompt: number;
  /** In the comparison: every run by itself. */
  readonly each: boolean;
  /** In the configs: also keys that are the same in all runs. */
  readonly same: boolean;
}

const usual: View = {
  tab: 'curves',
  runs: undefined,
  stages: undefined,
  smooth: 0.6,
  log: false,
  from: undefined,
  to: undefined,
  find: '',
  source: undefined,
  step: undefined,
  prompt: 0,
  each: false,
  same: false,
};

/** A view from the address, with what is usual for what it doesn't say or says wrongly. */
export function read(hash: string): View {
  const query = new URLSearchParams(hash.replace(/^#/, ''));
  const number = (name: string): number | undefined => {
    const value = Number(query.get(name) || Number.NaN);
    return Number.isFinite(value) ? value : undefined;
  };
  const list = (name: string) =>
    query.has(name) ? query.getAll(name).filter(item => item !== '') : undefined;
  return {
    tab: tabs.find(tab => tab === query.get('tab')) ?? usual.tab,
    runs: list('run'),
    stages: list('stage'),
    smooth: Math.min(0.99, Math.max(0, number('smooth') ?? usual.smooth)),
    log: query.get('log') === '1',
    from: number('from'),
    to: number('to'),
    find: query.get('find') ?? '',
    source: query.get('source') ?? undefined,
    step: number('step'),
    prompt: number('prompt') ?? 0,
    each: query.get('each') === '1',
    same: query.get('same') === '1',
  };
}

/** The address of a view: what is not as usual. */
export function written(shown: View): string {
  const query = new URLSearchParams();
  const names = { runs: 'run', stages: 'stage' } as const;
  for (const [key, value] of Object.entries(shown) as [keyof View, View[keyof View]][]) {
    if (value === undefined || value === usual[key]) continue;
    if (key === 'runs' || key === 'stages') {
      const items = value as readonly string[];
      for (const item of items.length > 0 ? items : ['']) query.append(names[key], item);
    } else query.set(key, value === true ? '1' : String(value));
  }
  return query.toString();
}
