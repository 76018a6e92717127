import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defineVerifier } from '../defineVerifier.ts';
import { correct, incorrect } from '../judgements.ts';
import { verifierByName, verifierNames } from '../registry.ts';
import type { Attempt, Verifier } from '../verifier.ts';
import { type Case, conformance, parseCases } from './index.ts';

// A kind takes part by being in the registry.
describe.each(verifierNames)('%s', name => {
  const file = new URL(`../kinds/${name}/cases.jsonl`, import.meta.url);
  for (const { name: check, run } of conformance(
    verifierByName(name),
    parseCases(readFileSync(file, 'utf8')),
  ))
    test(check, run);
});

describe('a verifier that is', () => {
  const cases: Case[] = ['1', '2', '3', '4', '5'].map(gold => ({
    gold,
    completion: `it is ${gold}`,
    status: 'correct',
    why: 'plain',
  }));
  const demo = (judge: (gold: string, completion: string) => boolean): Verifier =>
    defineVerifier<object, string>({
      name: 'demo',
      options: {},
      readGold: gold => ({ text: gold, value: gold }),
      judge: ({ gold, completion }) =>
        (judge(gold, completion) ? correct : incorrect)(completion, 'compared'),
    });
  const failures = async (verifier: Verifier) => {
    const failed: string[] = [];
    for (const { name, run } of conformance(verifier, cases))
      await run().catch(() => failed.push(name.split(':')[0]!));
    return failed;
  };
  const sound = demo((gold, completion) => completion === `it is ${gold}`);

  test('sound passes', async () => {
    expect(await failures(sound)).toEqual([]);
  });

  test('content with a mention fails on sprays', async () => {
    expect(await failures(demo((gold, completion) => completion.includes(gold)))).toContain('answer spray');
  });

  test('always content fails on shuffles, sprays and hostile texts', async () => {
    const failed = await failures(demo(() => true));
    expect(failed).toEqual(expect.arrayContaining(['negative shuffle', 'answer spray', 'hostile']));
  });

  test('reading thoughts fails', async () => {
    const verifier = demo((gold, completion) => completion.endsWith(`it is ${gold}`));
    const reading = { ...verifier, verify: (it: Attempt) => verifier.verify(it, { afterThink: false }) };
    expect(await failures(reading)).toContain('empty think');
  });

  test('counting calls or throwing dice is impure', async () => {
    let calls = 0;
    expect(await failures(demo(() => ++calls % 2 === 0))).toContain('is pure');
    expect(await failures(demo(gold => Math.random() < Number(gold)))).toContain(
      'knows neither chance nor the date',
    );
  });

  test('slow fails', async () => {
    const slow = { ...sound, verify: (it: Attempt) => ({ ...sound.verify(it), ms: 5_000 }) };
    expect(await failures(slow)).toContain('hostile');
  });
});

test('a wrong line of cases.jsonl is named with what is right', () => {
  const right = '{"gold":"1","completion":"1","status":"correct","why":"plain"}';
  expect(parseCases(`${right}\n\n${right}\n`)).toHaveLength(2);
  expect(() => parseCases(`${right}\n{`)).toThrow(/^cases\.jsonl, line 2: .*; a case is like \{"gold":"17"/);
  expect(() => parseCases('{"gold":"1"}')).toThrow('"completion" is missing or no text');
  expect(() => parseCases(right.replace('why', 'because'))).toThrow('"why" is missing');
  expect(() => parseCases(right.replace('{', '{"statsu":"x",'))).toThrow('there is no field "statsu"');
  expect(() => conformance(verifierByName('boxedExact'), [])).toThrow('received 0 cases');
});
