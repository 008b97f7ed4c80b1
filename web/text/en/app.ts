/** Words around all views. */
export const text = {
  name: 'Lodestone',
  home: 'Lodestone, all outcomes',
  skip: 'Skip to the content',
  nav: {
    label: 'Views',
    explore: 'Explore',
    portfolio: 'Portfolio',
    desk: 'Desk',
    create: 'Create',
    operators: 'Operators',
  },
  missing: 'There is no such page.',
  broken: 'This view could not be shown.',
  indexSilent: 'The index does not answer: what you see may be old.',
  indexEmpty: 'The index has not read the chain yet. It will in a moment.',
  behind: (blocks: number) =>
    `The index is ${blocks.toLocaleString('en')} blocks behind the chain: figures are older than that.`,
  onChain: (chain: string, id: number) => `${chain}, chain ${id}`,
  block: (number: number) => `block ${number.toLocaleString('en')}`,
  report: 'Auditor’s report',
  settings: 'What this page reads',
  scheme: { label: 'Colours', device: 'Colours of the device', light: 'Light', dark: 'Dark' },
  start: {
    failed: 'This page cannot start.',
    reload: 'Its code cannot be loaded. Check your connection and reload.',
    framed:
      'It is shown inside another page, which could make you click on what you do not see. Open it in a window of its own.',
  },
}
