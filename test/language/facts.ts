// What two renderings of one answer in different languages must have in common: links, code, places, names and numbers.
// The words are not compared.

import assert from 'node:assert/strict';
import { sayIn } from '#language/say.js';
import { renderMarkdown } from '#render/markdown.js';
import { defaultRenderOptions } from '#render/options.js';
import { renderTree } from '#render/tree.js';
import type { Report } from '#report/report.js';

const say = sayIn('zh-CN');
const options = { ...defaultRenderOptions, detail: 'full' } as const;

/** Both reports answer one question, the second in Chinese. */
export function assertSameFacts(english: Report, chinese: Report): void {
  assert.equal(chinese.question.language, 'zh-CN');
  const [en, zh] = [renderMarkdown(english, options), renderMarkdown(chinese, options)];
  const stated = factsOf(zh, (span) => span);
  // Code that reads like a label is the same in both.
  const codes = new Set(stated['spans']);
  for (const [kind, facts] of Object.entries(factsOf(en, (span) => (codes.has(span) ? span : inChinese(span))))) {
    const only = { en: without(facts, stated[kind] ?? []), zh: without(stated[kind] ?? [], facts) };
    assert.deepEqual(only, { en: [], zh: [] }, kind);
  }
  assertChinese(proseOf(zh));
  const tree = renderTree({ ...chinese, diagnostics: [] }, { ...defaultRenderOptions, columns: 10_000 });
  assertChinese(codesOf(chinese).reduce((text, code) => text.replaceAll(code, ''), tree));
}

/** The code in a report, longest first. */
function codesOf(value: unknown, codes: string[] = []): string[] {
  if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) {
      if (key === 'code' && typeof item === 'string' && item !== '') codes.push(item);
      else codesOf(item, codes);
    }
  return codes.sort((a, b) => b.length - a.length);
}

function without(all: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return all.filter((one) => {
    const at = left.indexOf(one);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** Labels and descriptions in code have their words in the language: `conn of Stream` is `Stream.conn`. */
function inChinese(span: string): string {
  return span.split(' → ').map(say.known).join(' → ');
}

/** The writeup without its code, diagrams and addresses. */
function proseOf(markdown: string): string {
  return markdown
    .replace(/^( *)(`{3,})[\s\S]*?^\1\2$/gm, '')
    .replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '')
    .replace(/\]\([^)]*\)/g, ']')
    .replaceAll('\\', '')
    .replaceAll('&#8203;', '');
}

function factsOf(markdown: string, span: (text: string) => string): Record<string, string[]> {
  const plain = markdown.replace(/^( *)(`{3,})mermaid[\s\S]*?^\1\2$/gm, '');
  const blocks = [...plain.matchAll(/^( *)(`{3,})go\n([\s\S]*?)^\1\2$/gm)].map((match) => match[3] ?? '');
  const inline = plain.replace(/^( *)(`{3,})[\s\S]*?^\1\2$/gm, '');
  const prose = proseOf(markdown);
  const digits = ['', '', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];
  const counted = prose.replace(/\b([A-Z][a-z]+)(?= goroutines)/g, (word) => {
    const at = digits.indexOf(word);
    return at < 2 ? word : String(at);
  });
  return {
    links: sorted(plain.matchAll(/\]\(([^)]*)\)/g), (text) => text),
    code: blocks,
    spans: sorted(inline.matchAll(/(?<!`)`([^`]+)`(?!`)/g), span),
    places: sorted(prose.matchAll(/([\w./-]+\.go:\d+)/g), (text) => text),
    methods: sorted(prose.matchAll(/(\(\*?[\w.]+\)\.\w+)/g), (text) => text),
    numbers: sorted(counted.matchAll(/(?<![\w.:])(\d+(?:,\d{3})*)(?![\w.]*(?:\w|:\S))/g), (text) => text),
  };
}

function sorted(matches: Iterable<RegExpMatchArray>, of: (text: string) => string): string[] {
  return [...matches].map((match) => of(match[1] ?? '')).sort();
}

/** English words that a Chinese sentence holds, since Go programmers do. */
const taken =
  /^(?:goroutine|channel|pipe|socket|runtime|panic|select|case|default|defer|nil|go|cgo|net|os|reflect|context|timer|main)$/;

/** Two English words side by side are what nobody translated; and so is any of the small words. */
function assertChinese(text: string): void {
  const small =
    /(?<![\w.*$/-])(?:the|of|is|are|that|which|what|nothing|not|calls|by|with|from|where|on|in|a|an|and|or|to|more|only|it)(?![\w.(\]-])/gi;
  const left = text.split('\n').flatMap((line) => {
    const pairs = [...line.matchAll(/(?<![\w.*/(-])([a-z]{2,}) ([a-z]{2,})(?![\w.(/[])/g)]
      .filter(([, one = '', two = '']) => !taken.test(one) && !taken.test(two))
      .map(([pair]) => pair);
    return [...pairs, ...[...line.matchAll(small)].map(([word]) => word)].map((found) => `${found}: ${line.trim()}`);
  });
  assert.deepEqual(left, []);
}
