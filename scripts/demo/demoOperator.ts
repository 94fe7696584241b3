/** Who acts, in every decision of the demo. */
export const demoOperator = { actor: 'demo operator' } as const;
