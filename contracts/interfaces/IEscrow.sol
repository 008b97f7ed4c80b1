// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Terms} from "../Terms.sol";
import {Observation} from "../parts/Panel.sol";
import {Phase} from "../parts/Docket.sol";
import {Rank} from "../parts/Pool.sol";

/// @notice The status of an escrow, derived from facts and time, never stored. Closed and Void are for ever.
enum Status {
    /// Below the threshold, pledges accepted.
    Pledging,
    /// The threshold is reached: claims may be filed and paid.
    Binding,
    /// Nothing can change any more: refunds are open at refundable / pledged.
    Closed,
    /// The threshold was not reached in time: refunds are open, 1:1.
    Void
}

/// @notice All that is on record of a claim.
struct ClaimView {
    address payee;
    /// Unix seconds; 0 = there is no such claim.
    uint256 filedAt;
    /// When the last member observed; 0 while some have not.
    uint256 observedAt;
    /// 0 = never challenged.
    uint256 challengedAt;
    bool ruled;
    Phase phase;
    /// A bit for each seat whose observation is recorded.
    uint256 seats;
    /// The highest observation recorded: a ruling's upper bound.
    uint64 highest;
    /// The measurement that counts as things stand.
    uint64 verdict;
    /// Held for the warranty, in asset units.
    uint256 held;
    /// When the claim was paid; 0 where nothing was ever held. The warranty ends `warranty` seconds later.
    uint256 paidAt;
    /// Break claims filed and settled against it.
    uint256 breaksFiled;
    uint256 breaksSettled;
}

/// @title Escrow: the money of one safety outcome
/// @notice An ERC-4626 vault over the pledged token (pledge = `deposit`/`mint`, refund = `redeem`/`withdraw`), and the docket of
/// claims on it. There is no owner, pause, upgrade, fee, sweep or cancellation. All amounts are base units of the asset, all times
/// unix seconds; at a deadline its last second is included. Measurements are `uint64`, more is better, 0 = nothing achieved.
/// Tokens sent without `deposit`, `file` or `challenge` are not counted and stay.
interface IEscrow {
    /// @notice A claim was filed: of the docket if `target` is 0, else a break claim against `target`.
    event Filed(
        bytes32 indexed claim,
        bytes32 indexed target,
        address indexed solver,
        uint256 index,
        address payee,
        bytes32 commitment,
        string uri
    );
    /// @notice A member's observation of `claim` was recorded. The signature is published for whoever audits the verdict.
    event Observed(bytes32 indexed claim, address indexed member, uint64 measurement, bytes32 report, bytes signature);
    /// @notice `claim` was the first to have a passing verdict: pledging has ended for good.
    event Passed(bytes32 indexed claim);
    event Challenged(bytes32 indexed claim, address indexed challenger, string grounds);
    event Ruled(bytes32 indexed claim, uint64 measurement, string grounds);
    /// @notice A claim of the docket was settled with verdict `measurement`; `progress` is x afterwards, `paid` what it earned, of
    /// which `held` is held. A contest ranks the claim and pays by `Awarded`.
    event Settled(
        bytes32 indexed claim,
        address indexed payee,
        uint64 measurement,
        uint64 progress,
        uint256 paid,
        uint256 held
    );
    /// @notice Prize number `rank` (1 = best) of a contest was paid.
    event Awarded(bytes32 indexed claim, address indexed payee, uint256 rank, uint256 paid, uint256 held);
    /// @notice A break claim against `target` was settled; `taken` went to its payee, `returned` to the funders.
    event BreakSettled(
        bytes32 indexed claim,
        bytes32 indexed target,
        address indexed payee,
        uint64 measurement,
        uint256 taken,
        uint256 returned
    );
    event Released(bytes32 indexed claim, address indexed payee, uint256 amount);
    event Collected(address indexed account, address indexed to, uint256 amount);
    event Assigned(bytes32 indexed claim, address indexed from, address indexed to);

    /// Thrown when the implementation itself is called: only its clones are escrows.
    error NotAnEscrow();
    /// Thrown when the payee of a claim would be zero.
    error PayeeZero();
    /// Thrown when a claim is filed before pledges have reached the threshold.
    error NotBinding(uint256 pledged, uint256 threshold);
    /// Thrown when a claim is filed after claims ended.
    error ClaimsEnded(uint256 endedAt);
    /// Thrown when a claim is filed though everything pledged is paid out.
    error NothingLeftToPay();
    /// Thrown when a break claim is filed against a claim of which nothing is held.
    error NothingHeld(bytes32 target);
    /// Thrown when a break claim is filed after the warranty.
    error WarrantyOver(bytes32 target, uint256 endedAt);
    /// Thrown when somebody else than the arbiter rules.
    error NotArbiter(address caller, address arbiter);
    /// Thrown when somebody else than a claim's payee assigns it.
    error NotPayee(address caller, address payee);
    /// Thrown when somebody else than `account` directs its money to another address.
    error NotAccount(address caller, address account);
    /// Thrown when money would be collected to the zero address.
    error RecipientZero();
    /// Thrown when `account` is owed nothing.
    error NothingOwed(address account);
    /// Thrown when a contest cannot be awarded: not a contest, claims open or unsettled, none ranked, or awarded before.
    error NothingToAward();

    /// @notice Files a claim with the docket. One transaction fixes its priority and reveals nothing.
    /// @param commitment keccak256(abi.encode(chainId, escrow, solver, manifestDigest, salt)), solver = the caller.
    /// @param payee gets all payments of the claim; not zero.
    /// @param uri where the encrypted evidence bundle is; published, at the caller's cost.
    /// @return key keccak256(abi.encode(solver, commitment, 0)): never used twice, independent of the order of filing.
    /// @dev Takes `claimFee` from the caller. Reverts with `PayeeZero`, `NotBinding`, `ClaimsEnded`, `NothingLeftToPay`, `KeyUsed`,
    /// `TokenDeliveredLess`. Emits `Filed`.
    function file(bytes32 commitment, address payee, string calldata uri) external returns (bytes32 key);

