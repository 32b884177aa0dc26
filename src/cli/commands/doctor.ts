import { renderDoctor } from '../../report/findings/doctor-findings.ts';
import { doctor } from '../../workspace/doctor.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface DoctorOptions {
  readonly env: string;
  readonly envFile?: string;
  readonly json?: true;
}

/** `segue doctor`: what this machine lacks. 1 if something must be mended before the pipelines can run. */
export async function doctorCommand(context: CommandContext, options: DoctorOptions): Promise<ExitCode> {
  const findings = await withWorkspace(context, options, doctor);
  const { terminal } = context;
  if (options.json) terminal.printJson(findings);
  else terminal.print(renderDoctor(findings, terminal.style));
  return findings.some(({ state }) => state === 'error') ? 1 : 0;
}
