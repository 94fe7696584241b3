/** Where our own run of a withdrawal stands. The exchange's status is another thing. */
export const phases = ['VALIDATING', 'SUBMITTING', 'FOLLOWING', 'CANCELLING', 'NEEDS_REVIEW', 'SETTLED'] as const;

export type Phase = (typeof phases)[number];
