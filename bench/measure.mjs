// Runs a program as a whole process and says what it cost: wall time, CPU time of it and of what it waited for, and its
// peak memory. GNU time tells all of it where it is installed. Else CPU time comes from bash's `time`, and memory from the
// kernel's high-water mark (VmHWM, Linux only), read every few milliseconds: what is allocated after the last reading is missed.

import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How often the memory is read without GNU time. Reading two small files costs some 50 microseconds. */
const readEveryMs = 10;

const hasGnuTime = spawnSync('/usr/bin/time', ['-f', '%M', 'true']).status === 0;

/**
 * @returns {Promise<{ code: number, wall: number, cpu: number, memory: number, errors: string }>} exit code, seconds,
 *   seconds, bytes, and what the program wrote to standard error
 */
export function measure(program, args, options = {}) {
  const [timer, ...timerArgs] = hasGnuTime
    ? ['/usr/bin/time', '-q', '-f', '%U %S %M']
    : ['bash', '-c', 'TIMEFORMAT="%U %S 0"; time "$@"', 'measure'];
  const start = performance.now();
  const child = spawn(timer, [...timerArgs, program, ...args], { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  let mark = 0;
  const watch = setInterval(() => {
    if (!hasGnuTime) mark = Math.max(mark, highWaterMark(child.pid));
  }, readEveryMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      const wall = (performance.now() - start) / 1000;
      // The timer writes last; what the program itself said stands before it.
      const said = errors.trimEnd().split('\n');
      const [user, system, kilobytes] = (said.pop() ?? '').trim().split(/\s+/).map(Number);
      const memory = Math.max(mark, kilobytes * 1024);
      resolve({ code: code ?? 1, wall, cpu: user + system, memory, errors: said.join('\n') });
    });
  });
}

/** The highest mark of the processes that the shell started; 0 if there is none to read. */
function highWaterMark(shell) {
  let highest = 0;
  for (const child of read(`/proc/${shell}/task/${shell}/children`).split(' ')) {
    if (child === '') continue;
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${child}/status`))?.[1];
    if (kilobytes !== undefined) highest = Math.max(highest, Number(kilobytes) * 1024);
  }
  return highest;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Least, middle and greatest of some numbers. */
export function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { min: sorted[0], median, max: sorted.at(-1) };
}
