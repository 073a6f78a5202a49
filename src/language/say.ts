// Sentences in the language of a report. English stands where a sentence is made, as the template behind `say`; other
// languages are catalogues from the template to its translation, in which the values have numbers: they may come in
// another order, or be left out where the language does without (plurals). What has no translation stays English; a test
// keeps the catalogues complete.

import type { Language } from '#report/report.js';
import { check, checkKnown } from './chinese/check.js';
import { explain } from './chinese/explain.js';
import { known as knownChinese } from './chinese/known.js';
import { render } from './chinese/render.js';
import { rules, rulesKnown } from './chinese/rules.js';
import { site } from './chinese/site.js';

export interface Say {
  /** A sentence or a part of one. */
  (parts: TemplateStringsArray, ...values: readonly (string | number)[]): string;
  readonly language: Language;
  /** A sentence or a label that a layer which knows no languages has made; a single word is a name. */
  known(text: string): string;
  /** A word or a sentence of a table. */
  word(text: string): string;
  /** `1 call`, `12 calls`; `shown` is the number as it is written. */
  count(value: number, one: string, many?: string, shown?: string): string;
  /** `A, B and C`; of names, or of what is done. */
  list(parts: readonly string[], what?: 'names' | 'actions'): string;
}

/** How the template of a sentence stands in a catalogue: `{0} calls {1}`. */
export function templateKey(parts: readonly string[]): string {
  return parts.reduce((key, part, i) => `${key}{${i - 1}}${part}`);
}

const english: Say = Object.assign(
  (parts: TemplateStringsArray, ...values: readonly (string | number)[]): string =>
    parts.reduce((text, part, i) => text + String(values[i - 1] ?? '') + part),
  {
    language: 'en' as const,
    known: (text: string): string => text,
    word: (text: string): string => text,
    count: (value: number, one: string, many = `${one}s`, shown = String(value)): string =>
      `${shown} ${value === 1 ? one : many}`,
    list: (names: readonly string[]): string =>
      names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`,
  },
);

/** What a language has for English: templates behind `say`, and text that is English already. */
export interface Catalogue {
  readonly said: ReadonlyMap<string, string>;
  readonly known: ReadonlyMap<string, string>;
}

/** A catalogue as a language. */
function translated(language: Language, { said, known: texts }: Catalogue): Say {
  const patterns = [...texts]
    .filter(([key]) => key.includes('{0}'))
    .map(([key, text]) => ({ pattern: patternOf(key), text, literal: key.replace(/\{\d\}/g, '').length }))
    // What says more of the sentence is tried first; a part of it may be known itself.
    .sort((a, b) => b.literal - a.literal);
  const known = (text: string): string => {
    if (!text.includes(' ')) return text;
    const whole = texts.get(text) ?? said.get(text);
    if (whole !== undefined) return whole;
    for (const { pattern, text: translation } of patterns) {
      const match = pattern.exec(text);
      if (match !== null) return fill(translation, match.slice(1).map(known));
    }
    return text;
  };
  return Object.assign(
    (parts: TemplateStringsArray, ...values: readonly (string | number)[]): string => {
      const key = templateKey(parts);
      return fill(said.get(key) ?? key, values.map(String));
    },
    {
      language,
      known,
      word: (text: string): string => texts.get(text) ?? text,
      count: (value: number, one: string, many = `${one}s`, shown = String(value)): string =>
        fill(said.get(`{0} ${many}`) ?? `{0} ${many}`, [shown]),
      list: (parts: readonly string[], what: 'names' | 'actions' = 'names'): string =>
        parts.length < 2
          ? parts.join('')
          : fill(said.get(what === 'names' ? '{0} and {1}' : '{0}, and then {1}') ?? '{0}, {1}', [
              parts.slice(0, -1).join(said.get(', ')),
              parts.at(-1) ?? '',
            ]),
    },
  );
}

function patternOf(key: string): RegExp {
  const source = key
    .split(/\{\d\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('(.+?)');
  return new RegExp(`^${source}$`, 's');
}

/** Characters beside which Chinese has no blank. */
const wide = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uff60]/;

/** The values put in. A blank beside a value stands between Latin letters and Chinese ones, and is left out where both are Chinese or the value is empty. */
function fill(text: string, values: readonly string[]): string {
  let result = '';
  const add = (piece: string): void => {
    const next = piece.trimStart();
    const before = result.trimEnd();
    const hasBlank = next.length < piece.length || before.length < result.length;
    if (hasBlank && next !== '' && before !== '' && wide.test(before.slice(-1)) && wide.test(next.charAt(0)))
      result = before + next;
    else if (result.endsWith(' ') && piece.startsWith(' ')) result += next;
    else result += piece;
  };
  for (const piece of text.split(/(\{\d\})/)) add(/^\{\d\}$/.test(piece) ? (values[Number(piece[1])] ?? '') : piece);
  return result;
}

/** For the test that it is complete. */
export const chinese: Catalogue = {
  said: new Map([render, site, explain, check, rules].flatMap((part) => Object.entries(part))),
  known: new Map([knownChinese, checkKnown, rulesKnown].flatMap((part) => Object.entries(part))),
};

const languages: Readonly<Record<Language, Say>> = { en: english, 'zh-CN': translated('zh-CN', chinese) };

export function sayIn(language: Language | undefined): Say {
  return languages[language ?? 'en'];
}
