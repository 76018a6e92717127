import { describe, expect, it } from 'vitest';
import { accumulate } from '../ops/accumulate/accumulate.ts';
import { add } from '../ops/add/add.ts';
import { toStages } from './stage.ts';
import { input, Variable } from './tensor.ts';

function variable(): Variable {
  const read = async () => new Float32Array(2);
  const storage = { read, readRange: read, write: () => {}, writeRange: async () => {}, dispose: () => {} };
  return new Variable({ shape: [2], dtype: 'f32' }, storage);
}

describe('toStages', () => {
  it('gives each stage what it needs and no earlier one has, in recording order', () => {
    const [x, dy] = [input([2]), input([2])];
    const hidden = add(x, x);
    const first = add(hidden, x);
    const unused = add(x, x);
    const second = add(hidden, dy);
    const [forward, backward] = toStages([
      { inputs: { x }, outputs: { first } },
      { inputs: { dy }, outputs: { second } },
    ]);
    expect(forward!.nodes).toEqual([hidden.node, first.node]);
    expect(backward!.nodes).toEqual([second.node]);
    expect([forward!.inputs, forward!.outputs]).toEqual([[x], [first]]);
    expect([...forward!.nodes, ...backward!.nodes]).not.toContain(unused.node);
  });

  it('keeps the order in which changes were written, whatever the order of the effects', () => {
    const v = variable();
    const before = add(v, v);
    const effect = accumulate(v, before);
    const after = add(v, v);
    const [stage] = toStages([{ outputs: { after, before }, effects: [effect] }]);
    expect(stage!.nodes).toEqual([before.node, effect.node, after.node]);
  });

  it('lets a change happen as soon as what it takes is there, and after earlier uses of the variable', () => {
    const [v, w] = [variable(), variable()];
    const first = add(v, v);
    const second = add(first, w);
    const third = add(second, second);
    const intoV = accumulate(v, first);
    const intoW = accumulate(w, first);
    const [stage] = toStages([{ outputs: { third }, effects: [intoV, intoW] }]);
    expect(stage!.nodes).toEqual([first.node, intoV.node, second.node, intoW.node, third.node]);
  });

  it('names the shape of a placeholder that is given nowhere', () => {
    const [x, y] = [input([2]), input([2])];
    expect(() => toStages([{ inputs: { x }, outputs: { sum: add(x, y) } }])).toThrow(
      'compile: a placeholder of shape [2] is used but is not among the inputs',
    );
  });

  it('does not let an earlier stage use the inputs of a later one', () => {
    const [x, y] = [input([2]), input([2])];
    const stages = () => toStages([{ inputs: { x }, outputs: { sum: add(x, y) } }, { inputs: { y } }]);
    expect(stages).toThrow('compile: a placeholder of shape [2] is used');
  });

  it('changes variables only', () => {
    const x = input([2]);
    expect(() => toStages([{ inputs: { x }, effects: [accumulate(x as never, x)] }])).toThrow(
      'compile: accumulate changes its input 0 in place, so that must be a variable',
    );
  });
});
