import type { ContractErrorName } from 'viem'
import type { escrowAbi } from '../abi/escrow.ts'
import type { escrowFactoryAbi } from '../abi/escrowFactory.ts'
import type { operatorDirectoryAbi } from '../abi/operatorDirectory.ts'
import type { pledgeRouterAbi } from '../abi/pledgeRouter.ts'

/** A custom error in words. `{name}` stands for the error's value of that name. */
export interface Explanation {
  what: string
  toDo: string
}

type ErrorName =
  | ContractErrorName<typeof escrowAbi>
  | ContractErrorName<typeof escrowFactoryAbi>
  | ContractErrorName<typeof pledgeRouterAbi>
  | ContractErrorName<typeof operatorDirectoryAbi>

const BUG = 'This cannot happen with a sound contract; report it.'
const OTHER_TERMS = 'Correct the terms; the outcome of creating them is otherwise always this.'

/** Every custom error that the contracts can throw: what happened and what to do. */
export const EXPLANATIONS: Readonly<Record<ErrorName, Explanation>> = {
  // the escrow
  NotAnEscrow: { what: 'This is the implementation, not an escrow.', toDo: 'Use the address that create returned.' },
  PayeeZero: { what: 'The payee is the zero address.', toDo: 'Name an address that can be paid.' },
  NotBinding: {
    what: 'Pledges are {pledged} of the {threshold} base units that bind.',
    toDo: 'File once the threshold is reached.',
  },
  ClaimsEnded: {
    what: 'Claims ended at {endedAt}.',
    toDo: 'Nothing more can be claimed here; look for another escrow.',
  },
  NothingLeftToPay: { what: 'Everything that was pledged is paid out.', toDo: 'Look for another escrow.' },
  NothingHeld: {
    what: 'Nothing is held back of the payment for claim {target}.',
    toDo: 'Check the key; only a payment under warranty can be broken.',
  },
  WarrantyOver: {
    what: 'The warranty of claim {target} ended at {endedAt}.',
    toDo: 'It is too late to break this claim.',
  },
  NotArbiter: { what: 'The caller {caller} is not the arbiter.', toDo: 'Rule as {arbiter}.' },
  NotPayee: {
    what: 'The caller {caller} is not the payee of this claim.',
    toDo: 'Assign it as {payee}; the zero address means that there is no such claim.',
  },
  NotAccount: {
    what: '{caller} cannot direct the money of {account} to another address.',
    toDo: 'Collect as {account}, or to {account} itself.',
  },
  RecipientZero: { what: 'The recipient is the zero address.', toDo: 'Name an address that can receive the token.' },
  NothingOwed: {
    what: '{account} is owed nothing.',
    toDo: 'Settle or release the claim first, or check whether it was collected before.',
  },
  NothingToAward: {
    what: 'There is no contest to award now.',
    toDo: 'Wait until claims have ended and all are settled; it may have been awarded before.',
  },
  KeyUsed: { what: 'Claim {key} was filed before.', toDo: 'Take a fresh salt: it makes a new commitment.' },
  WrongPhase: {
    what: 'Claim {key} is in phase {actual}, and this needs phase {needed}.',
    toDo: 'See the status of the claim for when its phases begin and end.',
  },
  RulingAboveHighest: {
    what: 'The ruling {measurement} is above {highest}, the highest observation recorded.',
    toDo: 'Rule at most {highest}.',
  },
  TooLittleGas: {
    what: 'Only {left} gas was left to check a signature that may need {needed}.',
    toDo: 'Send more gas, or fewer observations at a time.',
  },
  TokenDeliveredLess: {
    what: 'The token delivered {delivered} of {expected} base units.',
    toDo: 'Tokens that take a fee on transfer cannot be used.',
  },
  ReentrancyGuardReentrantCall: {
    what: 'The token or a member called back into the escrow.',
    toDo: 'Do not use this token.',
  },
  // shares
  ERC4626ExceededMaxDeposit: {
    what: 'A pledge of {assets} base units is more than the {max} that are still accepted.',
    toDo: 'Pledge at most {max}; 0 means that pledging has ended or the cap is reached.',
  },
  ERC4626ExceededMaxMint: {
    what: '{shares} shares are more than the {max} that can still be issued.',
    toDo: 'Pledge at most {max}; 0 means that pledging has ended or the cap is reached.',
  },
  ERC4626ExceededMaxRedeem: {
    what: '{shares} shares are more than the {max} that {owner} can redeem now.',
    toDo: 'Refunds open when the escrow is Closed or Void.',
  },
  ERC4626ExceededMaxWithdraw: {
    what: '{assets} base units are more than the {max} that {owner} can withdraw now.',
    toDo: 'Refunds open when the escrow is Closed or Void.',
  },
  ERC20InsufficientAllowance: {
    what: '{spender} may move {allowance} of the {needed} base units that this takes.',
    toDo: 'Approve the missing amount first.',
  },
  ERC20InsufficientBalance: {
    what: '{sender} has {balance} of the {needed} base units that this takes.',
    toDo: 'Get the missing amount first.',
  },
  ERC20InvalidApprover: { what: '{approver} cannot approve.', toDo: BUG },
  ERC20InvalidReceiver: { what: 'Shares cannot go to {receiver}.', toDo: 'Name another receiver.' },
  ERC20InvalidSender: { what: 'Shares cannot come from {sender}.', toDo: 'Name another sender.' },
  ERC20InvalidSpender: { what: '{spender} cannot be approved.', toDo: 'Name another spender.' },
  ERC2612ExpiredSignature: { what: 'The permit expired at {deadline}.', toDo: 'Sign a new one.' },
  ERC2612InvalidSigner: {
    what: 'The permit was signed by {signer}, not by the owner {owner}.',
    toDo: 'Sign it as the owner, for this chain and this token.',
  },
  InvalidAccountNonce: { what: 'The nonce of {account} is {currentNonce}.', toDo: 'Sign the permit with this nonce.' },
  ECDSAInvalidSignature: { what: 'The signature is not valid.', toDo: 'Sign again.' },
  ECDSAInvalidSignatureLength: { what: 'The signature is {length} bytes long, not 65.', toDo: 'Sign again.' },
  ECDSAInvalidSignatureS: {
    what: 'The signature is not in its canonical form (high s: {s}).',
    toDo: 'Sign again with a library that makes low s.',
  },
  SafeERC20FailedOperation: {
    what: 'The token {token} refused the transfer.',
    toDo: 'Check balance and allowance, and whether the token blocks one of the two addresses.',
  },
  InvalidShortString: { what: 'A short string is broken.', toDo: BUG },
  StringTooLong: { what: 'The string "{str}" is too long.', toDo: BUG },
  StringsInsufficientHexLength: { what: 'The value {value} does not fit into {length} bytes of hex.', toDo: BUG },
  // creating
  DocumentMismatch: {
    what: 'The document hashes to {documentHash}, the terms say {outcome}.',
    toDo: 'Give the canonical JSON of the document that the terms were made with.',
  },
  TermsDoNotFit: { what: 'A field of the terms is too large for any escrow.', toDo: OTHER_TERMS },
  AssetNotContract: { what: 'There is no contract at the token {asset}.', toDo: 'Check the token and the chain.' },
  CurveLength: { what: 'The curve has {points} points.', toDo: 'Give 1 to 16.' },
  CurveNotRising: {
    what: 'Point {index} of the curve, ({measurement}, {price}), falls below or repeats the one before.',
    toDo: 'Let neither coordinate fall, and each point differ from the last.',
  },
  CurvePaysForNothing: { what: 'The curve pays {priceAtZero} for measurement 0.', toDo: 'Start it at price 0.' },
  CurveLastPrice: { what: "The curve's last price is {price}.", toDo: 'It must be above 0 and below 2^128.' },
  TooManyPrizes: { what: 'The contest has {prizes} prizes.', toDo: 'Give at most 16.' },
  MinStepZero: { what: 'minStep is {minStep}.', toDo: 'It must be at least 1.' },
  PledgeByPassed: { what: 'pledgeBy {pledgeBy} is not after now, {now_}.', toDo: 'Choose a later end of pledging.' },
  ClaimByOutOfRange: {
    what: 'claimBy {claimBy} is not between {earliest} and {latest}.',
    toDo: 'Choose an end of claims within.',
  },
  CapAboveCurve: {
    what: "The cap {cap} is above the curve's last price {lastPrice}.",
    toDo: 'What is pledged beyond could never be paid; lower the cap.',
  },
  ThresholdOutOfRange: {
    what: 'The threshold {threshold} is not between 1 and the cap {cap}.',
    toDo: 'Choose one within.',
  },
  VerifyWithinOutOfRange: { what: 'verifyWithin is {verifyWithin} seconds.', toDo: 'It must be 1 hour to 365 days.' },
  ChallengeWithinOutOfRange: {
    what: 'challengeWithin is {challengeWithin} seconds.',
    toDo: 'With an arbiter it must be above 0 and at most 365 days, without one 0.',
  },
  ArbitrateWithinOutOfRange: {
    what: 'arbitrateWithin is {arbitrateWithin} seconds.',
    toDo: 'With an arbiter it must be above 0 and at most 365 days, without one 0.',
  },
  LastCallOutOfRange: {
    what: 'lastCall is {lastCall} seconds.',
    toDo: 'It must be at most 365 days, and 0 unless the rule is Contest.',
  },
  PanelSize: { what: 'The panel has {members} members.', toDo: 'Name 1 or 3 to 32.' },
  PanelNotAscending: {
    what: 'Member {member} at place {index} is zero, repeated or out of order.',
    toDo: 'Sort the panel by address and name each member once.',
  },
  QuorumOutOfRange: {
    what: 'A quorum of {quorum} does not suit {members} members.',
    toDo: 'It must be more than half of them and fewer than all (1 for a panel of one).',
  },
  ArbiterOnPanel: {
    what: 'The arbiter {arbiter} is a member of the panel.',
    toDo: 'Choose somebody else as one of the two.',
  },
  ClaimFeeTooHigh: { what: 'The claim fee {claimFee} is 2^128 or more.', toDo: 'Lower it.' },
  ChallengeFeeOutOfRange: {
    what: 'The challenge fee {challengeFee} is 2^128 or more, or there is no arbiter to earn it.',
    toDo: 'Lower it, or name an arbiter.',
  },
  HoldbackOutOfRange: {
    what: 'The holdback is {holdback} basis points.',
    toDo: 'It must be at most 10,000, and above 0 with a warranty.',
  },
  WarrantyOutOfRange: {
    what: 'The warranty is {warranty} seconds.',
    toDo: 'It must be at most 5 years, and above 0 with a holdback.',
  },
  CloneArgumentsTooLong: { what: 'The terms are too long for any escrow.', toDo: OTHER_TERMS },
  Create2EmptyBytecode: { what: 'The escrow would have no code.', toDo: BUG },
  FailedDeployment: { what: 'The escrow could not be created.', toDo: 'Send more gas.' },
  InsufficientBalance: { what: 'The contract has {balance} of {needed} wei.', toDo: BUG },
  // pledging through the router
  NotEscrow: {
    what: '{account} is not an escrow that this factory made.',
    toDo: 'Do not pledge there; check the address and the chain.',
  },
  TooLittleFits: {
    what: '{fits} base units can be pledged to {escrow}, fewer than the least of {least}.',
    toDo: 'Ask for less, or leave this escrow out; nothing was pledged anywhere.',
  },
  PermitFailed: {
    what: 'The permit for {token} was not accepted: the router may move {allowance} of {value} base units.',
    toDo: 'Sign again, or approve the router and pledge without a permit.',
  },
  ValueTooLow: {
    what: 'The pledge to {escrow} takes {needed} wei, and {left} of what was sent are left.',
    toDo: 'Send more.',
  },
  NotWrapped: {
    what: 'The token of {escrow} took {value} wei and gave {wrapped} units for it.',
    toDo: 'It is not wrapped ETH; pledge the token itself.',
  },
  OtherUnderlying: {
    what: 'The vault of {escrow} holds {found}, not {underlying}.',
    toDo: 'Pledge through vaults of one token at a time.',
  },
  NothingBought: {
    what: 'The vault of {escrow} gave no share for {assets} base units.',
    toDo: 'Do not use this vault, or pledge an amount that buys a share.',
  },
  AddressEmptyCode: { what: 'There is no contract at {target}.', toDo: 'Check the address and the chain.' },
  FailedCall: {
    what: 'The sender did not take back the ETH that was left.',
    toDo: 'Send exactly what is pledged, or from an account that takes ETH.',
  },
  // the directory of operators
  EndpointLength: { what: 'The endpoint is {length} bytes long.', toDo: 'Give a URL of 1 to 256 bytes.' },
  EncryptionKeyLength: {
    what: 'The encryption key is {length} bytes long.',
    toDo: 'Give an age recipient of 1 to 2,048 bytes.',
  },
  NotMember: {
    what: '{account} is not on the panel of {escrow}.',
    toDo: 'Accept as a member, and check the address of the escrow.',
  },
  AlreadyAccepted: {
    what: '{member} accepted {escrow} at {time}.',
    toDo: 'Nothing is left to do: an acceptance is for good.',
  },
}
