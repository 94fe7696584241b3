import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Screenshot = {
  /** Where the PNG is written. */
  readonly file: string;
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** What the page must say: a picture of a page that is still loading is of no use. */
  readonly shows: readonly string[];
};

const patienceMs = 60_000;
/** How far the page's clock may run ahead; it stands still while a request is under way. */
const pageTimeMs = 15_000;
const mostPageBytes = 64 * 1024 * 1024;

const flags = [
  '--headless',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  // The page as it stood when the picture was taken, on standard output.
  '--dump-dom',
];

/** Takes a picture of a page with this Chromium. Throws when it fails, takes over 60 s, or the page lacks a text. */
export async function takeScreenshot(chromium: string, picture: Screenshot): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), 'withdrawals-chromium-'));
  const args = [
    ...flags,
    // Chromium's sandbox refuses to run as root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${profile}`,
    `--window-size=${picture.width},${picture.height}`,
    `--virtual-time-budget=${pageTimeMs}`,
    `--screenshot=${picture.file}`,
    picture.url,
  ];
  try {
    const page = await promisify(execFile)(chromium, args, { timeout: patienceMs, maxBuffer: mostPageBytes });
    const missing = picture.shows.filter((text) => !page.stdout.includes(text));
    if (missing.length > 0) throw new Error(`${picture.url} does not show ${missing.join(', ')}`);
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
