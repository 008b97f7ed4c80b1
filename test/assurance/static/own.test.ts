/** Each own check passes today's sources and refuses a fault planted in a copy of them; and so do the judges of the other tools. */
import { expect } from 'chai'
import { FORBIDDEN, deployedCode, forbiddenOpcodes, opcodes } from './bytecode.ts'
import { CHECKS, run } from './checks.ts'
import { at, unaccepted } from './findings.ts'
import { readLints } from './lints.ts'
import { readAnswer } from './slither.ts'
import { programOf, projectSources } from './tree.ts'

const ESCROW = 'contracts/Escrow.sol'
const FACTORY = 'contracts/EscrowFactory.sol'
const DOCKET = 'contracts/parts/Docket.sol'
const SHARES = 'contracts/parts/Shares.sol'

const SOURCES = projectSources()
const TODAY = programOf(SOURCES)

/** [check, fault, file, from, to]: `from` occurs in the file once or more, the first is replaced. */
const PLANTED: [string, string, string, string, string][] = [
  [
    'guard',
    'an entry point without guard',
    ESCROW,
    'address payee) external nonReentrant {',
    'address payee) external {',
  ],
  [
    'guard',
    'a new entry point',
    ESCROW,
    'function _room()',
    'function reset() external {\n        _held = 0;\n    }\n\n    function _room()',
  ],
  [
    'order',
    'a fee that is taken before the claim is filed',
    ESCROW,
    '        uint256 index = _file(key, target, payee);',
    '        _pull(msg.sender, code.claimFee());\n        uint256 index = _file(key, target, payee);',
  ],
  [
    'order',
    'a pledge that is counted after the transfer',
    SHARES,
    '        _mint(receiver, shares);\n        emit Deposit(caller, receiver, assets, shares);\n        _pull(caller, assets);',
    '        _pull(caller, assets);\n        _mint(receiver, shares);\n        emit Deposit(caller, receiver, assets, shares);',
  ],
  [
    'order',
    'a refund that freezes the ratio last',
    SHARES,
    '        _freeze();\n        super._withdraw(caller, receiver, owner, assets, shares);',
    '        super._withdraw(caller, receiver, owner, assets, shares);\n        _freeze();',
  ],
  [
    'calls',
    'a settlement that pays at once',
    ESCROW,
    '            _shareFees(code, claim);',
    '            _shareFees(code, claim);\n            IERC20(asset()).safeTransfer(claim.payee, earned);',
  ],
  [
    'calls',
    'a release that asks the token',
    ESCROW,
    '            uint256 amount = _unhold(key);',
    '            uint256 amount = _unhold(key) + IERC20(asset()).totalSupply();',
  ],
  [
    'calls',
    'an entry point under another name',
    ESCROW,
    'function award() external nonReentrant {',
    'function award() external view {}\n\n    function award2() external nonReentrant {',
  ],
  [
    'settling',
    'a settlement that reverts',
    DOCKET,
    '        claim.settled = true;',
    '        if (claim.payee == address(1)) revert KeyUsed(0);\n        claim.settled = true;',
  ],
  [
    'settling',
    'a settlement that requires',
    DOCKET,
    '        claim.settled = true;',
    '        require(claim.payee != address(1));\n        claim.settled = true;',
  ],
  ['balance', 'a ratio of the balance', ESCROW, 'return _held;', 'return IERC20(asset()).balanceOf(address(this));'],
  ['balance', 'the balance in ETH', ESCROW, 'return _held;', 'return address(this).balance;'],
  ['constructs', 'tx.origin', ESCROW, 'claim.payee = payee;', 'claim.payee = tx.origin;'],
  ['constructs', 'the block number', ESCROW, 'return _held;', 'return block.number;'],
  [
    'constructs',
    'an unchecked block',
    ESCROW,
    'return _held;',
    'unchecked {\n            return _held + 1;\n        }',
  ],
  [
    'constructs',
    'assembly',
    ESCROW,
    '        return _held;',
    '        assembly {\n            return(0, 0)\n        }',
  ],
  [
    'constructs',
    'a low-level call',
    ESCROW,
    '        claim.payee = payee;',
    '        (bool success, ) = payee.call("");\n        if (success) claim.payee = payee;',
  ],
  [
    'constructs',
    'a delegated call',
    ESCROW,
    '        claim.payee = payee;',
    '        (bool success, ) = payee.delegatecall("");\n        if (success) claim.payee = payee;',
  ],
  ['constructs', 'selfdestruct', ESCROW, 'claim.payee = payee;', 'selfdestruct(payable(payee));'],
  [
    'loops',
    'a loop over all claims',
    ESCROW,
    '        claim.payee = payee;',
    '        for (uint256 i = 0; i < _filed; ++i) claim.payee = payee;',
  ],
  ['loops', 'another bound', ESCROW, 'for (uint64 r = 1; r <= ranked; ++r)', 'for (uint64 r = 1; r <= _filed; ++r)'],
  ['casts', 'a sum cut to 64 bits', ESCROW, 'return _held;', 'return uint64(_held);'],
  ['divisions', 'a division of another order', ESCROW, 'return _held;', 'return _held / 2;'],
  ['deadlines', 'a new deadline', ESCROW, 'return _held;', 'return block.timestamp > 5 ? _held : 0;'],
  [
    'deadlines',
    'an excluded last second',
    DOCKET,
    'block.timestamp <= observingEnd)',
    'block.timestamp < observingEnd)',
  ],
  ['seconds', 'an excluded last second', ESCROW, 'if (block.timestamp > end)', 'if (block.timestamp >= end)'],
  ['seconds', 'a deadline the other way round', ESCROW, 'if (block.timestamp > end)', 'if (end < block.timestamp)'],
  ['privileges', 'an owner', ESCROW, 'if (payee == address(0)) revert', 'if (msg.sender == address(7)) revert'],
  [
    'control',
    'an import of Ownable',
    ESCROW,
    'import {Clones}',
    'import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";\nimport {Clones}',
  ],
  [
    'state',
    'a variable of the factory',
    FACTORY,
    '    /// @param implementation_',
    '    uint256 public made;\n\n    /// @param implementation_',
  ],
  [
    'payable',
    'a contract that receives ETH',
    ESCROW,
    '    function _room()',
    '    receive() external payable {}\n\n    function _room()',
  ],
  ['unused', 'an error that nobody throws', DOCKET, 'error KeyUsed', 'error Forgotten();\n    error KeyUsed'],
  ['unused', 'an event that nobody emits', DOCKET, 'error KeyUsed', 'event Forgotten();\n    error KeyUsed'],
  [
    'events',
    'a number behind a text',
    'contracts/interfaces/IEscrow.sol',
    'event Released(bytes32 indexed claim, address indexed payee, uint256 amount);',
    'event Released(bytes32 indexed claim, address indexed payee, uint256 amount);\n    event Late(string text, uint256 amount);',
  ],
]

