// Starts the real browser that tests look at pages with: the one at CHROMIUM or /usr/bin/chromium; nothing is downloaded.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { type Browser, chromium } from 'playwright-core';

export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  assert.ok(
    existsSync(executablePath),
    `There is no browser at ${executablePath}: run \`apt-get install chromium\`, or set CHROMIUM to the path of one.`,
  );
  return await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
