import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { DevTools } from './dev-tools.ts';
import { unpackChromium } from './unpack-chromium.ts';

/** An empty page of a browser that reaches no network. */
export interface BrowserPage {
  /** The value of an expression, awaited; as JSON has it. Throws what is thrown there. */
  evaluate(expression: string): Promise<unknown>;
  /** A PNG of the upper left, in pixels. */
  screenshot(width: number, height: number): Promise<Buffer>;
  close(): Promise<void>;
}

const flags = [
  ...['--headless', '--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage'],
  ...['--disable-background-networking', '--disable-component-update', '--no-first-run', '--no-pings'],
  ...['--font-render-hinting=none', '--force-color-profile=srgb', '--hide-scrollbars'],
  // Names are resolved to nothing, addresses go to a proxy that is not there.
  ...['--host-resolver-rules=MAP * ~NOTFOUND', '--proxy-server=127.0.0.1:1'],
  '--remote-debugging-pipe',
];

/** Starts the browser that npm has installed, and opens one page. */
export async function openPage(): Promise<BrowserPage> {
  const { program, environment } = unpackChromium();
  const home = mkdtempSync(join(tmpdir(), 'segue-browser-'));
  const child = spawn(program, [...flags, `--user-data-dir=${home}`, 'about:blank'], {
    env: { ...environment, HOME: home },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const tools = new DevTools(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(home, { recursive: true, force: true });
  };
  try {
    return { ...(await attach(tools)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function attach(tools: DevTools): Promise<Omit<BrowserPage, 'close'>> {
  const { targetId } = await tools.call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await tools.call('Target.attachToTarget', { targetId, flatten: true });
  const call = (method: string, params: object) => tools.call(method, params, String(sessionId));
  return {
    async evaluate(expression) {
      const answer = await call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      const { result, exceptionDetails } = answer as { result: { value?: unknown }; exceptionDetails?: Thrown };
      if (exceptionDetails === undefined) return result.value;
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    },
    async screenshot(width, height) {
      const clip = { x: 0, y: 0, width, height, scale: 1 };
      const { data } = await call('Page.captureScreenshot', { format: 'png', clip, captureBeyondViewport: true });
      return Buffer.from(String(data), 'base64');
    },
  };
}

interface Thrown {
  readonly text: string;
  readonly exception?: { readonly description?: string };
}
