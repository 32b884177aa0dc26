import type { Declined } from '../../report/forge/forge.ts';

/** That the forge did not give what was asked, on its way to who says so. */
export class NotGiven extends Error {
  override readonly name = 'NotGiven';
  readonly declined: Declined;

  constructor(declined: Declined) {
    super(declined.why);
    this.declined = declined;
  }
}

/** @throws {NotGiven} if the forge has declined. */
export function given<T extends { readonly kind: string }>(answer: T | Declined): T {
  if (isDeclined(answer)) throw new NotGiven(answer);
  return answer;
}

/** `work`, or what the forge has said to that. */
export async function orDeclined<T>(work: () => Promise<T>): Promise<T | Declined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotGiven) return error.declined;
    throw error;
  }
}

export function isDeclined<T extends { readonly kind: string }>(answer: T | Declined): answer is Declined {
  return answer.kind === 'refused' || answer.kind === 'unreachable';
}
