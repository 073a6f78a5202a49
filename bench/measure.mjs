// Runs a program as a whole process and says what it cost: wall time, CPU time of it and of what it waited for, and its
// peak memory. CPU time comes from bash's `time`, memory from the kernel's high-water mark (VmHWM), which only grows, so that
// reading it now and then misses at most what was allocated after the last reading. Memory is known on Linux only.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How often the memory is read. Reading two small files costs some 50 microseconds. */
const readEveryMs = 10;

/**
 * @returns {Promise<{ code: number, wall: number, cpu: number, memory: number }>} exit code, seconds, seconds, bytes
 */
export function measure(program, args, options = {}) {
  const script = 'TIMEFORMAT="%U %S"; { time "$@" 2>&3; } 3>/dev/null';
  const start = performance.now();
  const shell = spawn('bash', ['-c', script, 'measure', program, ...args], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let times = '';
  shell.stderr.on('data', (data) => {
    times += data;
  });
  let memory = 0;
  const timer = setInterval(() => {
    memory = Math.max(memory, highWaterMark(shell.pid));
  }, readEveryMs);
  return new Promise((resolve, reject) => {
    shell.on('error', reject);
    shell.on('close', (code) => {
      clearInterval(timer);
      const wall = (performance.now() - start) / 1000;
      const [user, system] = times.trim().split(/\s+/).slice(-2).map(Number);
      resolve({ code: code ?? 1, wall, cpu: user + system, memory });
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
