/** Bugs in who is paid: the wrong account, a former payee, a blocked one. */
import { type Bug, type Change } from '../bug.ts'

/** Keeps the first payee of each claim under its storage slot, for bugs that go on paying it after an assignment. */
const FIRST: Change = {
  file: 'parts/Docket.sol',
  from: '        claim.payee = payee;\n',
  to: `        claim.payee = payee;
        _queue[_slotOf(claim)][type(uint256).max] = bytes32(uint256(uint160(payee)));
`,
}
const READ: Change = {
  file: 'parts/Docket.sol',
  from: '    /// @dev Counts one more',
  to: `    function _slotOf(Claim storage claim) internal pure returns (bytes32 slot) {
        assembly {
            slot := claim.slot
        }
    }

    function _firstOf(Claim storage claim) internal view returns (address) {
        return address(uint160(uint256(_queue[_slotOf(claim)][type(uint256).max])));
    }

    /// @dev Counts one more`,
}
const also = [FIRST, READ]

export const PAYEES: Bug[] = [
  {
    name: 'anybody directs what others are owed',
    class: 'redirected by a third party',
    file: 'Escrow.sol',
    from: 'if (to != account && msg.sender != account) revert NotAccount(msg.sender, account);',
    to: '',
    suite: ['escrow/collect'],
    invariants: true,
  },
  {
    name: 'a blocked payee cannot collect elsewhere',
    class: 'blocked payee',
    file: 'Escrow.sol',
    from: 'if (to != account && msg.sender != account) revert NotAccount(msg.sender, account);',
    to: 'if (to != account) revert NotAccount(msg.sender, account);',
    suite: ['escrow/collect'],
  },
  {
    name: 'only the account itself can collect',
    class: 'payee that cannot call',
    file: 'Escrow.sol',
    from: 'if (to != account && msg.sender != account) revert NotAccount(msg.sender, account);',
    to: 'if (msg.sender != account) revert NotAccount(msg.sender, account);',
    suite: ['escrow/collect'],
  },
  {
    name: 'what is collected goes to the caller',
    class: 'redirected by a third party',
    file: 'Escrow.sol',
    from: 'IERC20(asset()).safeTransfer(to, amount);',
    to: 'IERC20(asset()).safeTransfer(msg.sender, amount);',
    suite: ['escrow/collect'],
  },
  {
    name: 'money is collected to nobody',
    class: 'recipient zero',
    file: 'Escrow.sol',
    from: 'if (to == address(0)) revert RecipientZero();',
    to: '',
    suite: ['escrow/collect'],
  },
  {
    name: 'anybody assigns a claim',
    class: 'assignment by a stranger',
    file: 'Escrow.sol',
    from: 'if (msg.sender != claim.payee) revert NotPayee(msg.sender, claim.payee);',
    to: '',
    suite: ['escrow/assign'],
    invariants: true,
  },
  {
    name: 'a claim is assigned to nobody',
    class: 'payee zero',
    file: 'Escrow.sol',
    from: 'if (payee == address(0)) revert PayeeZero();\n        Claim storage',
    to: 'Claim storage',
    suite: ['escrow/assign'],
  },
  {
    name: 'a claim is filed for nobody',
    class: 'payee zero',
    file: 'Escrow.sol',
    from: 'if (payee == address(0)) revert PayeeZero();\n        key =',
    to: 'key =',
    suite: ['escrow/file', 'escrow/fileBreak'],
  },
  {
    name: 'the solver assigns what belongs to the payee',
    class: 'assignment by a stranger',
    file: 'Escrow.sol',
    from: 'uint256 index = _file(key, target, payee);',
    to: 'uint256 index = _file(key, target, msg.sender);',
    suite: ['escrow/assign'],
  },
  {
    name: 'the payment goes to the first payee of an assigned claim',
    class: 'wrong payee after assignment: payment',
    file: 'parts/Pool.sol',
    from: '_credit(_claims[key].payee, direct);',
    to: '_credit(_firstOf(_claims[key]), direct);',
    also,
    suite: ['escrow/assign'],
    invariants: true,
  },
  {
    name: 'the rest of a fee goes to the first payee of an assigned claim',
    class: 'wrong payee after assignment: fee',
    file: 'parts/Pool.sol',
    from: '_credit(claim.payee, rest);',
    to: '_credit(_firstOf(claim), rest);',
    also,
    suite: ['escrow/assign'],
    invariants: true,
  },
  {
    name: 'the held part goes to the first payee of an assigned claim',
    class: 'wrong payee after assignment: release',
    file: 'Escrow.sol',
    from: 'address payee = _claims[key].payee;',
    to: 'address payee = _firstOf(_claims[key]);',
    also,
    suite: ['escrow/assign'],
    invariants: true,
  },
  {
    name: 'the half goes to the first payee of an assigned break claim',
    class: 'wrong payee after assignment: break',
    file: 'Escrow.sol',
    from: '_break(target, claim.payee)',
    to: '_break(target, _firstOf(claim))',
    also,
    suite: ['escrow/assign'],
    invariants: true,
  },
  {
    name: 'the event of a settlement names the first payee of an assigned claim',
    class: 'wrong payee after assignment: event',
    file: 'Escrow.sol',
    from: 'emit Settled(key, claim.payee,',
    to: 'emit Settled(key, _firstOf(claim),',
    also,
    suite: ['escrow/assign'],
  },
  {
    name: 'the event of an award names the first payee of an assigned claim',
    class: 'wrong payee after assignment: event',
    file: 'Escrow.sol',
    from: 'emit Awarded(key, _claims[key].payee,',
    to: 'emit Awarded(key, _firstOf(_claims[key]),',
    also,
    suite: ['escrow/award'],
  },
  {
    name: 'who breaks a claim pays its payee',
    class: 'wrong payee: break',
    file: 'Escrow.sol',
    from: '_break(target, claim.payee)',
    to: '_break(target, _claims[target].payee)',
    suite: ['escrow/settleBreaks', 'escrow/assign'],
    invariants: true,
  },
]
