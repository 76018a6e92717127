import type { VNode } from 'preact';
import type { StageContents } from '../../api.ts';
import { dark, type Line, lines } from '../lines.ts';
import { ask, useAsked, versionOf } from '../server.ts';
import { show, view } from '../view.ts';
import { type Curve, CurveCard } from './CurveCard.tsx';
import { HISTOGRAM, HistogramCard } from './HistogramCard.tsx';
import { type Part, StackCard } from './StackCard.tsx';

/** What people look at first, in this order; a curve is there when a line has it. */
const curves: readonly Curve[] = [
  { metric: 'reward', title: 'Reward', caption: 'Mean reward of all rollouts of the step.', share: true },
  {
    metric: 'rewardWithoutPrefix',
    title: 'Reward without a prefix',
    caption: 'Mean reward of the rollouts that were given nothing of the expert answer.',
    share: true,
  },
  {
    metric: 'expertProbability',
    title: 'Probability of expert tokens',
    caption: "Mean probability that the policy gives to the expert's tokens.",
    share: true,
  },
  {
    metric: 'outsideTrustRegion',
    title: 'Outside the trust region',
    caption: 'Share of trained expert tokens with a probability below alpha.',
    share: true,
  },
  { metric: 'entropy', title: 'Entropy', caption: 'Mean entropy over response tokens, in nats.' },
  {
    metric: 'responseLength',
    title: 'Response length',
    caption: 'Mean tokens of a response, prefix included.',
  },
  {
    metric: 'truncated',
    title: 'Cut off',
    caption: 'Share of responses without an end of sequence.',
    share: true,
  },
  {
    metric: 'gradientNorm',
    title: 'Gradient norm',
    caption: 'Global norm of the gradient, before clipping.',
  },
  { metric: 'loss', title: 'Loss', caption: 'The whole loss, entropy bonus included.' },
  { metric: 'learningRate', title: 'Learning rate', caption: 'Of the update.' },
  {
    metric: 'generatedTokensPerSecond',
    title: 'Generating, tokens a second',
    caption: 'Sampled tokens a second of sampling.',
  },
  {
    metric: 'learnedTokensPerSecond',
    title: 'Learning, tokens a second',
    caption: 'Tokens of the update a second of scoring, gradients and update.',
  },
];

/** Accuracies while training, whatever benchmark they are of. */
const isAccuracy = (metric: string): boolean => /^(eval|accuracy)(\/|$)/.test(metric);

