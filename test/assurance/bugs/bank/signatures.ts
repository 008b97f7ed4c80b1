/** Bugs in what a member's signature binds and in how it is checked. */
import { type Bug } from '../bug.ts'

const suite = ['escrow/signatures'] as const
const panel = { file: 'parts/Panel.sol', suite } as const
const domain = { file: 'Escrow.sol', from: 'bytes32 separator = _domainSeparatorV4();', suite } as const
const separator = (fields: string) =>
  'bytes32 separator = keccak256(abi.encode(' +
  'keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"), ' +
  `${fields}));`

export const SIGNATURES: Bug[] = [
  {
    ...domain,
    name: 'the domain does not bind the chain',
    class: 'replay over chains',
    to: separator('keccak256("Lodestone"), keccak256("1"), uint256(1), address(this)'),
  },
  {
    ...domain,
    name: 'the domain is the implementation’s, one for all escrows',
    class: 'replay over escrows',
    to: separator('keccak256("Lodestone"), keccak256("1"), block.chainid, IMPLEMENTATION'),
  },
  {
    ...domain,
    name: 'the domain has another name',
    class: 'wrong domain',
    to: separator('keccak256("Escrow"), keccak256("1"), block.chainid, address(this)'),
  },
  {
    ...domain,
    name: 'the domain has another version',
    class: 'wrong domain',
    to: separator('keccak256("Lodestone"), keccak256("2"), block.chainid, address(this)'),
  },
  {
    name: 'an observation does not bind the claim',
    class: 'replay over claims',
    file: 'Escrow.sol',
    from: 'Panel.hash(key, member, o.measurement, o.report)',
    to: 'Panel.hash(0, member, o.measurement, o.report)',
    suite,
    invariants: true,
  },
  {
    name: 'an observation that binds no claim is taken besides',
    class: 'replay over claims',
    file: 'Escrow.sol',
    from: 'if (!Panel.hasSigned(member, digest, o.signature)) continue;',
    to: `if (
                !Panel.hasSigned(member, digest, o.signature) &&
                !Panel.hasSigned(
                    member,
                    MessageHashUtils.toTypedDataHash(separator, Panel.hash(0, member, o.measurement, o.report)),
                    o.signature
                )
            ) continue;`,
    suite,
  },
  {
    name: 'an observation does not bind the member',
    class: 'replay over members',
    file: 'Escrow.sol',
    from: 'Panel.hash(key, member, o.measurement, o.report)',
    to: 'Panel.hash(key, address(0), o.measurement, o.report)',
    suite,
  },
  {
    name: 'the key of a claim depends on the order of filing',
    class: 'replay over reorganised histories',
    file: 'Escrow.sol',
    from: 'key = keccak256(abi.encode(msg.sender, commitment, target));',
    to: 'key = keccak256(abi.encode(msg.sender, commitment, target)) ^ bytes32(uint256(_filed));',
    suite: ['escrow/file'],
  },
  {
    ...panel,
    name: 'the type of an observation has no report',
    class: 'typehash: missing field',
    from: 'uint64 measurement,bytes32 report)',
    to: 'uint64 measurement)',
  },
  {
    ...panel,
    name: 'the type of an observation has a wide measurement',
    class: 'typehash: wrong field',
    from: 'uint64 measurement,bytes32',
    to: 'uint256 measurement,bytes32',
  },
  {
    ...panel,
    name: 'the fields of an observation are hashed in another order',
    class: 'struct hash: order of fields',
    from: 'OBSERVATION_TYPEHASH, key, member, measurement, report',
    to: 'OBSERVATION_TYPEHASH, member, key, measurement, report',
  },
  {
    ...panel,
    name: 'the measurement of an observation is not hashed',
    class: 'struct hash: missing field',
    from: 'key, member, measurement, report));',
    to: 'key, member, uint64(0) & measurement, report));',
  },
  {
    ...panel,
    name: 'anybody’s signature counts for a member',
    class: 'signer not compared',
    from: ' && signer == member) return true;',
    to: ' && signer != address(0)) return true;',
    invariants: true,
  },
  {
    ...panel,
    name: 'a delegate answers for an EOA',
    class: 'delegated EOA (EIP-7702) as member',
    from: 'return Accounts.isContract(member) && ',
    to: 'return member.code.length > 0 && ',
  },
  {
    ...panel,
    name: 'an EOA that delegates cannot sign any more',
    class: 'delegated EOA (EIP-7702) as member',
    from: 'if (err == ECDSA.RecoverError.NoError',
    to: 'if (member.code.length == 0 && err == ECDSA.RecoverError.NoError',
  },
  {
    name: 'every delegated EOA is taken for a contract',
    class: 'delegated EOA (EIP-7702) as asset',
    file: 'parts/Accounts.sol',
    from: ' && !(length == 23 && bytes3(account.code) == 0xef0100)',
    to: '',
    suite: ['factory/bounds'],
  },
  {
    name: 'a contract of 23 bytes is taken for a delegated EOA',
    class: 'contract of 23 bytes',
    file: 'parts/Accounts.sol',
    from: '(length == 23 && bytes3(account.code) == 0xef0100)',
    to: '(length == 23)',
    suite,
  },
  {
    ...panel,
    name: 'a member’s contract may use all gas',
    class: 'ERC-1271: gas not bounded',
    from: 'staticcall(SIGNATURE_GAS, member',
    to: 'staticcall(gas(), member',
  },
  {
    ...panel,
    name: 'all that a member’s contract returns is copied',
    class: 'ERC-1271: return data not bounded',
    from: `            let success := staticcall(SIGNATURE_GAS, member, add(data, 0x20), mload(data), 0x00, 0x20)
`,
    to: `            let success := staticcall(SIGNATURE_GAS, member, add(data, 0x20), mload(data), 0x00, 0x20)
            let free := mload(0x40)
            mstore(0x40, add(free, returndatasize()))
            returndatacopy(free, 0, returndatasize())
`,
  },
  {
    ...panel,
    name: 'a member’s contract may answer with less than a word',
    class: 'ERC-1271: short answer',
    from: 'and(gt(returndatasize(), 0x1f), eq(mload(0x00), magic))',
    to: 'eq(mload(0x00), magic)',
  },
  {
    ...panel,
    name: 'any answer of a member’s contract is a yes',
    class: 'ERC-1271: answer not compared',
    from: 'eq(mload(0x00), magic)',
    to: 'gt(magic, 0)',
  },
  {
    ...panel,
    name: 'a member’s contract that reverts with the magic value says yes',
    class: 'ERC-1271: failure ignored',
    from: 'valid := and(success, ',
    to: 'valid := and(or(success, 1), ',
  },
  {
    ...panel,
    name: 'a valid observation is skipped for want of gas',
    class: 'ERC-1271: too little gas',
    from: 'if (gasleft() < needed) revert TooLittleGas(gasleft(), needed);',
    to: 'if (gasleft() < needed) return false;',
  },
  {
    ...panel,
    name: 'the gas that a member’s contract is promised ignores the 64th that stays',
    class: 'ERC-1271: too little gas',
    from: '(SIGNATURE_GAS * 64) / 63 + 3_000;',
    to: 'SIGNATURE_GAS;',
  },
  {
    name: 'one bad observation stops the good ones beside it',
    class: 'revert instead of skip',
    file: 'Escrow.sol',
    from: 'if (!Panel.hasSigned(member, digest, o.signature)) continue;',
    to: 'if (!Panel.hasSigned(member, digest, o.signature)) revert NothingHeld(key);',
    suite,
  },
]
