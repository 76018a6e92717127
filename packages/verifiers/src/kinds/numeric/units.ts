import { decimal, type Rational } from './rational.ts';

/** A unit as a multiple of the base unit of its kind. */
export interface Unit {
  readonly base: string;
  readonly factor: Rational;
}

const prefixes: Readonly<Record<string, string>> = {
  n: '1e-9',
  µ: '1e-6',
  m: '1e-3',
  c: '1e-2',
  d: '1e-1',
  k: '1e3',
  M: '1e6',
  G: '1e9',
};
const bases = ['m', 'g', 's', 'l', 'J', 'W', 'V', 'A', 'N', 'Pa', 'Hz', 'eV', 'K', 'mol', 'Ω'];
const others: Readonly<Record<string, readonly [string, string]>> = {
  min: ['s', '60'],
  h: ['s', '3600'],
  t: ['g', '1e6'],
};
const names: Readonly<Record<string, string>> = {
  meter: 'm',
  metre: 'm',
  kilometer: 'km',
  kilometre: 'km',
  centimeter: 'cm',
  centimetre: 'cm',
  gram: 'g',
  kilogram: 'kg',
  second: 's',
  sec: 's',
  minute: 'min',
  hour: 'h',
  hr: 'h',
  liter: 'l',
  litre: 'l',
  L: 'l',
  mL: 'ml',
  newton: 'N',
  joule: 'J',
  watt: 'W',
  volt: 'V',
  ohm: 'Ω',
  μm: 'µm',
  degree: '°',
  deg: '°',
  $: 'dollar',
  '€': 'euro',
  '£': 'pound',
};

const table: ReadonlyMap<string, Unit> = new Map([
  ...bases.flatMap((base): [string, Unit][] => [
    [base, { base, factor: decimal('1') }],
    ...Object.entries(prefixes).map(([prefix, factor]): [string, Unit] => [
      `${prefix}${base}`,
      { base, factor: decimal(factor) },
    ]),
  ]),
  ...Object.entries(others).map(([name, [base, factor]]): [string, Unit] => [
    name,
    { base, factor: decimal(factor) },
  ]),
]);

/** Reads a unit. SI units and their prefixes convert into each other; any other word is a unit of its own, plural aside. */
export function unitOf(text: string): Unit {
  const written = text.trim();
  const one = written.length > 2 && written.endsWith('s') ? written.slice(0, -1) : written;
  const name = [written, one, one.toLowerCase()].map(word => named(word)).find(word => table.has(word));
  return table.get(name ?? '') ?? { base: named(one.toLowerCase()), factor: decimal('1') };
}

const named = (word: string) => (Object.hasOwn(names, word) ? names[word]! : word);
