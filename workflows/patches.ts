/*
 * Every `patched()` id of workflow code, in one place: what changed, why, since when. A change of the order or kind of
 * commands in a running workflow needs one, and a recorded history of the old behaviour under test/replay/histories.
 *
 * None yet: this is the first version.
 */
export const patches = {} as const satisfies Record<string, string>;
