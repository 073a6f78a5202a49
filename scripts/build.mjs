// `npm run build`: compiles the source to dist/, then links the command into one file.

import { fileURLToPath } from 'node:url';
import { link } from './link.mjs';
import { compile } from './run.mjs';

/** The exit code. */
export function build() {
  const code = compile('tsconfig.json');
  if (code === 0) link();
  return code;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = build();
