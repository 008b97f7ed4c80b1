#!/usr/bin/env node
// What forge takes for a solc binary: the compiler that Hardhat uses, behind `--version` and `--standard-json`.
import { readFileSync, writeSync } from 'node:fs'
import solc from 'solc'

/** Writes all of `text` to stdout: a pipe takes only a part at a time. */
function print(text) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(1, bytes, at)
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error
    }
  }
}

if (process.argv.includes('--version')) {
  print(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`)
} else if (process.argv.includes('--standard-json')) {
  print(solc.compile(readFileSync(0, 'utf8')))
} else {
  process.stderr.write(`solc.mjs answers --version and --standard-json, not: ${process.argv.slice(2).join(' ')}\n`)
  process.exitCode = 1
}
