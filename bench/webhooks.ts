import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../scripts/bundle.ts';
import type { Place } from './cases.ts';
import type { Row } from './table.ts';

/** From a webhook to the check run of its pull request: the app's bundle, and GitHub on loopback. */
export function webhookRows(place: Place, rounds: number): readonly Row[] {
  const folder = join(place.folder, 'app');
  mkdirSync(folder);
  const bundle = join(dirname(place.entry), '../bot/index.js');
  const app = existsSync(bundle) ? bundle : join(root, 'src/bot/index.ts');
  const many = rounds * 2;
  const said = execFileSync(process.execPath, [join(import.meta.dirname, 'app.ts'), folder, app, String(many)], {
    env: place.environment,
  });
  const waits = (JSON.parse(said.toString()) as number[]).toSorted((a, b) => a - b);
  const p95 = waits[Math.ceil(waits.length * 0.95) - 1] ?? Number.NaN;
  return [{ name: `app: from the webhook to the check, p95 of ${many}`, wallMs: p95, goals: { wallMs: 5_000 } }];
}
