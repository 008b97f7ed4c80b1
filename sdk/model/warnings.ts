/** The kinds of warnings that terms give. A warning is no fault: such terms are possible. */
export const WARNINGS = {
  NoArbiter: {
    why: 'Nobody can overrule the panel: as many members as the quorum can take everything.',
    toDo: 'Pledge only if you trust the panel; else ask for terms with an arbiter.',
  },
  PanelOfOne: {
    why: 'One member alone decides what is paid.',
    toDo: 'Pledge only if you trust it as you trust yourself.',
  },
  QuorumAboveMajority: {
    why: 'The quorum is more than a bare majority, so that fewer members are enough to deny a payment that is due.',
    toDo: 'Choose n = 2k - 1 members for a quorum of k.',
  },
  ArbiterIsBareKey: {
    why: 'The arbiter is a bare key: whoever has it rules alone, and nobody can replace it when it is lost.',
    toDo: 'Name a Safe or a court adapter.',
  },
  MemberIsBareKey: {
    why: 'A member is a bare key: whoever has it signs for that member, and nobody can replace it when it is lost.',
    toDo: 'Ask members to sign with a Safe, whose keys they can change under a live escrow.',
  },
  MemberNotAccepted: {
    why: 'A member has not said in the OperatorDirectory that it will judge this escrow. What too few measure measures 0.',
    toDo: 'Wait until it has accepted, or ask it.',
  },
  ThresholdBelowCurve: {
    why: 'The commitment binds before there is enough for the whole curve: a good result may be paid less than the curve says.',
    toDo: 'Solvers: look at what is pledged. Creators: set the threshold to the last price if only the whole will do.',
  },
  CapBelowCurve: {
    why: "No more is accepted than the cap, which is below the curve's last price: the end of the curve is never paid.",
    toDo: "Raise the cap to the curve's last price, or end the curve at the cap.",
  },
  NoClaimFee: {
    why: 'Filing costs nothing, so that anybody can give the members work and use up attempts.',
    toDo: 'Set a fee above what it costs the members to observe.',
  },
  ClaimFeeAboveSmallestClaim: {
    why: 'Filing costs more than the smallest claim is paid: nobody files such claims.',
    toDo: 'Lower the claim fee or raise the smallest step.',
  },
  NoChallengeFee: {
    why: 'A challenge costs nothing: anybody can delay every claim by the time to rule.',
    toDo: 'Set a fee below what the smallest claim is paid.',
  },
  ChallengeFeeAboveSmallestClaim: {
    why: 'A challenge costs more than the smallest claim is paid: for nobody is it worth to stop a false one.',
    toDo: 'Lower the challenge fee or raise the smallest step.',
  },
  BreakingDoesNotPay: {
    why: 'Half of what is held of the smallest claim is less than the fees for breaking it and for defending it.',
    toDo: 'Raise the holdback or the smallest step, or lower the fees.',
  },
  VerifyWithinShort: {
    why: 'Less than a day to verify: an outage of members or chain makes a true claim measure 0.',
    toDo: 'Give days or weeks.',
  },
  ChallengeWithinShort: {
    why: 'Less than a day to challenge: an outage is enough for a false verdict to stand.',
    toDo: 'Give days or weeks.',
  },
  ArbitrateWithinShort: {
    why: 'Less than a day to rule: an outage is enough for a challenge to lapse.',
    toDo: 'Give days or weeks.',
  },
  ReadableLongerThanVerification: {
    why: 'The document lets members ask for unreadable evidence for longer than they have to verify it.',
    toDo: 'Make readableDays shorter than the time to verify.',
  },
  PledgingEndsSoon: {
    why: 'Pledging ends within a day: hardly anybody can join, and the threshold may be missed.',
    toDo: 'Choose a later end of pledging.',
  },
  PledgingEndsLate: {
    why: 'There is less time between the end of pledging and the end of claims than it takes to verify a single claim.',
    toDo: 'End pledging earlier or claims later.',
  },
  LockedLong: {
    why: 'At worst the money is locked for more than ten years.',
    toDo: 'Choose a token that earns interest, or an earlier end of claims.',
  },
  StartsFlat: {
    why: 'A first passing claim may be paid nothing, and still ends pledging for everybody.',
    toDo: 'Start the curve at its first price.',
  },
  PrizesRise: {
    why: 'A later rank is paid more than one before it: solvers gain by being worse.',
    toDo: 'Put the prizes in falling order.',
  },
  DocumentUnknown: {
    why: 'The outcome document is not known: nobody can tell what is measured.',
    toDo: 'Get it from the log of the creation before pledging.',
  },
  CopyClauseUnknown: {
    why: 'The document of this contest is not known: it may not say that copies measure 0, and the escrow cannot tell copies apart.',
    toDo: 'Get it from the log of the creation before pledging.',
  },
} as const satisfies Record<string, { why: string; toDo: string }>

export type WarningCode = keyof typeof WARNINGS