describe('own checks', function () {
  this.timeout(60_000)

  for (const check of CHECKS) {
    it(`passes today's sources: ${check.name}`, () => {
      expect(run(check, TODAY).faults).to.deep.equal([])
    })
  }

  for (const [name, fault, file, from, to] of PLANTED) {
    it(`refuses ${fault}: ${name}`, () => {
      const source = SOURCES.get(file)!
      expect(source, 'the place to plant it').to.include(from)
      const planted = programOf(new Map([...SOURCES, [file, source.replace(from, () => to)]]))
      expect(
        run(
          CHECKS.find((check) => check.name === name)!,
          planted,
        ).faults,
      ).not.to.deep.equal([])
    })
  }

  it('plants a fault for each check of the sources', () => {
    const planted = new Set(PLANTED.map(([name]) => name))
    expect(CHECKS.map(({ name }) => name).filter((name) => !planted.has(name))).to.deep.equal(['opcodes'])
  })

  it('refuses forbidden opcodes in the code that is deployed, but not in data', () => {
    expect([...opcodes('0x55f4ff60f4610000')].sort()).to.deep.equal(['DELEGATECALL', 'SELFDESTRUCT', 'SSTORE'])
    expect([...opcodes('0x60f461f4ff00a2640002')], 'pushed, and metadata').to.deep.equal([])
    for (const [file, forbidden] of FORBIDDEN) {
      expect(forbidden, file).to.include('SELFDESTRUCT')
      const faults = forbiddenOpcodes((path) =>
        path === file ? `0xff${deployedCode(path).slice(2)}` : deployedCode(path),
      )
      expect(faults, file).to.deep.equal([{ file, function: '', text: 'SELFDESTRUCT' }])
    }
    expect(opcodes(deployedCode(ESCROW)), 'a code that is read').to.include.keys('SSTORE', 'CALL', 'STATICCALL')
  })
})

describe('findings', () => {
  const finding = { file: 'a.sol', function: 'f', text: 'x' }

  it('refuses one that is not accepted, an acceptance that is not needed, and one without a reason', () => {
    expect(unaccepted('c', [finding], at('a.sol', ['f', 'x', 'it is meant so']))).to.deep.equal([])
    expect(unaccepted('c', [finding], [])).to.have.length(1)
    expect(unaccepted('c', [], at('a.sol', ['f', 'x', 'it is meant so']))).to.have.length(1)
    expect(unaccepted('c', [finding], at('a.sol', ['f', 'x', '']))).to.have.length(1)
    expect(unaccepted('c', [finding], at('a.sol', ['g', 'x', 'it is meant so']))).to.have.length(2)
  })

  it('reads Slither’s report, counts repeated findings and leaves out the dependencies’ own', () => {
    const element = (file: string) => ({ type: 'function', name: 'f', source_mapping: { filename_relative: file } })
    const detector = (check: string, file: string) => ({ check, impact: 'Low', elements: [element(file)] })
    const report = {
      success: true,
      results: {
        detectors: [
          detector('a', 'contracts/A.sol'),
          detector('a', 'contracts/A.sol'),
          detector('b', 'node_modules/B.sol'),
        ],
      },
    }
    const { findings, dependencies } = readAnswer(report)
    expect(findings).to.deep.equal([{ file: 'contracts/A.sol', function: 'f', text: 'a x2' }])
    expect(dependencies).to.equal(1)
    expect(() => readAnswer({ ...report, success: false })).to.throw()
  })

  it('reads forge’s diagnostics, those of mocks left out', () => {
    const line = (file: string) =>
      JSON.stringify({
        level: 'warning',
        message: 'm',
        code: { code: 'lint' },
        spans: [{ file_name: file, text: [{ text: '  a();' }] }],
      })
    const lints = readLints(`noise\n${line('contracts/A.sol')}\n${line('contracts/mocks/B.sol')}\n`)
    expect(lints).to.deep.equal([{ file: 'contracts/A.sol', function: 'lint', text: 'a();' }])
  })
})
