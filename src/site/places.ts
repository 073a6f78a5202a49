// Places, names and sentences of a report as they stand on a page: linked to the page of the site that shows them, and to
// where the source is published.

import type { Say } from '#language/say.js';
import { clip, visible } from '#render/text-safety.js';
import type { CodeLine, EdgeRecord, FunctionId, Location, Span } from '#report/report.js';
import { highlightGo } from './highlight-go.js';
import { anchor, type Html, text } from './html.js';
import { pageOf, pageOfCall, type ReportEntry } from './site-model.js';

/** A longer line is generated; a page about its function shows all of it. */
const maxCode = 200;

/** Writes for one report, from one page. */
export interface PlaceWriter {
  readonly entry: ReportEntry;
  /** From the page to the top of the site. */
  readonly up: string;
}

/** `client.go:120`, linked, and a mark that leads to the published source. */
export function place(writer: PlaceWriter, at: Location, caller?: FunctionId): Html {
  const { entry, up } = writer;
  const page = caller === undefined ? pageOf(entry, at) : pageOfCall(entry, caller, at);
  const label = text(clip(visible(entry.index.shortPlace(at)), 100));
  const published = entry.index.link(at);
  const here = anchor(page === undefined ? published : up + page, label, 'place');
  return page === undefined || published === undefined ? here : `${here}${outside(published, entry.say)}`;
}

/** A link that leaves the site. */
export function outside(href: string, say: Say): Html {
  return `<a class="out" href="${text(href)}" rel="noreferrer" aria-label="${text(say`the published source`)}">↗</a>`;
}

/** A function's short name, linked to its page. */
export function functionName(writer: PlaceWriter, id: FunctionId | undefined): Html {
  const fn = id === undefined ? undefined : writer.entry.functions.get(id);
  if (id === undefined || fn === undefined)
    return `<span class="name">${text(writer.entry.say`an unknown callee`)}</span>`;
  const record = writer.entry.index.functions.get(id) ?? fn.record;
  return anchor(writer.up + fn.url, `<code>${text(clip(record.shortName, 160))}</code>`, 'name');
}

/** A line of code, highlighted. */
export function codeLine(code: string): Html {
  return `<pre class="line"><code>${highlightGo(clip(visible(code), maxCode)).join(' ')}</code></pre>`;
}

/** Lines to copy, highlighted. */
export function codeToCopy(lines: readonly string[]): Html {
  return `<pre class="copy" tabindex="0"><code>${highlightGo(lines.map(visible).join('\n')).join('\n')}</code></pre>`;
}

/** A line of code with its place, in a sentence. */
export function codeAt(writer: PlaceWriter, at: CodeLine): Html {
  const code = at.code.trim() === '' ? '' : `<code>${text(clip(visible(at.code), maxCode))}</code> `;
  return `${code}${place(writer, at)}`;
}

export function spans(writer: PlaceWriter, parts: readonly Span[]): Html {
  return parts
    .map((span) => {
      if (typeof span === 'string') return text(span);
      if ('code' in span) return `<code>${text(span.code)}</code>`;
      return span.text === ''
        ? place(writer, span.at)
        : `<code>${text(span.text)}</code>${writer.entry.say` (${place(writer, span.at)})`}`;
    })
    .join('');
}

/** Parts of a sentence that semicolons part, as a list; one part as it is. */
export function spanList(writer: PlaceWriter, parts: readonly Span[]): Html {
  const items: Span[][] = [[]];
  for (const span of parts) {
    if (span === writer.entry.say`; `) items.push([]);
    else items.at(-1)?.push(span);
  }
  if (items.length === 1) return spans(writer, parts);
  return `<ul class="parts">${items.map((item) => `<li>${spans(writer, item)}</li>`).join('')}</ul>`;
}

/** What the caller of an edge does: `calls`, `starts`, `defers`, `wakes`. */
export function edgeVerb({ kind }: EdgeRecord, say: Say): string {
  switch (kind) {
    case 'go':
      return say`starts`;
    case 'defer':
      return say`defers`;
    case 'handoff':
      return say`wakes`;
    case 'call':
      return say`calls`;
  }
}
