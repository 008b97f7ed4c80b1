// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Point, Rule, Terms} from "./Terms.sol";
import {ClaimView, IEscrow, Status} from "./interfaces/IEscrow.sol";
import {Curve} from "./parts/Curve.sol";
import {Breaks, Claim, Clocks, Phase} from "./parts/Docket.sol";
import {Observation, Panel} from "./parts/Panel.sol";
import {Holding, Pool, Rank} from "./parts/Pool.sol";
import {Shares} from "./parts/Shares.sol";
import {TermsCode} from "./parts/TermsCode.sol";

/// @title The escrow of one outcome (docs/protocol.md, sections 2 to 6)
/// @notice Specified in {IEscrow}. This file joins the parts: each entry point checks, computes, writes, emits, and moves tokens last.
/// @dev Storage: OpenZeppelin's ERC20 (slots 0 to 4), EIP712 (5, 6, unused by clones) and Nonces (7), then {Docket} (8 to 11) and
/// {Pool} (11 to 16); the re-entrancy guard is transient. `docs/storage.md` has the table, a test compares it with the compiler's.
contract Escrow is IEscrow, Shares, Pool {
    using Curve for Point[];
    using TermsCode for Memory.Slice;
    using SafeERC20 for IERC20;

    address private immutable IMPLEMENTATION = address(this);

    // ------------------------------------------------------------------ claims

    /// @inheritdoc IEscrow
    function file(bytes32 commitment, address payee, string calldata uri) external nonReentrant returns (bytes32 key) {
        // Check: Binding, before claims end, while G(x) can still rise (its most is P, because cap <= F(last)).
        Memory.Slice code = _code();
        uint256 pledged_ = pledged();
        if (pledged_ < code.threshold()) revert NotBinding(pledged_, code.threshold());
        uint256 end = _claimsEnd(code);
        if (block.timestamp > end) revert ClaimsEnded(end);
        if (_paid(code.curve(), pledged_) == pledged_) revert NothingLeftToPay();
        key = _fileClaim(code, 0, commitment, payee, uri);
    }

    /// @inheritdoc IEscrow
    function fileBreak(
        bytes32 target,
        bytes32 commitment,
        address payee,
        string calldata uri
    ) external nonReentrant returns (bytes32 key) {
        // Check: something is held and the warranty runs. The escrow is Binding then, because it does not close before.
        Memory.Slice code = _code();
        Holding storage holding = _holdings[target];
        if (holding.amount == 0) revert NothingHeld(target);
        uint256 end = holding.paidAt + code.warranty();
        if (block.timestamp > end) revert WarrantyOver(target, end);
        key = _fileClaim(code, target, commitment, payee, uri);
    }

    /// @inheritdoc IEscrow
    function observe(
        bytes32 key,
        Observation[] calldata observations
    ) external nonReentrant returns (uint256 recorded) {
        Memory.Slice code = _code();
        Claim storage claim = _requirePhase(key, _clocks(code), Phase.Observing);
        uint256 members = code.members();
        uint256 quorum = code.quorum();
        bytes32 separator = _domainSeparatorV4();
        uint256 seats = claim.tally[0];
        for (uint256 i = 0; i < observations.length; ++i) {
            Observation calldata o = observations[i];
            uint256 seatBit = 1 << o.seat; // 0 from seat 256 on, which no panel has
            if (o.seat >= members || seats & seatBit != 0) continue;
            address member = code.member(o.seat);
            bytes32 structHash = Panel.hash(key, member, o.measurement, o.report);
            bytes32 digest = MessageHashUtils.toTypedDataHash(separator, structHash);
            if (!Panel.hasSigned(member, digest, o.signature)) continue;
            seats |= seatBit;
            _tally(claim, o.measurement, quorum);
            ++recorded;
            emit Observed(key, member, o.measurement, o.report, o.signature);
        }
        if (recorded == 0) return 0;
        _recordSeats(claim, seats, members);
        _notePassing(code, key, claim);
    }

    /// @inheritdoc IEscrow
    function challenge(bytes32 key, string calldata grounds) external nonReentrant {
        Memory.Slice code = _code();
        _challenge(_requirePhase(key, _clocks(code), Phase.Challenging));
        emit Challenged(key, msg.sender, grounds);
        uint256 fee = code.challengeFee();
        if (fee > 0) _pull(msg.sender, fee);
    }

    /// @inheritdoc IEscrow
    function rule(bytes32 key, uint64 measurement, string calldata grounds) external nonReentrant {
        Memory.Slice code = _code();
        if (msg.sender != code.arbiter()) revert NotArbiter(msg.sender, code.arbiter());
        Claim storage claim = _requirePhase(key, _clocks(code), Phase.Arbitrating);
        _rule(claim, measurement);
        _credit(msg.sender, code.challengeFee());
        emit Ruled(key, measurement, grounds);
        _notePassing(code, key, claim);
    }

    /// @inheritdoc IEscrow
    function assign(bytes32 key, address payee) external nonReentrant {
        if (payee == address(0)) revert PayeeZero();
        Claim storage claim = _claims[key];
        if (msg.sender != claim.payee) revert NotPayee(msg.sender, claim.payee);
        claim.payee = payee;
        emit Assigned(key, msg.sender, payee);
    }

    // ------------------------------------------------------------------ settling: open to all, no external call, never reverts

    /// @inheritdoc IEscrow
    function settle(uint256 most) external nonReentrant returns (uint256 settled) {
        Memory.Slice code = _code();
        Clocks memory clocks = _clocks(code);
        Point[] memory curve = code.curve();
        uint256 pledged_ = pledged();
        for (; settled < most; ++settled) {
            bytes32 key = _nextOfDocket(clocks);
            if (key == 0) break;
            Claim storage claim = _claims[key];
            uint64 verdict = _verdict(claim, code.quorum());
            uint256 earned = 0;
            if (code.rule() == Rule.Contest) {
                _settleContest(code, verdict, curve.last());
            } else {
                earned = _advance(code.rule(), verdict, code.minStep(), curve, pledged_);
            }
            uint256 heldBack = _pay(key, earned, code.holdback());
            emit Settled(key, claim.payee, verdict, _progress, earned, heldBack);
            _shareFees(code, claim);
        }
    }

    /// @inheritdoc IEscrow
    function settleBreaks(bytes32 target, uint256 most) external nonReentrant returns (uint256 settled) {
        Memory.Slice code = _code();
        Clocks memory clocks = _clocks(code);
        for (; settled < most; ++settled) {
            bytes32 key = _nextBreak(target, clocks);
            if (key == 0) break;
            Claim storage claim = _claims[key];
            uint64 verdict = _verdict(claim, code.quorum());
            (uint256 taken, uint256 returned) = verdict > 0 ? _break(target, claim.payee) : (0, 0);
            emit BreakSettled(key, target, claim.payee, verdict, taken, returned);
            _shareFees(code, claim);
        }
    }

    /// @inheritdoc IEscrow
    function award() external nonReentrant {
        Memory.Slice code = _code();
        uint256 ranked = _ranks.length;
        if (ranked == 0 || _progress > 0 || !_allSettled(code)) revert NothingToAward();
        Point[] memory curve = code.curve();
        uint256 pledged_ = pledged();
        for (uint64 r = 1; r <= ranked; ++r) {
            uint256 before = _paid(curve, pledged_);
            _progress = r;
            uint256 prize = _paid(curve, pledged_) - before;
            bytes32 key = _queue[0][_ranks[r - 1].index];
            uint256 heldBack = _pay(key, prize, code.holdback());
            emit Awarded(key, _claims[key].payee, r, prize, heldBack);
        }
    }

    /// @inheritdoc IEscrow
    function release(bytes32[] calldata keys) external nonReentrant returns (uint256 released) {
        uint256 warranty = _code().warranty();
        for (uint256 i = 0; i < keys.length; ++i) {
            bytes32 key = keys[i];
            Breaks storage breaks = _breaks[key];
            if (block.timestamp <= _holdings[key].paidAt + warranty || breaks.settled < breaks.filed) continue;
            uint256 amount = _unhold(key);
            if (amount == 0) continue;
            address payee = _claims[key].payee;
            _credit(payee, amount);
            ++released;
            emit Released(key, payee, amount);
        }
    }

    // ------------------------------------------------------------------ money out (refunds: see Shares)

    /// @inheritdoc IEscrow
    function collect(address account, address to) external nonReentrant returns (uint256 amount) {
        if (to == address(0)) revert RecipientZero();
        if (to != account && msg.sender != account) revert NotAccount(msg.sender, account);
        amount = _draw(account);
        if (amount == 0) revert NothingOwed(account);
        emit Collected(account, to, amount);
        IERC20(asset()).safeTransfer(to, amount);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IEscrow
    function terms() external view returns (Terms memory) {
        return _code().unpack();
    }

    /// @inheritdoc IEscrow
    function status() public view returns (Status) {
        Memory.Slice code = _code();
        uint256 pledged_ = pledged();
        if (pledged_ < code.threshold()) {
            return block.timestamp <= code.pledgeBy() ? Status.Pledging : Status.Void;
        }
        if (_held > 0) return Status.Binding;
        if (_paid(code.curve(), pledged_) == pledged_) return Status.Closed;
        bool awarded = _ranks.length == 0 || _progress > 0;
        return awarded && _allSettled(code) ? Status.Closed : Status.Binding;
    }

    /// @inheritdoc IEscrow
    function pledged() public view returns (uint256) {
        uint256 frozen = _frozenPledged;
        return frozen == 0 ? totalSupply() : frozen;
    }

    /// @inheritdoc IEscrow
    function progress() external view returns (uint64) {
        return _progress;
    }

    /// @inheritdoc IEscrow
    function paid() external view returns (uint256) {
        return _paid(_code().curve(), pledged());
    }

    /// @inheritdoc IEscrow
    function refundable() external view returns (uint256) {
        return _refundableOf(_code().curve(), pledged());
    }

    /// @inheritdoc IEscrow
    function held() external view returns (uint256) {
        return _held;
    }

    /// @inheritdoc IEscrow
    function owed(address account) external view returns (uint256) {
        return _owed[account];
    }

    /// @inheritdoc IEscrow
    function passed() external view returns (bool) {
        return _passed;
    }

    /// @inheritdoc IEscrow
    function claimsEnd() external view returns (uint256) {
        return _claimsEnd(_code());
    }

    /// @inheritdoc IEscrow
    function docket() external view returns (uint256 filed, uint256 settled) {
        return (_filed, _settled);
    }

    /// @inheritdoc IEscrow
    function keyAt(bytes32 target, uint256 index) external view returns (bytes32) {
        return _queue[target][index];
    }

    /// @inheritdoc IEscrow
    function claimOf(bytes32 key) external view returns (ClaimView memory view_) {
        Memory.Slice code = _code();
        Claim storage claim = _claims[key];
        Holding storage holding = _holdings[key];
        view_.payee = claim.payee;
        view_.filedAt = claim.filedAt;
        view_.observedAt = claim.observedAt;
        view_.challengedAt = claim.challengedAt;
        view_.ruled = claim.ruled;
        view_.phase = _phaseOf(claim, _clocks(code));
        view_.seats = claim.tally[0];
        view_.highest = claim.tally[1];
        view_.verdict = _verdict(claim, code.quorum());
        view_.held = holding.amount;
        view_.paidAt = holding.paidAt;
        view_.breaksFiled = _breaks[key].filed;
        view_.breaksSettled = _breaks[key].settled;
    }

    /// @inheritdoc IEscrow
    function ranking() external view returns (Rank[] memory) {
        return _ranks;
    }

    /// @inheritdoc ERC4626
    function asset() public view override returns (address) {
        return _code().asset();
    }

    // ------------------------------------------------------------------ shares: what the vault asks of the escrow

    function _room() internal view override returns (uint256) {
        Memory.Slice code = _code();
        // Once redemption has begun pledging is long over, so the supply is P here.
        return _passed || block.timestamp > code.pledgeBy() ? 0 : code.cap() - totalSupply();
    }

    function _refundsOpen() internal view override returns (bool) {
        if (_frozenPledged > 0) return true; // Closed and Void are for ever
        Status now_ = status();
        return now_ == Status.Closed || now_ == Status.Void;
    }

    function _ratio() internal view override returns (uint256 refundable_, uint256 pledged_) {
        pledged_ = _frozenPledged;
        if (pledged_ > 0) return (_frozenRefundable, pledged_);
        pledged_ = totalSupply();
        refundable_ = _refundableOf(_code().curve(), pledged_);
    }

    function _freeze() internal override {
        // A redemption of 0 shares comes here in every status and must freeze nothing before refunds are open.
        if (_frozenPledged > 0 || !_refundsOpen()) return;
        (uint256 refundable_, uint256 pledged_) = _ratio();
        (_frozenRefundable, _frozenPledged) = (uint128(refundable_), uint128(pledged_)); // at most cap < 2^128
    }

    // ------------------------------------------------------------------ steps

    function _fileClaim(
        Memory.Slice code,
        bytes32 target,
        bytes32 commitment,
        address payee,
        string calldata uri
    ) private returns (bytes32 key) {
        if (payee == address(0)) revert PayeeZero();
        key = keccak256(abi.encode(msg.sender, commitment, target));
        uint256 index = _file(key, target, payee);
        emit Filed(key, target, msg.sender, index, payee, commitment, uri);
        uint256 fee = code.claimFee();
        if (fee > 0) _pull(msg.sender, fee);
    }

    /// @dev Ends pledging when the verdict of `claim` passes. A break claim comes here too and changes nothing: it attacks a paid
    /// claim, so pledging has ended before.
    function _notePassing(Memory.Slice code, bytes32 key, Claim storage claim) private {
        if (_passed) return;
        uint64 verdict = _verdict(claim, code.quorum());
        if (!_passes(code.rule(), verdict, code.minStep(), code.curve())) return;
        _passed = true;
        emit Passed(key);
    }

    /// @dev Ranks the claim just settled; the first that passes makes the last call.
    function _settleContest(Memory.Slice code, uint64 score, uint64 prizes) private {
        if (score < code.minStep()) return;
        if (_ranks.length == 0 && code.lastCall() > 0) {
            _lastCallEnd = uint40(_min(block.timestamp + code.lastCall(), code.claimBy())); // claimBy is below 2^40
        }
        _rank(score, _settled - 1, prizes);
    }

    function _shareFees(Memory.Slice code, Claim storage claim) private {
        uint256 claimFee = code.claimFee();
        if (claimFee > 0) _shareFee(claim, claimFee, code.panel());
        if (claim.challengedAt == 0 || claim.ruled) return;
        uint256 challengeFee = code.challengeFee();
        if (challengeFee > 0) _shareFee(claim, challengeFee, code.panel());
    }

    /// @dev Whether claims have ended and every claim of the docket is settled.
    function _allSettled(Memory.Slice code) private view returns (bool) {
        return block.timestamp > _claimsEnd(code) && _settled == _filed;
    }

    function _claimsEnd(Memory.Slice code) private view returns (uint256) {
        uint256 lastCallEnd = _lastCallEnd;
        return lastCallEnd == 0 ? code.claimBy() : lastCallEnd;
    }

    function _clocks(Memory.Slice code) private pure returns (Clocks memory clocks) {
        clocks.arbitrated = code.arbiter() != address(0);
        (clocks.verifyWithin, clocks.challengeWithin, clocks.arbitrateWithin) = code.clocks();
    }

    /// @dev The terms in this clone's code. Its layout is `TermsCode`'s.
    function _code() private view returns (Memory.Slice) {
        if (address(this) == IMPLEMENTATION) revert NotAnEscrow();
        return Memory.asSlice(Clones.fetchCloneArgs(address(this)));
    }
}
