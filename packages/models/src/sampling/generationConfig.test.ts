import { expect, test } from 'vitest';
import { generationOptions } from './generationConfig.ts';

const ends = new Set([2, 7]);

test('sampling as Qwen2.5-Instruct asks for it, and what cannot be honoured', () => {
  const generation = {
    do_sample: true,
    repetition_penalty: 1.05,
    temperature: 0.7,
    top_p: 0.8,
    top_k: 20,
    eos_token_id: [2, 7],
    transformers_version: '4.37.0',
  };
  expect(generationOptions({ generation, ends })).toEqual({
    options: { temperature: 0.7, topP: 0.8, topK: 20, stop: ends },
    unsupported: ['repetition_penalty: 1.05'],
  });
});

test('without do_sample the most likely token, whatever else is said', () => {
  const generation = { temperature: 0.6, top_p: 0.9, max_new_tokens: 100, num_beams: 1 };
  expect(generationOptions({ generation, ends })).toEqual({
    options: { temperature: 0, maxNewTokens: 100, stop: ends },
    unsupported: [],
  });
  expect(generationOptions({ ends }).options).toEqual({ temperature: 0, stop: ends });
});

test('with do_sample alone, the defaults of transformers', () => {
  const { options } = generationOptions({ generation: { do_sample: true, min_p: null }, ends });
  expect(options).toEqual({ temperature: 1, topK: 50, stop: ends });
});

test('a field that is no number is refused by name', () => {
  expect(() => generationOptions({ generation: { do_sample: true, top_p: '0.9' }, ends })).toThrow(
    'generation_config.json: top_p is a number, for example 1; received "0.9"',
  );
});
