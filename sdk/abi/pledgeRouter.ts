/** ABI of PledgeRouter. Generated from the artifacts by scripts/tools/abi.ts: do not edit. */
// prettier-ignore
export const pledgeRouterAbi = [
  {"inputs":[{"internalType":"contract IEscrowFactory","name":"factory_","type":"address"}],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[{"internalType":"address","name":"target","type":"address"}],"name":"AddressEmptyCode","type":"error"},
  {"inputs":[],"name":"FailedCall","type":"error"},
  {"inputs":[{"internalType":"uint256","name":"balance","type":"uint256"},{"internalType":"uint256","name":"needed","type":"uint256"}],"name":"InsufficientBalance","type":"error"},
  {"inputs":[{"internalType":"address","name":"account","type":"address"}],"name":"NotEscrow","type":"error"},
  {"inputs":[{"internalType":"address","name":"escrow","type":"address"},{"internalType":"uint256","name":"value","type":"uint256"},{"internalType":"uint256","name":"wrapped","type":"uint256"}],"name":"NotWrapped","type":"error"},
  {"inputs":[{"internalType":"address","name":"escrow","type":"address"},{"internalType":"uint256","name":"assets","type":"uint256"}],"name":"NothingBought","type":"error"},
  {"inputs":[{"internalType":"address","name":"escrow","type":"address"},{"internalType":"address","name":"found","type":"address"},{"internalType":"address","name":"underlying","type":"address"}],"name":"OtherUnderlying","type":"error"},
  {"inputs":[{"internalType":"address","name":"token","type":"address"},{"internalType":"uint256","name":"allowance","type":"uint256"},{"internalType":"uint256","name":"value","type":"uint256"}],"name":"PermitFailed","type":"error"},
  {"inputs":[],"name":"ReentrancyGuardReentrantCall","type":"error"},
  {"inputs":[{"internalType":"address","name":"token","type":"address"}],"name":"SafeERC20FailedOperation","type":"error"},
  {"inputs":[{"internalType":"address","name":"escrow","type":"address"},{"internalType":"uint256","name":"fits","type":"uint256"},{"internalType":"uint256","name":"least","type":"uint256"}],"name":"TooLittleFits","type":"error"},
  {"inputs":[{"internalType":"address","name":"escrow","type":"address"},{"internalType":"uint256","name":"left","type":"uint256"},{"internalType":"uint256","name":"needed","type":"uint256"}],"name":"ValueTooLow","type":"error"},
  {"inputs":[],"name":"factory","outputs":[{"internalType":"contract IEscrowFactory","name":"","type":"address"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"internalType":"bytes[]","name":"data","type":"bytes[]"}],"name":"multicall","outputs":[{"internalType":"bytes[]","name":"results","type":"bytes[]"}],"stateMutability":"nonpayable","type":"function"},
  {"inputs":[{"internalType":"address","name":"token","type":"address"},{"internalType":"uint256","name":"value","type":"uint256"},{"internalType":"uint256","name":"deadline","type":"uint256"},{"internalType":"uint8","name":"v","type":"uint8"},{"internalType":"bytes32","name":"r","type":"bytes32"},{"internalType":"bytes32","name":"s","type":"bytes32"}],"name":"permit","outputs":[],"stateMutability":"nonpayable","type":"function"},
  {"inputs":[{"components":[{"internalType":"address","name":"escrow","type":"address"},{"internalType":"uint256","name":"assets","type":"uint256"},{"internalType":"uint256","name":"least","type":"uint256"}],"internalType":"struct Pledge[]","name":"pledges","type":"tuple[]"}],"name":"pledge","outputs":[{"internalType":"uint256[]","name":"pledged","type":"uint256[]"}],"stateMutability":"nonpayable","type":"function"},
  {"inputs":[{"components":[{"internalType":"address","name":"escrow","type":"address"},{"internalType":"uint256","name":"assets","type":"uint256"},{"internalType":"uint256","name":"least","type":"uint256"}],"internalType":"struct Pledge[]","name":"pledges","type":"tuple[]"}],"name":"pledgeNative","outputs":[{"internalType":"uint256[]","name":"pledged","type":"uint256[]"}],"stateMutability":"payable","type":"function"},
  {"inputs":[{"internalType":"address","name":"underlying","type":"address"},{"components":[{"internalType":"address","name":"escrow","type":"address"},{"internalType":"uint256","name":"assets","type":"uint256"},{"internalType":"uint256","name":"least","type":"uint256"}],"internalType":"struct Pledge[]","name":"pledges","type":"tuple[]"}],"name":"pledgeThroughVault","outputs":[{"internalType":"uint256[]","name":"pledged","type":"uint256[]"}],"stateMutability":"nonpayable","type":"function"},
] as const
