import assert from 'node:assert/strict';
import { test } from 'node:test';
import MarkdownIt from 'markdown-it';
import { renderMarkdown } from '#render/markdown.js';
import { codeSpan, plainText } from '#render/markdown-text.js';
import { defaultRenderOptions } from '#render/options.js';
import { matchesGolden } from './golden.js';
import { hostileReports } from './hostile-report.js';
import { sampleReport } from './sample-report.js';

const markdown = new MarkdownIt({ html: true, linkify: true });

test('the writeup of the sample', () => {
  matchesGolden('sample.md', renderMarkdown(sampleReport, defaultRenderOptions));
});

test('sections and tables', () => {
  const at = { file: 'std/io/pipe.go', line: 98, column: 1 };
  const text = renderMarkdown(
    {
      ...sampleReport,
      chains: [],
      sections: [
        {
          id: 'custody',
          title: 'Who can close it',
          paragraphs: [
            ['The writer is closed by ', { code: '(*pipe).closeWrite' }, ', see ', { text: 'closeWrite', at }, '.'],
          ],
          table: { head: ['closer', 'guard'], rows: [[[{ code: 'a|b' }], ['x | y']], [['only one cell']]] },
        },
      ],
    },
    defaultRenderOptions,
  );
  const html = markdown.render(text);
  assert.match(
    html,
    /<a href="https:\/\/github.com\/golang\/go\/blob\/go1.26.8\/src\/io\/pipe.go#L98"><code>closeWrite<\/code><\/a>/,
  );
  assert.match(html, /<td><code>a\|b<\/code><\/td>\s*<td>x \| y<\/td>/);
  assert.match(html, /<td>only one cell<\/td>\s*<td><\/td>/);
});

test('steps are numbered without a gap across goroutines, with a block of code each', () => {
  const [chain] = sampleReport.chains;
  const html = markdown.render(renderMarkdown(sampleReport, defaultRenderOptions));
  const items = html.match(/<li>\s*<p>|<li>/g) ?? [];
  assert.ok(items.length > (chain?.hops.length ?? 0));
  const numbers = [...renderMarkdown(sampleReport, defaultRenderOptions).matchAll(/^(\d+)\. /gm)].map((match) =>
    Number(match[1]),
  );
  assert.deepEqual(
    numbers,
    numbers.map((_, i) => i + 1),
  );
  assert.equal(numbers.length, chain?.hops.length);
  assert.equal((html.match(/<code class="language-go">/g) ?? []).length, numbers.length);
});

test('plain text comes back as it was', () => {
  for (const text of [
    '*a* _b_',
    '<b>',
    '1. one',
    '- two',
    '+ x',
    '# x',
    'a|b',
    '[x](y)',
    '`c`',
    'a & b',
    '&lt;',
    '$x$',
    '~~s~~',
    '\\n',
    '2) x',
    '=== x',
  ]) {
    const inline = markdown
      .render(plainText(text))
      .replace(/\u200b/g, '')
      .trim();
    const expected = text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;');
    assert.equal(inline, `<p>${expected}</p>`);
    assert.equal(markdown.render(`a ${codeSpan(text)} b`).trim(), `<p>a <code>${expected}</code> b</p>`);
  }
});

test('names that mean something to GitHub are inert', () => {
  for (const text of [
    '@apache',
    'see @x',
    '#123',
    'a/b#12',
    'GH-7',
    ':tada:',
    'https://evil.example',
    'www.evil.example',
    'deadbeef1',
  ]) {
    const html = markdown.render(plainText(text));
    assert.doesNotMatch(html.replace(/<\/?p>/g, ''), /(^|\W)@\w|#\d|GH-\d|:\w+:|<a|deadbeef1/, text);
  }
});

test('hostile names make no element, and hide nothing', () => {
  for (const { text, report } of hostileReports) {
    const source = renderMarkdown(report, defaultRenderOptions);
    assert.doesNotMatch(
      source,
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/,
      JSON.stringify(text.slice(0, 40)),
    );
    const html = markdown.render(source);
    // What follows `<` in the result is one of our elements.
    for (const [, tag] of html.matchAll(/<\/?([a-z0-9]+)/gi)) {
      assert.ok(
        [
          'h1',
          'h2',
          'h3',
          'p',
          'pre',
          'code',
          'ol',
          'ul',
          'li',
          'strong',
          'a',
          'table',
          'thead',
          'tbody',
          'tr',
          'th',
          'td',
          'details',
          'summary',
        ].includes(tag ?? ''),
        `${tag}: ${JSON.stringify(text.slice(0, 40))}`,
      );
    }
    for (const [, address] of html.matchAll(/href="([^"]*)"/g))
      assert.match(address ?? '', /^https:\/\/example\.com\//);
    // Headings of ours and no others.
    for (const [, heading] of html.matchAll(/<h[12]>(.*?)<\/h[12]>/gs))
      assert.doesNotMatch(heading ?? '', /<(?!\/?code)/);
  }
});
