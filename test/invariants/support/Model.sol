// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Point, Rule} from "../../../contracts/Terms.sol";
import {Status} from "../../../contracts/interfaces/IEscrow.sol";
import {Phase} from "../../../contracts/parts/Docket.sol";
import {Environment, World} from "./World.sol";

/// @notice One recorded observation, in the order of recording.
struct Recorded {
    uint8 seat;
    uint64 measurement;
}

/// @notice What the model knows of a claim.
struct Filing {
    bytes32 key;
    /// The claim that this one attacks, 0 for a claim of the docket, and its place in that queue.
    bytes32 target;
    uint256 index;
    bytes32 commitment;
    // What the phase follows from, together in one word.
    uint40 filedAt;
    uint40 observedAt;
    uint40 challengedAt;
    bool ruled;
    bool settled;
    /// How many members have observed, and the highest of what they say.
    uint8 observations;
    uint64 highest;
    uint256 held;
    address payee;
    uint40 paidAt;
    uint64 ruling;
    /// The verdict at settlement.
    uint64 counted;
    /// The highest verdict ever seen.
    uint64 peak;
}

/// @title What the escrow should do, from the definitions alone
/// @dev Shares no arithmetic and no state with the contracts: lists are kept whole and sorted when asked.
abstract contract Model is World {
    mapping(bytes32 key => Filing) internal filings;
    mapping(bytes32 key => Recorded[]) internal recorded;
    bytes32[] internal all;
    /// Keys in filing order: the docket's under 0, break claims' under their target.
    mapping(bytes32 target => bytes32[]) internal queue;
    mapping(bytes32 target => uint256) internal settledOf;

    mapping(address => uint256) internal shares;
    mapping(address => uint256) internal owed;
    /// Permits used.
    mapping(address => uint256) internal permits;
    uint256 internal pledged;
    uint256 internal feesIn;
    uint256 internal collected;
    uint256 internal refunded;
    uint256 internal redemptions;
    uint256 internal donated;
    /// Everything paid for claims, held parts included.
    uint256 internal paid;
    uint256 internal returned;
    /// The sum of what is held.
    uint256 internal held;
    uint64 internal x;
    bool internal passed;
    bool internal awarded;
    uint256 internal lastCallEnd;

    constructor(Environment memory e) World(e) {}

    /// @dev Forgets the escrow that everybody has left; claims are known by keys that occur once.
    function _forget() internal {
        delete all;
        for (uint256 i = 0; i < accounts.length; ++i) delete permits[accounts[i]];
        delete queue[0];
        delete settledOf[0];
        (pledged, feesIn, collected, refunded, redemptions, donated) = (0, 0, 0, 0, 0, 0);
        (paid, returned, held, x, passed, awarded, lastCallEnd) = (0, 0, 0, 0, false, false, 0);
    }

    // ------------------------------------------------------------------ curve

    function _last() internal view returns (uint64) {
        return terms.curve[terms.curve.length - 1].measurement;
    }

    /// @dev F(m): from the last point backwards, as a weighted mean of the segment's ends.
    function _price(uint256 m) internal view returns (uint256) {
        for (uint256 i = terms.curve.length; i > 0; --i) {
            Point memory a = terms.curve[i - 1];
            if (a.measurement > m) continue;
            if (i == terms.curve.length) return a.price;
            Point memory b = terms.curve[i];
            return (a.price * (b.measurement - m) + b.price * (m - a.measurement)) / (b.measurement - a.measurement);
        }
        return 0;
    }

    function _most(uint256 m) internal view returns (uint256) {
        uint256 price = _price(m);
        return price > pledged ? pledged : price;
    }

    // ------------------------------------------------------------------ status

    function _status() internal view returns (Status) {
        if (pledged < terms.threshold) return block.timestamp > terms.pledgeBy ? Status.Void : Status.Pledging;
        if (held > 0) return Status.Binding;
        if (paid == pledged) return Status.Closed;
        bool decided = block.timestamp > _claimsEnd() && settledOf[0] == queue[0].length;
        if (decided && (awarded || _winners().length == 0)) return Status.Closed;
        return Status.Binding;
    }

    function _refunding() internal view returns (bool) {
        Status status = _status();
        return status == Status.Closed || status == Status.Void;
    }

    function _claimsEnd() internal view returns (uint256) {
        return lastCallEnd == 0 ? terms.claimBy : lastCallEnd;
    }

    function _room() internal view returns (uint256) {
        if (passed || block.timestamp > terms.pledgeBy) return 0;
        return terms.cap - pledged;
    }

    /// @dev What all pledges share at closing.
    function _refundable() internal view returns (uint256) {
        return pledged - paid + returned;
    }

    // ------------------------------------------------------------------ claims

    function _phase(bytes32 key) internal view returns (Phase) {
        Filing storage f = filings[key];
        if (f.filedAt == 0) return Phase.None;
        if (f.settled) return Phase.Settled;
        bool complete = f.observations == PANEL;
        if (!complete && block.timestamp <= f.filedAt + V) return Phase.Observing;
        if (!env.arbitrated || f.highest == 0 || f.ruled) return Phase.Decided;
        uint256 from = complete ? f.observedAt : f.filedAt + V;
        if (f.challengedAt == 0) {
            return block.timestamp <= from + terms.challengeWithin ? Phase.Challenging : Phase.Decided;
        }
        return block.timestamp <= f.challengedAt + terms.arbitrateWithin ? Phase.Arbitrating : Phase.Decided;
    }

    function _hasObserved(bytes32 key, uint256 seat) internal view returns (bool) {
        Recorded[] storage list = recorded[key];
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i].seat == seat) return true;
        }
        return false;
    }

    function _record(bytes32 key, uint256 seat, uint64 m) internal {
        Filing storage f = filings[key];
        recorded[key].push(Recorded(uint8(seat), m));
        ++f.observations;
        if (m > f.highest) f.highest = m;
        if (f.observations == PANEL) f.observedAt = uint40(block.timestamp);
    }

    /// @dev How many members vouch for `m`.
    function _vouching(bytes32 key, uint64 m) internal view returns (uint256 count) {
        Recorded[] storage list = recorded[key];
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i].measurement >= m) ++count;
        }
    }

    /// @dev The largest recorded measurement that a quorum vouches for; the ruling if there is one.
    function _verdict(bytes32 key) internal view returns (uint64 verdict) {
        if (filings[key].ruled) return filings[key].ruling;
        Recorded[] storage list = recorded[key];
        for (uint256 i = 0; i < list.length; ++i) {
            uint64 m = list[i].measurement;
            if (m > verdict && _vouching(key, m) >= terms.quorum) verdict = m;
        }
    }

    function _notePassing(bytes32 key) internal {
        uint64 verdict = _verdict(key);
        if (verdict > filings[key].peak) filings[key].peak = verdict;
        if (terms.rule == Rule.Record) {
            uint256 reached = verdict > _last() ? _last() : verdict;
            uint256 step = terms.minStep > _nextPoint(0) ? _nextPoint(0) : terms.minStep;
            if (verdict >= step && _price(reached) > 0) passed = true;
        } else if (verdict >= terms.minStep) {
            passed = true;
        }
    }

    /// @dev Settled claims that count in a contest: the best score first, of equals the earlier, at most as many as prizes.
    function _winners() internal view returns (bytes32[] memory winners) {
        if (terms.rule != Rule.Contest) return winners;
        bytes32[] storage docket = queue[0];
        uint256 passing = 0;
        for (uint256 i = 0; i < settledOf[0]; ++i) {
            if (filings[docket[i]].counted >= terms.minStep) ++passing;
        }
        winners = new bytes32[](passing > _last() ? _last() : passing);
        bool[] memory taken = new bool[](settledOf[0]);
        for (uint256 r = 0; r < winners.length; ++r) {
            uint256 best = type(uint256).max;
            for (uint256 i = 0; i < settledOf[0]; ++i) {
                uint64 score = filings[docket[i]].counted;
                if (taken[i] || score < terms.minStep) continue;
                if (best == type(uint256).max || score > filings[docket[best]].counted) best = i;
            }
            taken[best] = true;
            winners[r] = docket[best];
        }
    }

    // ------------------------------------------------------------------ money

    /// @dev Pays the rise of G to `to`: progress moves there and claim `key` gets the difference.
    function _payTo(bytes32 key, uint64 to) internal {
        uint256 earned = _most(to) - _most(x);
        x = to;
        paid += earned;
        uint256 kept = (earned * terms.holdback + 9_999) / 10_000;
        Filing storage f = filings[key];
        if (kept > 0) {
            (f.held, f.paidAt) = (kept, uint40(block.timestamp));
            held += kept;
        }
        owed[f.payee] += earned - kept;
    }

    function _share(bytes32 key, uint256 fee) private {
        if (fee == 0) return;
        uint256 part = fee / PANEL;
        Recorded[] storage list = recorded[key];
        for (uint256 i = 0; i < list.length; ++i) owed[terms.panel[list[i].seat]] += part;
        owed[filings[key].payee] += fee - part * list.length;
    }

    function _shareFees(bytes32 key) private {
        _share(key, terms.claimFee);
        if (filings[key].challengedAt > 0 && !filings[key].ruled) _share(key, terms.challengeFee);
    }

    /// @dev Fees that were paid in and not shared out yet.
    function _openFees() internal view returns (uint256 sum) {
        for (uint256 i = 0; i < all.length; ++i) {
            Filing storage f = filings[all[i]];
            if (f.settled) continue;
            sum += terms.claimFee;
            if (f.challengedAt > 0 && !f.ruled) sum += terms.challengeFee;
        }
    }

    /// @dev Settles the next claim of the queue of `target` if it is decided, and says whether it did.
    function _settleNext(bytes32 target) internal returns (bool) {
        uint256 place = settledOf[target];
        if (place == queue[target].length) return false;
        bytes32 key = queue[target][place];
        if (_phase(key) != Phase.Decided) return false;
        Filing storage f = filings[key];
        f.counted = _verdict(key);
        f.settled = true;
        settledOf[target] = place + 1;
        if (target != 0) _break(target, key);
        else if (terms.rule == Rule.Contest) _lastCall(f.counted);
        else _advance(key, f.counted);
        _shareFees(key);
        return true;
    }

    function _break(bytes32 target, bytes32 key) private {
        uint256 prize = filings[target].held;
        if (filings[key].counted == 0 || prize == 0) return;
        filings[target].held = 0;
        held -= prize;
        owed[filings[key].payee] += prize / 2;
        returned += prize - prize / 2;
    }

    function _lastCall(uint64 score) private {
        if (score < terms.minStep || terms.lastCall == 0 || lastCallEnd > 0) return;
        lastCallEnd = block.timestamp + terms.lastCall;
        if (lastCallEnd > terms.claimBy) lastCallEnd = terms.claimBy;
    }

    function _advance(bytes32 key, uint64 m) private {
        uint256 to = terms.rule == Rule.Units ? uint256(x) + m : m;
        if (to > _last()) to = _last();
        if (terms.rule == Rule.Units) {
            if (m < terms.minStep) return;
        } else {
            uint256 needed = uint256(x) + terms.minStep;
            if (needed > _nextPoint(x)) needed = _nextPoint(x);
            if (m <= x || m < needed) return;
        }
        _payTo(key, uint64(to));
    }

    /// @dev The first measurement of the curve above `from`, else the last.
    function _nextPoint(uint64 from) private view returns (uint64 point) {
        point = _last();
        for (uint256 i = terms.curve.length; i > 0; --i) {
            if (terms.curve[i - 1].measurement > from) point = terms.curve[i - 1].measurement;
        }
    }

    function _awardable() internal view returns (bool) {
        bool decided = block.timestamp > _claimsEnd() && settledOf[0] == queue[0].length;
        return !awarded && decided && _winners().length > 0;
    }

    function _releasable(bytes32 key) internal view returns (bool) {
        Filing storage f = filings[key];
        return f.held > 0 && block.timestamp > f.paidAt + terms.warranty && settledOf[key] == queue[key].length;
    }
}
