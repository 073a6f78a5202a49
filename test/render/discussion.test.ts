// Comments as GitHub takes them: within its limit, with nothing lost or open between them, and with no text that would
// notify a person or refer to an issue.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import MarkdownIt from 'markdown-it';
import {
  commentMark,
  discussionKey,
  maxCommentLength,
  readCommentMark,
  renderDiscussion,
  retiredComment,
} from '#render/discussion.js';
import { renderMarkdown } from '#render/markdown.js';
import { renderMermaid } from '#render/mermaid.js';
import { defaultRenderOptions } from '#render/options.js';
import type { Report } from '#report/report.js';
import { matchesGolden } from './golden.js';
import { hostileReports } from './hostile-report.js';
import { largeReport } from './large-report.js';
import { sampleReport } from './sample-report.js';

const markdown = new MarkdownIt({ html: true, linkify: false });

function discuss(report: Report, limit?: number): string[] {
  return renderDiscussion(report, defaultRenderOptions, limit);
}

/** What a reader of the comments sees of the writeup's own lines, without what folds and heads them. */
function essentials(text: string): string[] {
  return text
    .split('\n')
    .filter(
      (line) => line.trim() !== '' && !/^<\/?(details|summary)|^<!--|^\*\*\d+\/\d+\*\*$|\(continued\)$/.test(line),
    );
}

test('the sample is one comment: the answer open, the steps folded', () => {
  const bodies = discuss(sampleReport);
  assert.equal(bodies.length, 1);
  matchesGolden('sample.discussion.md', bodies[0] ?? '');
  assert.deepEqual(essentials(bodies.join('\n')), essentials(renderMarkdown(sampleReport, defaultRenderOptions)));
});

test('cut into parts, nothing is lost, each part is whole by itself, and a heading says where it goes on', () => {
  const whole = essentials(renderMarkdown(sampleReport, defaultRenderOptions));
  for (const limit of [9_000, 12_000, 20_000]) {
    const bodies = discuss(sampleReport, limit);
    assert.ok(bodies.length > 1, `${limit}`);
    for (const [i, body] of bodies.entries()) {
      assert.ok(body.length <= limit, `${body.length} of ${limit}`);
      assert.deepEqual(readCommentMark(body), { key: discussionKey(sampleReport), part: i + 1 });
      assert.match(body, new RegExp(`^\\*\\*${i + 1}/${bodies.length}\\*\\*$`, 'm'));
      assert.equal(body.match(/^<details>$/gm)?.length ?? 0, body.match(/^<\/details>$/gm)?.length ?? 0);
      assert.equal((body.match(/^ *`{3,}/gm)?.length ?? 0) % 2, 0);
      assert.doesNotMatch(body, /<\/summary>\n+<\/details>/);
      assert.doesNotMatch(body, /<\/summary>\n(?!\n)/);
    }
    assert.deepEqual(essentials(bodies.join('\n')), whole);
  }
});

test('numbers of steps go on over parts', () => {
  const numbers = discuss(sampleReport, 9_000).flatMap((body) => {
    const html = markdown.render(body);
    return [...html.matchAll(/<ol(?: start="(\d+)")?>(.*?)<\/ol>/gs)].flatMap(([, start = '1', items = '']) =>
      Array.from({ length: items.match(/<li>/g)?.length ?? 0 }, (_, i) => Number(start) + i),
    );
  });
  assert.ok(numbers.includes(1));
  assert.equal(numbers[0], 1);
});

test('a chain too large for one diagram has one for each goroutine, each within the limits', () => {
  const large = largeReport(300, 4);
  assert.match(renderMermaid(large), /further from the root/);
  const diagrams = [...renderMarkdown(large, defaultRenderOptions).matchAll(/^```mermaid\n(.*?)^```$/gms)].map(
    (m) => m[1] ?? '',
  );
  assert.equal(diagrams.length, 4);
  for (const text of diagrams) {
    assert.ok(text.length <= 50_000);
    assert.ok((text.match(/^ {2}n\d+ [-=.]/gm)?.length ?? 0) <= 500);
    assert.doesNotMatch(text, /further from the root/);
  }
  for (const body of discuss(large)) assert.ok(body.length <= maxCommentLength);
});

test('hostile names ping nobody and open nothing, in whatever part they are', () => {
  for (const { text, report } of hostileReports) {
    for (const body of [...discuss(report), ...discuss(report, 9_000)]) {
      assert.ok(body.length <= maxCommentLength, JSON.stringify(text.slice(0, 40)));
      assert.equal(body.match(/^<details>$/gm)?.length ?? 0, body.match(/^<\/details>$/gm)?.length ?? 0);
      const shown = markdown.render(body).replace(/<(code|pre)\b.*?<\/\1>/gs, '');
      assert.doesNotMatch(
        shown,
        /(^|[^\w&])@\w|(^|\W)#\d|\w\/\w+#\d|\bGH-\d|<script|<img/i,
        JSON.stringify(text.slice(0, 40)),
      );
    }
  }
});

test('a mark is read from the beginning of a body only', () => {
  const key = discussionKey(sampleReport);
  assert.match(key, /^[0-9a-f]{16}$/);
  assert.deepEqual(readCommentMark(`${commentMark(key, 2, 3)}\nx`), { key, part: 2 });
  assert.equal(readCommentMark(`> ${commentMark(key, 2, 3)}`), undefined);
  assert.equal(discussionKey({ ...sampleReport, answer: ['another'] }), key);
  const { roots, ...question } = sampleReport.question;
  assert.notEqual(discussionKey({ ...sampleReport, question: { ...question, roots: [...roots, 'x'] } }), key);
  // Two languages have comments of their own, so that neither overwrites the other's.
  const inLanguage = (language: 'en' | 'zh-CN'): Report => ({
    ...sampleReport,
    question: { ...sampleReport.question, language },
  });
  assert.equal(discussionKey(inLanguage('en')), key);
  assert.notEqual(discussionKey(inLanguage('zh-CN')), key);
  const [english, chinese] = (['en', 'zh-CN'] as const).map((language) => retiredComment(inLanguage(language), 2, 1));
  assert.match(
    english ?? '',
    /^<!-- loose-ends:[0-9a-f]{16} 2\/1 -->\nWhat stood here is part of the comments above\.\n$/,
  );
  assert.match(chinese ?? '', /^<!-- loose-ends:[0-9a-f]{16} 2\/1 -->\n\p{Script=Han}/u);
});
