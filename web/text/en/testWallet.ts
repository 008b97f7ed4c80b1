/** Words of the test wallet. */
export const text = {
  name: 'Test wallet',
  chooseAccount: 'act as which account?',
  send: 'send this transaction?',
  sign: 'sign this?',
  confirm: 'Confirm',
  reject: 'Reject',
  refused: 'The user rejected the request.',
}
