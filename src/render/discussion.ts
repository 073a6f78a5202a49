// A report as comments for a GitHub discussion or issue: the writeup, its answer and diagram open, the rest folded, cut into
// as many comments as GitHub's limit asks for. Cut between sections where that is possible, else between steps; what is cut
// is folded and headed again where it goes on. Nothing of the writeup is left out but a single block that is over the limit.
// Each comment begins with a mark that readers do not see, by which a later run finds it again.

import { fingerprint } from '#base/fingerprint.js';
import { compareStrings } from '#base/order.js';
import { type Say, sayIn } from '#language/say.js';
import type { Report } from '#report/report.js';
import { renderMarkdown } from './markdown.js';
import { codeBlock } from './markdown-text.js';
import type { RenderOptions } from './options.js';
import { plural } from './words.js';

/** GitHub refuses a body with more characters. */
export const maxCommentLength = 65_536;

/** Room for the mark and the line that says which part it is. */
const leadLength = 300;

/** A section below this stays open: folding it would hide more than it saves. */
const minFolded = 1_200;

/** A section that fits into the next comment whole goes there when at most so much of this one is left. */
const maxWasted = 0.4;

/**
 * What tells the comments on one question from those on another; the answer may change, the question not. Each language has
 * comments of its own; English adds nothing to the key, since a report need not say that it is in English.
 */
export function discussionKey(report: Report): string {
  const { question, build } = report;
  const main = build.modules.filter((module) => module.main === true).map((module) => module.path);
  const options = Object.entries(question.options).sort(([a], [b]) => compareStrings(a, b));
  const { language = 'en' } = question;
  return fingerprint(
    JSON.stringify([
      question.roots,
      question.direction,
      options,
      main.sort(compareStrings),
      ...(language === 'en' ? [] : [language]),
    ]),
  );
}

/** The mark of a part; `of` is how many there are. */
export function commentMark(key: string, part: number, of: number): string {
  return `<!-- loose-ends:${key} ${part}/${of} -->`;
}

/** What a comment of ours is changed to whose part there is no longer, or a second time. */
export function retiredComment(report: Report, part: number, of: number): string {
  const say = sayIn(report.question.language);
  return `${commentMark(discussionKey(report), part, of)}\n${say`What stood here is part of the comments above.`}\n`;
}

/** Which part of which question a comment is; undefined for a comment of someone else. */
export function readCommentMark(body: string): { readonly key: string; readonly part: number } | undefined {
  const match = /^<!-- loose-ends:([0-9a-f]{16}) (\d{1,4})\/\d{1,4} -->/.exec(body);
  return match === null ? undefined : { key: match[1] ?? '', part: Number(match[2]) };
}

/** Bodies of comments in order, each within the limit. */
export function renderDiscussion(report: Report, options: RenderOptions, limit = maxCommentLength): string[] {
  const key = discussionKey(report);
  const say = sayIn(report.question.language);
  const bodies = pack(foldSections(parseBlocks(renderMarkdown(report, options)), say), limit - leadLength, say);
  return bodies.map((body, i) => {
    const mark = commentMark(key, i + 1, bodies.length);
    const which = bodies.length === 1 ? '' : `**${i + 1}/${bodies.length}**\n\n`;
    return `${mark}\n${which}${body.trim()}\n`;
  });
}

/** Text that is kept together, or a wrapper around more of it. */
type Block =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'wrapper';
      readonly open: string;
      /** What opens it where it goes on in another comment. */
      readonly reopen: string;
      readonly close: string;
      readonly isSection: boolean;
      readonly blocks: readonly Block[];
    };

interface Section {
  readonly heading: string;
  readonly blocks: Block[];
}

/** The writeup as sections; what stands before the first heading below the title belongs to one without a heading. */
function parseBlocks(markdown: string): Section[] {
  const sections: Section[] = [{ heading: '', blocks: [] }];
  const lines = markdown.split('\n');
  let i = 0;
  while (i < lines.length) {
    const line = lines[i] ?? '';
    if (/^#{2,3} /.test(line)) {
      sections.push({ heading: line, blocks: [] });
      i++;
    } else if (line === '') i++;
    else {
      const [block, next] = readBlock(lines, i);
      sections.at(-1)?.blocks.push(block);
      i = next;
    }
  }
  return sections;
}

