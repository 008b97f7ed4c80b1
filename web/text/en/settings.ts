/** Words of the settings. */
export const text = {
  title: 'What this page reads',
  lead: 'Figures come from the index, which anybody can run. What decides about your money is read from the chain itself.',
  endpoint: {
    title: 'Your own view of the chain',
    label: 'Address of an RPC endpoint',
    hint: 'Optional. Your own node, or one that you trust: the page then reads balances and terms through it, instead of through your wallet. It is remembered on this device only.',
    save: 'Use it',
    forget: 'Use the wallet’s again',
    used: (url: string) => `The chain is read through ${url}.`,
    form: 'Write an address that begins with https://, or http:// for a node on this machine.',
    otherChain: (actual: number, expected: number) =>
      `This endpoint is of chain ${actual}; Lodestone is on chain ${expected} here. Take one of that chain.`,
    silent:
      'This endpoint does not answer pages of this site. Check the address; a node of your own has to allow this site (CORS).',
  },
  site: {
    title: 'This site',
    hint: 'Compare these addresses with the deployment record of the project, or with what a friend sees elsewhere.',
    chain: 'Chain',
    factory: 'Factory',
    implementation: 'Implementation',
    router: 'Router of pledges',
    directory: 'Directory of operators',
    index: 'Index',
    rpc: 'Endpoint of the site',
    none: 'none',
  },
}
