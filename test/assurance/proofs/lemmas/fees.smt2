; How a fee is shared (Pool._shareFee): fee / n, rounded down, to each of the c recorded of n members, the rest to the payee.
(set-logic QF_NIA)
(declare-const fee Int)
(declare-const n Int)
(declare-const c Int)
(declare-const part Int)
(assert (and (<= 0 fee) (< fee 340282366920938463463374607431768211456)))
(assert (and (<= 1 n) (<= n 32) (<= 0 c) (<= c n)))
(assert (and (<= (* part n) fee) (< fee (* (+ part 1) n))))
(define-fun rest () Int (- fee (* part c)))

; Members never get more than the fee: the rest never underflows.
(define-fun lemma-covered () Bool (and (<= 0 part) (<= (* part n) fee) (>= rest 0)))
(define-fun wrong-covered () Bool (>= (- rest part) 0))
; With all members recorded the payee gets less than one unit a member.
(define-fun lemma-rest () Bool (=> (= c n) (< rest n)))
(define-fun wrong-rest () Bool (=> (= c n) (< rest (- n 1))))