    /// @notice Files a break claim: evidence that the result paid for under `target` does not hold.
    /// @return key keccak256(abi.encode(solver, commitment, target)).
    /// @dev As `file`; possible while something of `target`'s payment is held, to the last second of the warranty. Reverts with
    /// `PayeeZero`, `NothingHeld`, `WarrantyOver`, `KeyUsed`, `TokenDeliveredLess`. Emits `Filed`.
    function fileBreak(
        bytes32 target,
        bytes32 commitment,
        address payee,
        string calldata uri
    ) external returns (bytes32 key);

    /// @notice Records signed observations of claim `key`, submitted by anyone in any order. One a member counts, the first; one
    /// already recorded, of no seat or not validly signed is skipped without a trace.
    /// @return recorded how many were recorded.
    /// @dev Possible in phase Observing, which ends at once when all members have observed. Reverts with `WrongPhase`, and
    /// `TooLittleGas` where a contract member's check could not be given its gas. Emits `Observed` for each, `Passed` once.
    function observe(bytes32 key, Observation[] calldata observations) external returns (uint256 recorded);

    /// @notice Challenges the verdict of claim `key`. Anybody may, the payee too, once a claim.
    /// @param grounds published; the arbiter judges the claim, not the grounds.
    /// @dev Takes `challengeFee` from the caller. Reverts with `WrongPhase`, `TokenDeliveredLess`. Emits `Challenged`.
    function challenge(bytes32 key, string calldata grounds) external;

    /// @notice The arbiter sets the measurement of a challenged claim: anything downwards, upwards at most the highest observation
    /// recorded; and earns `challengeFee`.
    /// @dev Reverts with `NotArbiter`, `WrongPhase`, `RulingAboveHighest`. Emits `Ruled`, and `Passed` where it is the first to pass.
    function rule(bytes32 key, uint64 measurement, string calldata grounds) external;

    /// @notice Settles decided claims of the docket in filing order, at most `most` of them. Open to all.
    /// @return settled how many were; 0 when the next one is not decided. Never reverts.
    /// @dev Pays G(x') - G(x), of which `holdback` basis points, rounded up, are held. Shares the claim fee, and the challenge fee
    /// unless the arbiter ruled, each `fee / n` rounded down to every recorded member, the rest to the payee. Emits `Settled`.
    function settle(uint256 most) external returns (uint256 settled);

    /// @notice Settles decided break claims against `target` in filing order, at most `most` of them. Open to all.
    /// @return settled how many were. Never reverts.
    /// @dev The earliest filed one with a verdict above 0 takes half of what is held, rounded down; the rest returns to the
    /// funders. Fees as in `settle`. Emits `BreakSettled`.
    function settleBreaks(bytes32 target, uint256 most) external returns (uint256 settled);

    /// @notice Pays the prizes of a contest once claims have ended and all are settled. Open to all.
    /// @dev The r-th best gets G(r) - G(r - 1), ties to the earlier. Reverts with `NothingToAward`. Emits `Awarded` for each.
    function award() external;

    /// @notice Releases what is held of the claims `keys` to their payees, each once its warranty is over and no break claim against
    /// it is unsettled; skips what is not due. Open to all.
    /// @return released how many were. Emits `Released` for each.
    function release(bytes32[] calldata keys) external returns (uint256 released);

    /// @notice Draws all that `account` is owed. Anybody may have it sent to `account` itself; only the account to another address.
    /// @dev Reverts with `RecipientZero`, `NotAccount`, `NothingOwed`. Emits `Collected`.
    function collect(address account, address to) external returns (uint256 amount);

    /// @notice Hands all future credits of claim `key`, the held part included, to `payee`. Only its payee may.
    /// @dev Reverts with `PayeeZero`, `NotPayee`. Emits `Assigned`.
    function assign(bytes32 key, address payee) external;

    /// @notice The terms, read from the escrow's own code.
    function terms() external view returns (Terms memory);

    /// @notice See {Status}.
    function status() external view returns (Status);

    /// @notice P: all that was ever pledged.
    function pledged() external view returns (uint256);

    /// @notice x: the progress that has been settled; of a contest the number of prizes awarded.
    function progress() external view returns (uint64);

    /// @notice G(x): everything paid for claims so far, including what was held and what breaks gave back.
    function paid() external view returns (uint256);

    /// @notice P - G(x) + what breaks gave back: what all pledges ever made share at closing, redeemed ones included.
    function refundable() external view returns (uint256);

    /// @notice The sum of all that is held for warranties.
    function held() external view returns (uint256);

    /// @notice What `account` can collect.
    function owed(address account) external view returns (uint256);

    /// @notice Whether some claim has ever had a passing verdict, which ended pledging.
    function passed() external view returns (bool);

    /// @notice The last second for claims: `claimBy`, or earlier after a contest's last call.
    function claimsEnd() external view returns (uint256);

    /// @notice How many claims the docket has, and how many of them are settled.
    function docket() external view returns (uint256 filed, uint256 settled);

    /// @notice The key of a claim by its place: in the docket for `target` 0, else among the break claims against `target`; 0 if none.
    function keyAt(bytes32 target, uint256 index) external view returns (bytes32);

    /// @notice All that is on record of claim `key`.
    function claimOf(bytes32 key) external view returns (ClaimView memory);

    /// @notice The claims of a contest that win as things stand, best first.
    function ranking() external view returns (Rank[] memory);
}
