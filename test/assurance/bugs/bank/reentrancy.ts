/** Guards that are missing, one function at a time, and effects that come after the token was called. */
import { type Bug } from '../bug.ts'

const suite = ['vault/hostile'] as const

/** The guard of the function that is declared by `head` is missing. */
const unguarded = (file: string, name: string, head: string, guard: string): Bug => ({
  name: `${name} can be entered while a token moves`,
  class: `re-entrancy: ${name}`,
  file,
  from: `${head}${guard}`,
  to: head + guard.replace(' nonReentrant', ''),
  suite,
})

const external = (name: string, head: string) => unguarded('Escrow.sol', name, head, ' external nonReentrant')
const vault = (name: string, parameters: string) =>
  unguarded('parts/Shares.sol', name, `function ${name}(${parameters})`, ' public override nonReentrant')

const guards: Bug[] = [
  external('file', 'function file(bytes32 commitment, address payee, string calldata uri)'),
  external('fileBreak', '        bytes32 commitment,\n        address payee,\n        string calldata uri\n    )'),
  external('observe', '        Observation[] calldata observations\n    )'),
  external('challenge', 'function challenge(bytes32 key, string calldata grounds)'),
  external('rule', 'function rule(bytes32 key, uint64 measurement, string calldata grounds)'),
  external('assign', 'function assign(bytes32 key, address payee)'),
  external('settle', 'function settle(uint256 most)'),
  external('settleBreaks', 'function settleBreaks(bytes32 target, uint256 most)'),
  external('award', 'function award()'),
  external('release', 'function release(bytes32[] calldata keys)'),
  external('collect', 'function collect(address account, address to)'),
  vault('deposit', 'uint256 assets, address receiver'),
  vault('mint', 'uint256 shares, address receiver'),
  vault('withdraw', 'uint256 assets, address receiver, address owner'),
  vault('redeem', 'uint256 shares, address receiver, address owner'),
]

export const REENTRANCY: Bug[] = [
  ...guards,
  {
    name: 'collect draws after the transfer',
    class: 'effects after interaction: collect',
    file: 'Escrow.sol',
    from: `        amount = _draw(account);
        if (amount == 0) revert NothingOwed(account);
        emit Collected(account, to, amount);
        IERC20(asset()).safeTransfer(to, amount);`,
    to: `        amount = _owed[account];
        if (amount == 0) revert NothingOwed(account);
        emit Collected(account, to, amount);
        IERC20(asset()).safeTransfer(to, amount);
        _draw(account);`,
    suite,
  },
  {
    name: 'a pledge counts after the transfer',
    class: 'effects after interaction: deposit and mint',
    file: 'parts/Shares.sol',
    from: `        _mint(receiver, shares);
        emit Deposit(caller, receiver, assets, shares);
        _pull(caller, assets);`,
    to: `        _pull(caller, assets);
        _mint(receiver, shares);
        emit Deposit(caller, receiver, assets, shares);`,
    suite,
  },
  {
    name: 'shares are burnt after the transfer',
    class: 'effects after interaction: redeem and withdraw',
    file: 'parts/Shares.sol',
    from: 'super._withdraw(caller, receiver, owner, assets, shares);',
    to: `if (caller != owner) _spendAllowance(owner, caller, shares);
        IERC20(asset()).safeTransfer(receiver, assets);
        _burn(owner, shares);
        emit Withdraw(caller, receiver, owner, assets, shares);`,
    suite,
  },
  {
    name: 'a claim is filed after the fee is taken',
    class: 'effects after interaction: file and fileBreak',
    file: 'Escrow.sol',
    from: `        uint256 index = _file(key, target, payee);
        emit Filed(key, target, msg.sender, index, payee, commitment, uri);
        uint256 fee = code.claimFee();
        if (fee > 0) _pull(msg.sender, fee);`,
    to: `        uint256 fee = code.claimFee();
        if (fee > 0) _pull(msg.sender, fee);
        uint256 index = _file(key, target, payee);
        emit Filed(key, target, msg.sender, index, payee, commitment, uri);`,
    suite,
  },
  {
    name: 'a challenge counts after the fee is taken',
    class: 'effects after interaction: challenge',
    file: 'Escrow.sol',
    from: `        _challenge(_requirePhase(key, _clocks(code), Phase.Challenging));
        emit Challenged(key, msg.sender, grounds);
        uint256 fee = code.challengeFee();
        if (fee > 0) _pull(msg.sender, fee);`,
    to: `        Claim storage claim = _requirePhase(key, _clocks(code), Phase.Challenging);
        uint256 fee = code.challengeFee();
        if (fee > 0) _pull(msg.sender, fee);
        _challenge(claim);
        emit Challenged(key, msg.sender, grounds);`,
    suite,
  },
]
