/** Sentences of English. */

const titles = 'mr mrs ms dr prof rev gen sen rep lt col sgt capt cpt hon st mt ft';
const others =
  'jr sr inc ltd co corp vs etc e.g i.e cf al fig no vol pp dept est approx a.m p.m u.s u.k u.n u.s.a ph.d m.d b.a m.a d.c ' +
  'jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun';
const neverLast = new Set(titles.split(' '));
const abbreviations = new Set(`${titles} ${others}`.split(' '));
const starters = new Set(
  'the a an he she it they we you i this that these those there in on at by for from with as but and however if when while where who what why how his her its their our my'.split(
    ' ',
  ),
);

/**
 * How many sentences a text has: it is cut after `.`, `!`, `?` and closing marks where white space follows, unless the stop
 * belongs to an abbreviation, an initial or a number of a list. Close to NLTK's Punkt for English, which learnt its abbreviations.
 */
export function countSentences(text: string): number {
  const words = text.split(/\s+/).filter(word => word !== '');
  let count = 0;
  let open = false;
  for (const [i, word] of words.entries()) {
    open = true;
    if (!endsSentence(word, words[i + 1])) continue;
    count++;
    open = false;
  }
  return open ? count + 1 : count;
}

function endsSentence(word: string, next: string | undefined): boolean {
  const bare = word.replace(/["'”’)\]}*_]{1,9}$/, '');
  if (/[!?]$/.test(bare)) return true;
  if (!bare.endsWith('.')) return false;
  if (next === undefined) return true;
  const follower = next.replace(/^["'“‘([{*_]{1,9}/, '');
  if (bare.endsWith('..')) return /^\p{Lu}/u.test(follower);
  const stem = bare
    .slice(0, -1)
    .replace(/^["'“‘([{*_]{1,9}/, '')
    .toLowerCase();
  const goesOn = /^\p{Ll}/u.test(follower);
  if (neverLast.has(stem)) return false;
  if (/^\p{L}$/u.test(stem) && stem !== 'i') return starters.has(follower.toLowerCase());
  if (abbreviations.has(stem)) return !goesOn && starters.has(follower.toLowerCase());
  return !(/^\d{1,9}$/.test(stem) && goesOn);
}

const websites = /[.](com|net|org|io|gov|edu|me)/g;
const acronym =
  /([A-Z][.][A-Z][.](?:[A-Z][.])?) (Mr|Mrs|Ms|Dr|Prof|Capt|Cpt|Lt|He\s|She\s|It\s|They\s|Their\s|Our\s|We\s|But\s|However\s|That\s|This\s|Wherever)/g;
const company =
  /( (?:Inc|Ltd|Jr|Sr|Co))[.]( (?:Mr|Mrs|Ms|Dr|Prof|Capt|Cpt|Lt|He\s|She\s|It\s|They\s|Their\s|Our\s|We\s|But\s|However\s|That\s|This\s|Wherever))/g;
const stop = '\u0000';
const dot = '\u0001';

/** The sentences of a text, each as it stands but for line ends: by IFEval's own rules, under which key sentences are found. */
export function splitSentences(text: string): string[] {
  const marked = ` ${text.replaceAll(stop, '').replaceAll(dot, '')}  `
    .replaceAll('\n', ' ')
    .replace(/(Mr|St|Mrs|Ms|Dr)[.]/g, `$1${dot}`)
    .replace(websites, `${dot}$1`)
    .replace(/(\d)[.](?=\d)/g, `$1${dot}`)
    .replace(/\.{2,}/g, dots => dot.repeat(dots.length) + stop)
    .replaceAll('Ph.D.', `Ph${dot}D${dot}`)
    .replace(/(\s[A-Za-z])[.] /g, `$1${dot} `)
    .replace(acronym, `$1${stop} $2`)
    .replace(/([A-Za-z])[.]([A-Za-z])[.](?:([A-Za-z])[.])?/g, (_, ...[a, b, c]: string[]) =>
      [a, b, c]
        .filter(letter => letter !== undefined)
        .map(letter => letter + dot)
        .join(''),
    )
    .replace(company, `$1${stop}$2`)
    .replace(/( (?:Inc|Ltd|Jr|Sr|Co))[.]/g, `$1${dot}`)
    .replace(/( [A-Za-z])[.]/g, `$1${dot}`)
    .replaceAll('.”', '”.')
    .replaceAll('."', '".')
    .replaceAll('!"', '"!')
    .replaceAll('?"', '"?')
    .replace(/[.?!]/g, `$&${stop}`)
    .replaceAll(dot, '.');
  const sentences = marked.split(stop).map(sentence => sentence.trim());
  return sentences.at(-1) === '' ? sentences.slice(0, -1) : sentences;
}
