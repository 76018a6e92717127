import type { VNode } from 'preact';
import type { Comparison, Spread } from '../../api.ts';
import { shownRuns } from '../lines.ts';
import { address, ask, useAsked } from '../server.ts';
import { show, view } from '../view.ts';

/** What `trapo compare` prints, of the runs that are shown; as SVG and CSV to save. */
export function CompareTab(): VNode {
  const { each } = view.value;
  const ids = shownRuns.value.map(({ id }) => id);
  const parameters = { run: ids, each: each ? '1' : undefined };
  const finished = shownRuns.value.map(({ finished }) => finished);
  const { value, error } = useAsked(JSON.stringify([parameters, finished]), () =>
    ask<Comparison>('api/compare', parameters),
  );
  const { averaged = [], others = [], rows = [], unfinished = [] } = value ?? {};
  const best = Math.max(...rows.map(({ average }) => average.mean));
  const several = new Set(rows.map(({ config }) => config)).size > 1;
  return (
    <>
      <div class="toolbar">
        <label>
          <input
            type="checkbox"
            checked={each}
            onChange={({ currentTarget }) => show({ each: currentTarget.checked })}
          />
          every run by itself
        </label>
        <a class="button" href={address('api/compare.csv', parameters)} download="comparison.csv">
          CSV
        </a>
        <a class="button" href={address('api/compare.svg', parameters)} download="comparison.svg">
          SVG
        </a>
        <span class="hint">greedy accuracy in %, mean ± standard deviation over seeds</span>
      </div>
      {error && <p class="error">{error}</p>}
      {unfinished.length > 0 && <p class="empty">Without results yet: {unfinished.join(', ')}.</p>}
      {rows.length > 0 && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">method</th>
                {several && <th scope="col">run</th>}
                <th scope="col">seeds</th>
                {averaged.map(name => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
                <th scope="col">average</th>
                {others.map(name => (
                  <th key={name} scope="col" class="other">
                    {name}
                  </th>
                ))}
                <th scope="col">training s</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ config, method, label, seeds, accuracy, average, seconds }) => (
                <tr key={`${config} ${method}`} class={average.mean === best ? 'best' : undefined}>
                  <th scope="row">{label}</th>
                  {several && <td>{config}</td>}
                  <td>{seeds.join(', ')}</td>
                  {averaged.map(name => (
                    <Cell key={name} value={accuracy[name]} bar />
                  ))}
                  <Cell value={average} bar />
                  {others.map(name => (
                    <Cell key={name} value={accuracy[name]} bar />
                  ))}
                  <Cell value={seconds} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Cell({ value, bar = false }: { value: Spread | undefined; bar?: boolean }): VNode {
  if (!value) return <td>–</td>;
  return (
    <td class={bar ? 'bar' : undefined} {...(bar && { style: { '--share': `${value.mean.toFixed(1)}%` } })}>
      {value.mean.toFixed(1)}
      {value.deviation !== undefined && <small> ± {value.deviation.toFixed(1)}</small>}
    </td>
  );
}
