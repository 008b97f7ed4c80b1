/** ABI of OperatorDirectory. Generated from the artifacts by scripts/tools/abi.ts: do not edit. */
// prettier-ignore
export const operatorDirectoryAbi = [
  {"inputs":[{"internalType":"contract IEscrowFactory","name":"factory_","type":"address"}],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[{"internalType":"address","name":"member","type":"address"},{"internalType":"address","name":"escrow","type":"address"},{"internalType":"uint256","name":"time","type":"uint256"}],"name":"AlreadyAccepted","type":"error"},
  {"inputs":[{"internalType":"uint256","name":"length","type":"uint256"}],"name":"EncryptionKeyLength","type":"error"},
  {"inputs":[{"internalType":"uint256","name":"length","type":"uint256"}],"name":"EndpointLength","type":"error"},
  {"inputs":[{"internalType":"address","name":"account","type":"address"}],"name":"NotEscrow","type":"error"},
  {"inputs":[{"internalType":"address","name":"account","type":"address"},{"internalType":"address","name":"escrow","type":"address"}],"name":"NotMember","type":"error"},
  {"anonymous":false,"inputs":[{"indexed":true,"internalType":"address","name":"member","type":"address"},{"indexed":true,"internalType":"address","name":"escrow","type":"address"}],"name":"Accepted","type":"event"},
  {"anonymous":false,"inputs":[{"indexed":true,"internalType":"address","name":"operator","type":"address"},{"indexed":false,"internalType":"string","name":"endpoint","type":"string"},{"indexed":false,"internalType":"string","name":"encryptionKey","type":"string"}],"name":"Published","type":"event"},
  {"inputs":[{"internalType":"address","name":"escrow","type":"address"}],"name":"accept","outputs":[],"stateMutability":"nonpayable","type":"function"},
  {"inputs":[{"internalType":"address","name":"member","type":"address"},{"internalType":"address","name":"escrow","type":"address"}],"name":"acceptedAt","outputs":[{"internalType":"uint256","name":"since","type":"uint256"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"factory","outputs":[{"internalType":"contract IEscrowFactory","name":"","type":"address"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"internalType":"address","name":"account","type":"address"}],"name":"operatorOf","outputs":[{"components":[{"internalType":"string","name":"endpoint","type":"string"},{"internalType":"string","name":"encryptionKey","type":"string"},{"internalType":"uint256","name":"publishedAt","type":"uint256"}],"internalType":"struct Operator","name":"","type":"tuple"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"internalType":"string","name":"endpoint","type":"string"},{"internalType":"string","name":"encryptionKey","type":"string"}],"name":"publish","outputs":[],"stateMutability":"nonpayable","type":"function"},
] as const
