// When V8 compiles a function for speed. It does so after a function has run for a while; most of ours are done soon after,
// and the compiler, which runs beside us, costs a quarter of all processor time of a trace. Waiting longer costs a trace of
// seconds nothing; what is hot for longer is compiled all the same (docs/decisions/0010).

import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/** In bytes of bytecode run; V8's own number is 67,584 or 135,168. */
const budget = 300_000;

/** The versions of V8 that are known to have the flag: Node 20 to 24. Others would complain about it. */
const firstVersion = 11;
const lastVersion = 13;

/** To be called before anything that is worth compiling. */
export function compileLate(): void {
  const version = Number.parseInt(process.versions.v8, 10);
  if (version >= firstVersion && version <= lastVersion) setFlagsFromString(`--interrupt-budget=${budget}`);
}
