/** Words of the drawing of a curve. */
export const text = {
  none: 'The curve is drawn here once its first values can be read.',
  label: (most: string, end: string) => `What is paid in all rises from nothing to ${most} at ${end}.`,
  ranks: 'no claim ranked',
  rank: (count: number) => (count === 1 ? '1 prize paid' : `${count} prizes paid`),
}
