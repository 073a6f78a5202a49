// `npm run build`: compiles the source to dist/, links the command into one file, and puts beside it what sites need.

import { fileURLToPath } from 'node:url';
import { link } from './link.mjs';
import { compile } from './run.mjs';
import { vendor } from './vendor.mjs';

/** The exit code. */
export function build() {
  const code = compile('tsconfig.json');
  if (code === 0) {
    link();
    vendor();
  }
  return code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = build();
