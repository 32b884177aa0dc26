import { spawn } from 'node:child_process';
import { plainEnvironment } from './scratch-repository.ts';

export interface GitAnswer {
  readonly code: number;
  readonly out: Buffer;
}

/** Runs git in a bare repository, beside whatever else runs. */
export type BareGit = (
  args: readonly string[],
  options?: { readonly input?: string | Buffer; readonly env?: Readonly<Record<string, string>> },
) => Promise<GitAnswer>;

export function bareGit(folder: string): BareGit {
  return (args, { input = '', env = {} } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn('git', [...args], { cwd: folder, env: { ...plainEnvironment, ...env } });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code: code ?? 1, out: Buffer.concat(chunks) }));
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
}

/** Trimmed text; undefined if git failed. */
export async function gitText(asked: Promise<GitAnswer>): Promise<string | undefined> {
  const { code, out } = await asked;
  return code === 0 ? out.toString().trim() : undefined;
}
