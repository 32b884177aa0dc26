import { object, optional, text } from '../store/codec/shape.ts';
import { isRunId } from '../store/names.ts';
import { checkName } from '../workspace/review/review-pull.ts';
import { type Button, buttonJob } from './button-job.ts';
import type { Job } from './job.ts';
import { reviewHeadJob, reviewJobOf } from './review-job.ts';
import { eventName, readPayload, type WebhookEvent } from './webhook-event.ts';

const checkShape = object({
  check_run: object({
    name: eventName,
    head_sha: text(64, /^[0-9a-f]{40,64}$/),
    external_id: optional(eventName),
  }),
  requested_action: optional(object({ identifier: eventName })),
  sender: object({ login: eventName, type: eventName }),
});

/** Somebody asks for a check again, or presses one of its buttons. GitHub tells that only the App whose check it is. */
export function onCheckRun({ id: delivery, action, at, payload, found }: WebhookEvent): Job | undefined {
  const read = readPayload(payload, checkShape);
  if (at === undefined || read === undefined) return undefined;
  const { check_run: check, requested_action: asked, sender } = read;
  if (check.name === checkName) {
    const pull = /^pull\/(?<number>[1-9]\d{0,14})$/.exec(check.external_id ?? '')?.groups?.number;
    return pull === undefined ? reviewHeadJob(at, check.head_sha, found) : reviewJobOf(at, Number(pull), found);
  }
  const run = check.external_id;
  // As with comments: a program that asks for all that failed again has not looked at any of it.
  if (run === undefined || !isRunId(run) || sender.type !== 'User') return undefined;
  const button = action === 'rerequested' ? 'retry' : buttonOf(asked?.identifier);
  return button === undefined ? undefined : buttonJob(at, { delivery, button, run, login: sender.login, found });
}

function buttonOf(identifier: string | undefined): Button | undefined {
  return identifier === 'retry' || identifier === 'resume' || identifier === 'cancel' ? identifier : undefined;
}
