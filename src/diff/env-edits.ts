import { findSecrets, isSecretName, looksRandom } from '../validate/secret-shapes.ts';
import { causeOf } from './cause.ts';
import type { EnvEdit } from './change.ts';
import type { TaskPair } from './task-pair.ts';
import { present, sides } from './value-edit.ts';

/** Variables that came, went or have another value. What may be a secret is told by its name alone. */
export function envEdits({ before, after, old, now, secrets }: TaskPair): readonly EnvEdit[] {
  if (before.env === after.env) return [];
  const names = [...new Set([...Object.keys(before.env), ...Object.keys(after.env)])].sort();
  return names.flatMap((name): readonly EnvEdit[] => {
    const [was, is] = [variableOf(before.env, name), variableOf(after.env, name)];
    if (was === is) return [];
    const isHidden = secrets.has(name) || [was, is].some((value) => mayBeSecret(name, value));
    return [
      {
        kind: was === undefined ? 'env-added' : is === undefined ? 'env-removed' : 'env-changed',
        name,
        ...(isHidden ? { hidden: true } : sides(was, is)),
        ...present('cause', causeOf(old, now, ['env', name])),
      },
    ];
  });
}

function variableOf(env: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(env, name) ? env[name] : undefined;
}

/** A value that is one expression only says where the true one comes from. */
function mayBeSecret(name: string, value: string | undefined): boolean {
  if (value === undefined || /^\$\{\{[^}]*\}\}$/.test(value.trim())) return false;
  return isSecretName(name) || looksRandom(value) || findSecrets(value).length > 0;
}
