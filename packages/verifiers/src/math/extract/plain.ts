/** Numbers and calculations outside mathematics: "7,425,000", "1 000.5 €", "28 pct", "12 - 5". */
import type { Span } from './spans.ts';

const begin = /(?:^|[\s=])(?:\*\*)?([$€£¥₹₽]?)(?=[-(]{0,3}\.?\d)/g;
const run = /[\d.,+\-*×/^()÷ ]*/y;
const number = /(-?[1-9]\d{0,2}(?:[ ,]\d{3})+)(?!\d)(\.\d+)?|(-?\d+)[.,](\d+)|(-?)(\.\d+)|(-?\d+)/y;
const percent = /\s*(?:%|[Pp]ercent(?:age)?|[Pp]ct)/y;

/** A calculation, or the numbers of a run, each where it may stand: at a beginning, after white space or an equals sign. */
export function plainSpans(text: string): Span[] {
  const spans: Span[] = [];
  begin.lastIndex = 0;
  for (let match = begin.exec(text); match; match = begin.exec(text)) {
    const start = match.index + match[0].length;
    run.lastIndex = start;
    const raw = run.exec(text)![0];
    const following = text[start + raw.length] ?? '';
    const calculation = calculationIn(raw);
    if (calculation && match[1] === '' && !/[a-zA-Z0-9\\_{]/.test(following)) {
      spans.push({ start, end: start + calculation.length, content: calculation });
      begin.lastIndex = start + calculation.length;
    } else {
      const found = numberAt(text, start);
      if (found) spans.push(found);
      begin.lastIndex = found ? found.end : start + 1;
    }
  }
  return spans;
}

/** The run without what can't end a calculation; undefined where nothing is calculated. */
function calculationIn(raw: string): string | undefined {
  const trimmed = raw.replace(/[.,\s]+$/, '');
  const balanced = trimmed.endsWith(')') && !trimmed.includes('(') ? trimmed.slice(0, -1) : trimmed;
  return /\d\s*[+\-*×/^÷]\s*[(\d.-]/.test(balanced) && !balanced.includes(',') ? balanced : undefined;
}

function numberAt(text: string, start: number): Span | undefined {
  number.lastIndex = start;
  const match = number.exec(text);
  if (!match) return undefined;
  const [all, grouped, places = '', whole, decimals, sign, point, integer] = match;
  const value = grouped
    ? grouped.replace(/[ ,]/g, '') + places
    : whole
      ? `${whole}.${decimals}`
      : point
        ? `${sign}${point}`
        : integer!;
  percent.lastIndex = start + all.length;
  const hundredths = percent.exec(text)?.[0] ?? '';
  return {
    start,
    end: start + all.length + hundredths.length,
    content: hundredths === '' ? value : `${value}%`,
  };
}