function readBlock(lines: readonly string[], start: number): [Block, number] {
  const first = lines[start] ?? '';
  if (first === '<details>') {
    const summary = lines[start + 1] ?? '';
    const blocks: Block[] = [];
    let i = start + 2;
    while (i < lines.length && lines[i] !== '</details>') {
      if (lines[i] === '') {
        i++;
        continue;
      }
      const [block, next] = readBlock(lines, i);
      blocks.push(block);
      i = next;
    }
    const open = `<details>\n${summary}\n`;
    return [{ kind: 'wrapper', open, reopen: open, close: '</details>', isSection: false, blocks }, i + 1];
  }
  const fence = /^(`{3,})/.exec(first)?.[1];
  let i = start + 1;
  if (fence !== undefined) {
    while (i < lines.length && lines[i] !== fence) i++;
    i++;
  } else if (isItem(first)) {
    // An item goes on until the next one; its own lines are indented.
    while (i < lines.length && /^\s+\S/.test(lines[i] ?? '')) i++;
  } else {
    while (i < lines.length && lines[i] !== '' && !isItem(lines[i] ?? '')) i++;
  }
  return [{ kind: 'text', text: lines.slice(start, i).join('\n') }, i];
}

const isItem = (line: string): boolean => /^(\d+\.|-) /.test(line);

/** Sections as wrappers, long ones folded. The answer stays open, and so does what stands between it and the diagram. */
function foldSections(sections: readonly Section[], say: Say): Block[] {
  const diagram = sections.findIndex(({ blocks }) => blocks.some(isDiagram));
  return sections.flatMap(({ heading, blocks }, i): Block[] => {
    if (heading === '') return blocks;
    const isOpen = i <= diagram || lengthOf(blocks) < minFolded || blocks.some(isDiagram);
    const items = blocks.filter((block) => block.kind === 'text' && /^\d+\. /.test(block.text)).length;
    const label = items === 0 ? say`Show` : say`Show ${plural(say, items, 'step')}`;
    const open = isOpen ? `${heading}\n` : `${heading}\n\n<details>\n<summary>${label}</summary>\n`;
    const more = say`${heading} (continued)`;
    const reopen = isOpen ? `${more}\n` : `${more}\n\n<details>\n<summary>${say`Show more`}</summary>\n`;
    return [{ kind: 'wrapper', open, reopen, close: isOpen ? '' : '</details>', isSection: true, blocks }];
  });
}

const isDiagram = (block: Block): boolean => block.kind === 'text' && block.text.startsWith('```mermaid');

function lengthOf(blocks: readonly Block[]): number {
  let length = 0;
  for (const block of blocks) {
    length +=
      block.kind === 'text'
        ? block.text.length + 2
        : block.open.length + block.close.length + 4 + lengthOf(block.blocks);
  }
  return length;
}

type Wrapper = Extract<Block, { kind: 'wrapper' }>;

/** Fills comments in order. Wrappers are opened when their first text comes, so that none is left empty at an end. */
function pack(blocks: readonly Block[], capacity: number, say: Say): string[] {
  const bodies: string[] = [];
  let body = '';
  let open: Wrapper[] = [];
  /** Wrappers around what comes next, and whether each has been opened in an earlier comment. */
  const around: { wrapper: Wrapper; isBegun: boolean }[] = [];

  const closing = (): number => around.reduce((sum, { wrapper }) => sum + wrapper.close.length + 2, 0);
  const closeDownTo = (depth: number): void => {
    for (const wrapper of open.slice(depth).reverse()) if (wrapper.close !== '') body += `\n${wrapper.close}\n`;
    open = open.slice(0, depth);
  };
  const flush = (): void => {
    closeDownTo(0);
    if (body.trim() !== '') bodies.push(body);
    body = '';
  };
  const opening = (): string =>
    around
      .slice(open.length)
      .map(({ wrapper, isBegun }) => `\n${isBegun ? wrapper.reopen : wrapper.open}`)
      .join('');
  const put = (text: string): void => {
    const separator = isItem(text) && isItem(lastBlock) && open.length === around.length ? '' : '\n';
    let added = opening() + separator + text;
    if (body.trim() !== '' && body.length + added.length + closing() + 1 > capacity) {
      flush();
      added = `${opening()}\n${text}`;
    }
    if (added.length + closing() + 1 > capacity)
      added = `${opening()}\n${cutText(text, capacity - opening().length - closing() - 2, say)}`;
    body += `${added}\n`;
    open = around.map(({ wrapper }) => wrapper);
    for (const one of around) one.isBegun = true;
    lastBlock = text;
  };
  let lastBlock = '';
  const visit = (list: readonly Block[]): void => {
    for (const block of list) {
      if (block.kind === 'text') {
        put(block.text);
        continue;
      }
      const length = lengthOf([block]);
      const left = capacity - body.length;
      if (block.isSection && length > left && length <= capacity && left < capacity * maxWasted) flush();
      around.push({ wrapper: block, isBegun: false });
      if (block.blocks.length === 0) put('');
      visit(block.blocks);
      around.pop();
      closeDownTo(Math.min(open.length, around.length));
      lastBlock = '';
    }
  };
  visit(blocks);
  flush();
  return bodies.length === 0 ? [''] : bodies;
}

/** As many whole lines as fit; a fence that is open is closed. A line that is too long by itself is shown as code, inert. */
function cutText(text: string, room: number, say: Say): string {
  const cutNote = say`(The rest is too long for a comment.)`;
  const lines: string[] = [];
  let length = cutNote.length + 40;
  let openFence = '';
  for (const line of text.split('\n')) {
    if (length + line.length + 1 > room) break;
    length += line.length + 1;
    lines.push(line);
    const fence = /^ *`{3,}/.exec(line)?.[0] ?? '';
    if (openFence === '') openFence = fence;
    else if (line === openFence) openFence = '';
  }
  if (openFence !== '') lines.push(openFence);
  if (lines.length === 0)
    lines.push(...codeBlock('text', [text.slice(0, Math.max(0, Math.floor((room - length) / 4)))]));
  return [...lines, '', cutNote].join('\n');
}
