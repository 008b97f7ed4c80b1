/** Words about wallets. */
export const text = {
  connect: 'Connect a wallet',
  connecting: 'Connecting…',
  choose: 'Choose a wallet',
  yours: 'Your account',
  account: (address: string) => `Your account ${address}`,
  through: (wallet: string) => `Through ${wallet}`,
  disconnect: 'Disconnect',
  changeThere: 'To act as another account, change it in your wallet: the page follows.',
  hint: 'The page never sees a key. Your wallet asks you before anything is signed.',
  none: 'No wallet was found in this browser',
  noneWhy:
    'Install one that announces itself to pages (EIP-6963), as nearly all do, or open this page in the browser of your wallet’s app, and reload. Everything can be read without one.',
  broken: 'The part of this page that asks a wallet does not work. Reload the page.',
  old: 'The wallet of this browser',
  asking: 'Your wallet asks whether this page may see your account.',
  refused: 'You said no in the wallet.',
  failed: 'The wallet could not be connected.',
}
