/** The mutants that live, by name, and why no test could kill them: they do the same as the core. */
export const SURVIVORS: Readonly<Record<string, string>> = {}
