// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that turns hostile, in every way that needs no state but a mood; and can block accounts
contract HostileToken is ERC20 {
    enum Mode {
        Honest,
        /// The receiver gets one unit less.
        TakesFee,
        /// Answers false and moves nothing.
        AnswersFalse,
        Reverts,
        /// Moves, and answers false all the same.
        MovesAndAnswersFalse,
        /// Answers 2 where a boolean belongs.
        AnswersTwo,
        /// Does not revert where balance or allowance do not suffice, but answers false.
        FalseOnFailure,
        /// The sender pays one percent and one unit more.
        ChargesSender,
        /// Moves half and answers true.
        MovesHalf,
        /// Moves nothing and answers true.
        MovesNothing,
        RefusesZeroAmount,
        RefusesSelf,
        BurnsGas,
        /// Reverts with 100 kB.
        RevertsWithMuch,
        /// Every balance is 2^256 - 1.
        BalanceTooHigh,
        /// Every balance is 0.
        BalanceTooLow,
        /// Moves nothing, and says of the receiver's balance that it has grown.
        BalancePretended
    }

    Mode public mode;
    mapping(address account => bool blocked) public blocked;
    mapping(address account => uint256 amount) private _pretended;

    error Refused();

    constructor() ERC20("Hostile", "HOST") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setMode(Mode mode_) external {
        mode = mode_;
    }

    function block_(address account) external {
        blocked[account] = true;
    }

    /// @notice What `account` really has.
    function truthOf(address account) external view returns (uint256) {
        return super.balanceOf(account);
    }

    function balanceOf(address account) public view override returns (uint256) {
        if (mode == Mode.BalanceTooHigh) return type(uint256).max;
        if (mode == Mode.BalanceTooLow) return 0;
        return super.balanceOf(account) + _pretended[account];
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (mode == Mode.AnswersFalse) return false;
        if (mode == Mode.FalseOnFailure && balanceOf(msg.sender) < amount) return false;
        super.transfer(to, amount);
        return _answer();
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (mode == Mode.AnswersFalse) return false;
        bool suffices = balanceOf(from) >= amount && allowance(from, msg.sender) >= amount;
        if (mode == Mode.FalseOnFailure && !suffices) return false;
        super.transferFrom(from, to, amount);
        return _answer();
    }

    function _answer() private view returns (bool) {
        if (mode == Mode.AnswersTwo) {
            // Assembly: Solidity's booleans are 0 or 1.
            assembly ("memory-safe") {
                mstore(0x00, 2)
                return(0x00, 0x20)
            }
        }
        return mode != Mode.MovesAndAnswersFalse;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, amount);
        if (mode == Mode.Reverts || blocked[from] || blocked[to]) revert Refused();
        if (mode == Mode.RefusesZeroAmount && amount == 0) revert Refused();
        if (mode == Mode.RefusesSelf && from == to) revert Refused();
        if (mode == Mode.BurnsGas) while (true) {}
        if (mode == Mode.RevertsWithMuch) {
            // Assembly: Solidity would pay to clear 100 kB; here memory only expands.
            assembly ("memory-safe") {
                revert(mload(0x40), 100000)
            }
        }
        if (mode == Mode.MovesNothing) return;
        if (mode == Mode.BalancePretended) {
            _pretended[to] += amount;
            return;
        }
        super._update(from, to, mode == Mode.MovesHalf ? amount / 2 : amount);
        if (mode == Mode.TakesFee) super._update(to, address(0), 1);
        if (mode == Mode.ChargesSender) super._update(from, address(0), amount / 100 + 1);
    }
}
