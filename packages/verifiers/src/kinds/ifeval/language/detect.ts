/** Tells the languages that IFEval knows apart: by script, and where scripts are shared, by letters and common words. */
import { latin } from './commonWords.ts';

/** Scripts of one language, and those of several, which letters and words then tell apart. */
const scripts: readonly (readonly [RegExp, (text: string) => string | undefined])[] = [
  [/\p{Script=Hangul}/gu, () => 'ko'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, () => 'ja'],
  [/\p{Script=Han}/gu, text => (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? 'ja' : 'zh-cn')],
  [/\p{Script=Thai}/gu, () => 'th'],
  [/\p{Script=Hebrew}/gu, () => 'he'],
  [/\p{Script=Greek}/gu, () => 'el'],
  [/\p{Script=Bengali}/gu, () => 'bn'],
  [/\p{Script=Tamil}/gu, () => 'ta'],
  [/\p{Script=Telugu}/gu, () => 'te'],
  [/\p{Script=Kannada}/gu, () => 'kn'],
  [/\p{Script=Malayalam}/gu, () => 'ml'],
  [/\p{Script=Gujarati}/gu, () => 'gu'],
  [/\p{Script=Gurmukhi}/gu, () => 'pa'],
  [/\p{Script=Devanagari}/gu, devanagari],
  [/\p{Script=Arabic}/gu, arabic],
  [/\p{Script=Cyrillic}/gu, cyrillic],
  [/\p{Script=Latin}/gu, latinLanguage],
];

/**
 * The ISO 639-1 code of a text's language, as langdetect writes it (`zh-cn`); undefined where it can't be told, as in
 * a text without letters.
 */
export function detectLanguage(text: string): string | undefined {
  const counts = scripts.map(([pattern, of]) => ({ letters: text.match(pattern)?.length ?? 0, of }));
  const most = counts.reduce((best, one) => (one.letters > best.letters ? one : best));
  return most.letters === 0 ? undefined : most.of(text.toLowerCase());
}

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{M}’]+/gu) ?? [];

/** The language with the most evidence; undefined where there is none. */
function most(scores: ReadonlyMap<string, number>): string | undefined {
  const [best] = [...scores].sort((a, b) => b[1] - a[1]);
  return best && best[1] > 0 ? best[0] : undefined;
}

const profiles = Object.entries(latin).map(([code, { words, letters }]) => ({
  code,
  words: new Set(words.split(' ')),
  letters: new Set(letters),
}));

/** A common word speaks for its languages, the more the fewer these are; a letter of its own for one. */
function latinLanguage(text: string): string | undefined {
  const scores = new Map<string, number>();
  const speak = (codes: readonly string[], weight: number) => {
    for (const code of codes) scores.set(code, (scores.get(code) ?? 0) + weight / codes.length);
  };
  for (const word of wordsOf(text))
    speak(
      profiles.filter(({ words }) => words.has(word)).map(({ code }) => code),
      1,
    );
  for (const letter of text)
    if (letter > '\u007f')
      speak(
        profiles.filter(({ letters }) => letters.has(letter)).map(({ code }) => code),
        0.5,
      );
  return most(scores);
}

const share = (text: string, words: string): number => {
  const known = new Set(words.split(' '));
  return wordsOf(text).filter(word => known.has(word)).length;
};

function devanagari(text: string): string {
  const scores = new Map([
    ['hi', share(text, 'है हैं और का की के में से को यह वह नहीं था थी थे एक पर भी कि मैं हम आप ने लिए')],
    ['mr', share(text, 'आहे आहेत आणि चा ची चे मध्ये नाही हा ही हे तो ती ते एक पण मी आम्ही तुम्ही होते होता साठी')],
    ['ne', share(text, 'छ छन् र को मा का यो त्यो हुन् हो गर्न एक पनि म हामी तपाईं थियो लागि भएको गरेको')],
  ]);
  return most(scores) ?? 'hi';
}

function arabic(text: string): string {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  if (count(/[ٹڈڑںےہھ]/g) > 0) return 'ur';
  return count(/[پچژگکی]/g) > 0 ? 'fa' : 'ar';
}

function cyrillic(text: string): string {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const scores = new Map([
    ['ru', count(/[ыэё]/g) + share(text, 'и в не на что с это как по он она они мы вы был было для но')],
    [
      'uk',
      2 * count(/[іїєґ]/g) + share(text, 'і та в не на що з це як він вона вони ми ви був було для але'),
    ],
    ['bg', share(text, 'и в не на че с това е как той тя те ние вие беше за но съм са от да се ще')],
  ]);
  return most(scores) ?? 'ru';
}
