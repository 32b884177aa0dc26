import type { RunDocument } from '../../run/document.ts';
import { isHandOver } from '../../run/handed-over.ts';
import { unreachable } from '../../run/states.ts';
import type { CheckButton } from '../forge/forge.ts';

const cancel: CheckButton = { label: 'Cancel', description: 'Ends this run', identifier: 'cancel' };
const retry: CheckButton = {
  label: 'Retry failed',
  description: 'Runs what did not succeed, newest code',
  identifier: 'retry',
};
const resume: CheckButton = { label: 'Resume', description: 'Goes on where it broke off', identifier: 'resume' };

/** What a person may want of a run as it stands: the same as commands in comments. */
export function checkButtons({ state, cancelled }: RunDocument): readonly CheckButton[] {
  switch (state) {
    case 'running':
      return [cancel];
    case 'failed':
      return [retry];
    case 'cancelled':
      // The next job goes on with what was handed over.
      if (isHandOver(cancelled)) return [cancel];
      return cancelled?.why === 'interrupt' ? [resume, cancel] : [retry];
    case 'success':
      return [];
    default:
      return unreachable(state);
  }
}
