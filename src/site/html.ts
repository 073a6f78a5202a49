// Text as HTML. Everything that comes from a report or a document passes through here: hidden characters are made visible,
// and what has a meaning in HTML loses it.

import { visible } from '#render/text-safety.js';

/** Markup, as against text that has yet to be escaped. */
export type Html = string;

/** Text between elements, or in a quoted attribute. */
export function text(value: string): Html {
  return escapeHtml(visible(value));
}

/** As `text`; a name in it may be broken after its dots and slashes. */
export function breakable(value: string): Html {
  return text(value).replace(/([./])(?=[\w(*])/g, '$1<wbr>');
}

/** As `text`, for lines that may keep their tabs. */
export function codeText(value: string): Html {
  return value
    .split('\t')
    .map((part) => text(part))
    .join('\t');
}

function escapeHtml(value: string): Html {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A link; the label is markup already. Without an address the label alone. */
export function anchor(href: string | undefined, label: Html, className = ''): Html {
  const classes = className === '' ? '' : ` class="${className}"`;
  return href === undefined ? `<span${classes}>${label}</span>` : `<a${classes} href="${text(href)}">${label}</a>`;
}

/** A letter or digit run for addresses: lower case, other characters as single hyphens. */
export function slug(value: string): string {
  return value
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
    .replace(/-$/, '');
}
