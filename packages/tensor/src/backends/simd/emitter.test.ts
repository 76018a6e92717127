import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { Emitter } from './emitter.ts';
import { withBarriers } from './program.ts';

function emitter(): Emitter {
  return new Emitter(2, () => {
    throw new Error('nothing is packed here');
  });
}

describe('scratch', () => {
  it('waits for the readers of a dead value whose memory it takes', () => {
    const emit = emitter();
    const value = input([2, 64]);
    emit.place(value);
    emit.call('reader', 2, [emit.read(value)]);
    emit.release(value);
    emit.call('user', 2, emit.scratch(256));
    const program = withBarriers(emit.takeStage().calls);
    expect(program.map(it => (it === 'barrier' ? it : it.kernel))).toEqual(['reader', 'barrier', 'user']);
  });
});
