"""Answers the SMT-LIB script on standard input. Argument: milliseconds for each check-sat."""

import sys

import cvc5

solver = cvc5.Solver()
solver.setOption("tlimit-per", sys.argv[1])
# The checker's queries hold arrays that are the same everywhere.
solver.setOption("arrays-exp", "true")
parser = cvc5.InputParser(solver)
parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, sys.stdin.read(), "stdin")
while True:
    command = parser.nextCommand()
    if command.isNull():
        break
    answer = command.invoke(solver, parser.getSymbolManager())
    if answer:
        print(answer, end="")