export function CurvesTab(): VNode {
  const contents = useContents(lines.value);
  const { find } = view.value;
  const withContents = lines.value.flatMap(line => {
    const has = contents.get(line.key);
    return has ? [{ line, has }] : [];
  });
  const having = (metric: string) =>
    withContents.filter(({ has }) => has.metrics.includes(metric)).map(({ line }) => line);
  const all = [...new Set(withContents.flatMap(({ has }) => has.metrics))];
  const accuracies = all
    .filter(isAccuracy)
    .map((metric): Curve => ({ metric, title: metric, caption: 'Accuracy while training.', share: true }));
  const first = [...curves.slice(0, 2), ...accuracies, ...curves.slice(2)].filter(({ metric }) =>
    all.includes(metric),
  );
  const named = new Set(first.map(({ metric }) => metric));
  const rest = all.filter(metric => !named.has(metric) && metric.toLowerCase().includes(find.toLowerCase()));
  const unreadable = withContents.reduce((sum, { has }) => sum + has.unreadable, 0);

  return (
    <>
      <Toolbar />
      {unreadable > 0 && <p class="error">{unreadable} lines of the logs can't be read and are left out.</p>}
      {lines.value.length === 0 && <p class="empty">Choose a run and a stage.</p>}
      <div class="grid">
        {first.slice(0, 2 + accuracies.length).map(curve => (
          <CurveCard key={curve.metric} {...curve} lines={having(curve.metric)} />
        ))}
        {withContents.map(({ line, has }) => (
          <Levels key={line.key} line={line} contents={has} />
        ))}
        {withContents
          .filter(({ has }) => has.lists.includes(HISTOGRAM))
          .map(({ line, has }) => (
            <HistogramCard key={line.key} line={line} contents={has} />
          ))}
        {first.slice(2 + accuracies.length).map(curve => (
          <CurveCard key={curve.metric} {...curve} lines={having(curve.metric)} />
        ))}
        {withContents.map(({ line, has }) => (
          <Phases key={line.key} line={line} contents={has} />
        ))}
      </div>
      <details class="rest" open={find !== ''}>
        <summary>All other metrics ({all.length - named.size})</summary>
        <label class="find">
          Find{' '}
          <input
            type="search"
            value={find}
            onInput={({ currentTarget }) => show({ find: currentTarget.value })}
          />
        </label>
        <div class="grid">
          {rest.map(metric => (
            <CurveCard key={metric} metric={metric} title={metric} caption={metric} lines={having(metric)} />
          ))}
        </div>
      </details>
    </>
  );
}

function Toolbar(): VNode {
  const { smooth, log, from, to } = view.value;
  const step = (text: string) => (text === '' ? undefined : Number(text));
  return (
    <div class="toolbar" role="toolbar" aria-label="Curves">
      <label>
        smoothing
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={smooth}
          onInput={({ currentTarget }) => show({ smooth: Number(currentTarget.value) })}
        />
        <output>{smooth.toFixed(2)}</output>
      </label>
      <label>
        <input
          type="checkbox"
          checked={log}
          onChange={({ currentTarget }) => show({ log: currentTarget.checked })}
        />
        log axis
      </label>
      <label>
        steps
        <input
          type="number"
          min={1}
          aria-label="from step"
          placeholder="first"
          value={from ?? ''}
          onChange={({ currentTarget }) => show({ from: step(currentTarget.value) })}
        />
        to
        <input
          type="number"
          min={1}
          aria-label="to step"
          placeholder="last"
          value={to ?? ''}
          onChange={({ currentTarget }) => show({ to: step(currentTarget.value) })}
        />
      </label>
      <button
        type="button"
        disabled={from === undefined && to === undefined}
        onClick={() => show({ from: undefined, to: undefined })}
      >
        all steps
      </button>
      <span class="hint">drag in a chart to zoom, double-click for all</span>
    </div>
  );
}

/** Light to strong: the more of the expert's answer is given, the stronger. */
const levelColours: readonly (readonly [string, string])[] = [
  ['#cfd8dc', '#3d4650'],
  ['#fdd49e', '#7a5428'],
  ['#fc8d59', '#b8622f'],
  ['#c23b22', '#e0593b'],
  ['#67000d', '#ffb199'],
];

function Levels({ line, contents }: { line: Line; contents: StageContents }): VNode | null {
  const levels = contents.metrics.filter(metric => /^level\d+$/.test(metric)).sort();
  if (levels.length < 2) return null;
  const parts = levels.map((metric, i): Part => {
    const level = Number(metric.slice('level'.length));
    const colours = levelColours[Math.min(i, levelColours.length - 1)]!;
    return {
      metric,
      label: level === 0 ? 'no prefix' : `level ${level}`,
      colour: colours[Number(dark.value)]!,
    };
  });
  return (
    <StackCard
      title={`Prefix levels · ${line.label}`}
      caption="Share of the rollouts at each level of the prefix plan: the higher, the more of the expert answer is given."
      line={line}
      parts={parts}
      range={[0, 1]}
    />
  );
}

const phases: readonly { readonly metric: string; readonly label: string }[] = [
  { metric: 'generate', label: 'generate' },
  { metric: 'verify', label: 'verify' },
  { metric: 'learn', label: 'learn' },
  { metric: 'otherSeconds', label: 'other' },
];
const phaseColours: readonly (readonly [string, string])[] = [
  ['#4d8fbf', '#4d8fbf'],
  ['#d9975b', '#c98545'],
  ['#8c9a5b', '#9aa86a'],
  ['#9a7fb5', '#a98fc4'],
];

function Phases({ line, contents }: { line: Line; contents: StageContents }): VNode | null {
  const parts = phases
    .filter(({ metric }) => contents.metrics.includes(metric))
    .map(({ metric, label }, i): Part => ({ metric, label, colour: phaseColours[i]![Number(dark.value)]! }));
  if (parts.length === 0) return null;
  return (
    <StackCard
      title={`Seconds a step · ${line.label}`}
      caption="What a step's time goes to."
      line={line}
      parts={parts}
    />
  );
}

/** What each line has, read again as its logs grow. */
function useContents(all: readonly Line[]): ReadonlyMap<string, StageContents> {
  const key = JSON.stringify(all.map(({ key, run, stage }) => [key, versionOf(run.id, stage.name)]));
  const { value } = useAsked(key, async () => {
    const found = await Promise.all(
      all.map(async line => {
        const parameters = { run: line.run.id, stage: line.stage.name };
        return [line.key, await ask<StageContents>('api/stage', parameters)] as const;
      }),
    );
    return new Map(found);
  });
  return value ?? new Map();
}
