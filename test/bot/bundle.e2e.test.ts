import { spawn } from 'node:child_process';
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { botVariables } from '../support/bot-process.ts';
import { scratchFolder } from '../support/scratch-repository.ts';
import { botIn, botWorld } from './bot-world.ts';

const bundle = join(root, 'dist/bot');

test.skipIf(!existsSync(bundle))('the bundle stands alone: as a program, and as a part of a server', async () => {
  const folder = scratchFolder();
  cpSync(bundle, join(folder, 'bot'), { recursive: true });
  const world = await botWorld();
  const bot = await botIn(world, join(folder, 'bot/index.js'));
  expect(await bot.reviewed('opened', await world.open('change', 'hi'))).toContain('success for COMMIT: check written');
  expect(await bot.kill('SIGTERM')).toBe(0);

  const server = join(folder, 'server.mjs');
  writeFileSync(
    server,
    `import { createSegueMiddleware } from './bot/app.mjs';
     const { APP_ID: appId, PRIVATE_KEY: privateKey, WEBHOOK_SECRET: secret, API: apiUrl } = process.env;
     const segue = await createSegueMiddleware({ appId, privateKey, secret, apiUrl });
     const isOurs = await segue({ url: '/other', method: 'GET', headers: {} }, {}, () => console.log('next'));
     console.log(String(isOurs));
     await segue.stop();`,
  );
  const env = { ...botVariables(world.github), API: world.github.url };
  const said = await new Promise<string>((resolve, reject) => {
    const child = spawn(process.execPath, [server], { env });
    let all = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        all += chunk.toString();
      });
    }
    child.on('error', reject).on('close', () => resolve(all));
  });
  expect(said).toContain('next\nfalse\n');
});
