/** A run was given up, since to play it to its end takes more than may be computed. */
export class EffortSpent extends Error {
  override readonly name = 'EffortSpent';
}
