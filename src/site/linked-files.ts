// Files that documents link to and that are no documents: text, each a page of its own, and pictures, which are part of the
// site as they are. What they hold is brought by whoever can read files.

import { highlightGo } from './highlight-go.js';
import { codeText, text } from './html.js';
import type { PageContent } from './page.js';

/** Files of a project, by their path from its top; undefined for what is not there, or is not of that kind. */
export interface ProjectFiles {
  text(path: string): string | undefined;
  picture(path: string): Uint8Array | undefined;
}

/** Each file is read once. */
export class LinkedFiles {
  readonly #files: ProjectFiles;
  readonly #pages = new Map<string, PageContent | undefined>();
  readonly #pictures = new Map<string, Uint8Array | undefined>();

  constructor(files: ProjectFiles) {
    this.#files = files;
  }

  /** Path of the page of a file, or of a picture; undefined if there is neither. */
  urlOf(path: string): string | undefined {
    if (!this.#pages.has(path)) {
      const content = this.#files.text(path);
      this.#pages.set(path, content === undefined ? undefined : filePage(path, content));
    }
    return this.#pages.get(path)?.url ?? this.pictureUrl(path);
  }

  /** Path of a picture on the site, which is the one in the project; undefined if there is none. */
  pictureUrl(path: string): string | undefined {
    if (!this.#pictures.has(path)) this.#pictures.set(path, this.#files.picture(path));
    return this.#pictures.get(path) === undefined ? undefined : path.split('/').map(encodeURIComponent).join('/');
  }

  pages(): PageContent[] {
    return [...this.#pages.values()].flatMap((page) => page ?? []);
  }

  pictures(): { readonly path: string; readonly bytes: Uint8Array }[] {
    return [...this.#pictures].flatMap(([path, bytes]) => (bytes === undefined ? [] : [{ path, bytes }]));
  }
}

function filePage(path: string, content: string): PageContent {
  const code = content.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  const lines = path.endsWith('.go') ? highlightGo(code) : code.split('\n').map((line) => codeText(line));
  const rows = lines.map(
    (line, i) =>
      `<tr id="L${i + 1}"><td class="no"><a href="#L${i + 1}" aria-label="line ${i + 1}">${i + 1}</a></td><td><code>${line === '' ? ' ' : line}</code></td></tr>`,
  );
  return {
    url: `${path}.html`,
    title: path,
    description: path,
    body: `<article><h1 class="code">${text(path)}</h1><div class="source" tabindex="0" role="region" aria-label="Source"><table role="presentation"><tbody>${rows.join('\n')}</tbody></table></div></article>`,
  };
}
