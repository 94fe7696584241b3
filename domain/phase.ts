/** Where our own run of a withdrawal stands; never mixed with the exchange's status. */
export const phases = ['VALIDATING', 'SUBMITTING', 'FOLLOWING', 'CANCELLING', 'NEEDS_REVIEW', 'SETTLED'] as const;

export type Phase = (typeof phases)[number];
