import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Rollout, RolloutRow } from '../../api.ts';
import { percent, short, visible } from '../format.ts';
import { Tokens } from './Tokens.tsx';
import { type TokenView, weightOf } from './weight.ts';

/** The rows of one prompt, a column for each micro-group. Texts of the log are only ever shown as text. */
export function MicroGroups({ rollout, alpha }: { rollout: Rollout; alpha: number | undefined }): VNode {
  const [token, setToken] = useState<TokenView>();
  const { id, prompt, gold, rows } = rollout;
  const groups = [...Map.groupBy(rows, ({ group }) => group)].sort(([a], [b]) => a - b);
  return (
    <>
      <div class="question">
        <h2>{visible(id)}</h2>
        <pre>{visible(prompt)}</pre>
        <p>
          gold <code>{visible(gold)}</code>
        </p>
      </div>
      <p class="key">
        <span class="token expert" style={{ '--weight': 1 }}>
          expert
        </span>
        shaded by its weight min(1, p/{alpha ?? 'alpha'}):
        <span class="scale" aria-hidden="true">
          {[0, 0.25, 0.5, 0.75, 1].map(weight => (
            <span key={weight} class="token expert" style={{ '--weight': weight }}>
              {weight}
            </span>
          ))}
        </span>
        <span class="token">completion</span>
      </p>
      <div class="groups">
        {groups.map(([group, members]) => (
          <section key={group} class="group" aria-label={`Micro-group ${group}`}>
            <h3>
              {heading(members)}
              <span class="at">reward {short(meanReward(members))}</span>
            </h3>
            {members.map((row, i) => (
              <Row key={i} row={row} alpha={alpha} onToken={setToken} />
            ))}
          </section>
        ))}
      </div>
      <output class="detail mono" aria-live="polite">
        {token ? described(token) : 'point at a token, or choose a response and use the arrow keys'}
      </output>
    </>
  );
}

function Row({
  row,
  alpha,
  onToken,
}: {
  row: RolloutRow;
  alpha: number | undefined;
  onToken: (token: TokenView) => void;
}): VNode {
  const { reward, status, reason, advantage, truncated, tokens, prefix, sft } = row;
  return (
    <article class="row">
      <header>
        <span class={`score ${reward === null ? 'none' : reward > 0 ? 'good' : 'bad'}`}>{short(reward)}</span>
        {status && <span class="status">{status.replace('_', ' ')}</span>}
        {typeof advantage === 'number' && <span title="advantage">A {short(advantage)}</span>}
        <span>
          {prefix > 0 ? `${prefix} + ${tokens.length - prefix}` : tokens.length} tokens
          {truncated && ', cut off'}
          {prefix > 0 && !sft && ', prefix not trained on'}
        </span>
      </header>
      <Tokens row={row} alpha={alpha} onToken={onToken} />
      {reason && <p class="reason">{visible(reason)}</p>}
    </article>
  );
}

function heading(rows: readonly RolloutRow[]): string {
  const { level, ratio } = rows[0]!;
  const given = ratio === undefined ? '' : `, ${percent(ratio)}`;
  return level === 0 ? 'no prefix' : `level ${level}${given}`;
}

function meanReward(rows: readonly RolloutRow[]): number | null {
  const rewards = rows.map(({ reward }) => reward).filter(reward => reward !== null);
  return rewards.length > 0 ? rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length : null;
}

function described({ text, logProb, expert, alpha, sft }: TokenView): string {
  const p = Math.exp(logProb);
  const shared = `${JSON.stringify(visible(text))}  p ${short(p)}, log p ${short(logProb)}`;
  if (!expert) return `completion ${shared}`;
  if (!sft) return `expert ${shared}, not trained on`;
  const weight = alpha === undefined ? '' : `, weight ${short(weightOf(logProb, alpha))}`;
  return `expert ${shared}${weight}`;
}
