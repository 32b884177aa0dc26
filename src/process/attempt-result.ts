import type { Outcome } from '../run/document.ts';
import type { ArtifactStore, AttemptResult, AttemptSpec, KeptArtifacts } from '../run/ports.ts';
import type { Masker } from './mask.ts';
import type { ParsedOutputs } from './outputs.ts';

export interface ResultContext {
  readonly spec: AttemptSpec;
  readonly root: string;
  readonly masker: Masker;
  readonly artifacts: Pick<ArtifactStore, 'keep'>;
}

/**
 * What a process that has ended gave: its outputs, and its files if it succeeded. Outputs that cannot be read or that
 * hold a secret, and files that are missing, turn a success into a failure. A failed task keeps the outputs that are good.
 */
export async function collectResult(
  context: ResultContext,
  outcome: Outcome,
  parsed: ParsedOutputs,
): Promise<Omit<AttemptResult, 'log'>> {
  const outputs = withoutSecrets(parsed, context.masker);
  const given = outputs.ok && Object.keys(outputs.outputs).length > 0 ? { outputs: outputs.outputs } : {};
  if (outcome.kind !== 'success') return { outcome, ...given };
  if (!outputs.ok) {
    return { outcome: { kind: 'outputs', message: context.masker.mask(outputs.message) } };
  }
  const { artifacts } = context.spec;
  if (artifacts === undefined) return { outcome, ...given };
  if (artifacts === 'none') return { outcome, ...given, artifacts };
  const kept = await keep(context, artifacts);
  if (!kept.ok) {
    return { outcome: { kind: 'artifacts', message: context.masker.mask(kept.message) }, ...given };
  }
  return { outcome, ...given, artifacts: kept.files };
}

function withoutSecrets(parsed: ParsedOutputs, masker: Masker): ParsedOutputs {
  if (!parsed.ok || masker.isEmpty) return parsed;
  for (const [name, value] of Object.entries(parsed.outputs)) {
    if (masker.contains(value) || masker.contains(name)) {
      return { ok: false, message: `output "${name}" holds the value of a secret; hand the secret's name on instead` };
    }
  }
  return parsed;
}

async function keep(
  { spec, root, masker, artifacts }: ResultContext,
  patterns: readonly string[],
): Promise<KeptArtifacts> {
  try {
    const kept = await artifacts.keep(spec.run, spec.task, root, patterns);
    const leaking = kept.ok && kept.files.some((file) => masker.contains(file.path));
    if (leaking)
      return { ok: false, message: 'the name of an artifact holds the value of a secret; name the file otherwise' };
    return kept;
  } catch (error) {
    return {
      ok: false,
      message: `its artifacts could not be kept: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
