// Marks an English sentence that is made below the layers which know languages, so that it stands in their catalogue.

/** The text itself: `sentence`nothing sets ${name}`` is `nothing sets x`. */
export function sentence(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return parts.reduce((text, part, i) => text + String(values[i - 1] ?? '') + part);
}
