; A segment of the curve (Curve.priceDown): from measurement a, price pa, to measurement a + d, price pa + p.
; u is how far a measurement lies into it, q what is added to pa: the quotient p * u / d, rounded down.
(set-logic QF_NIA)
(declare-const p Int)
(declare-const d Int)
(declare-const u Int)
(declare-const e Int)
(declare-const q Int)
(declare-const r Int)
; Prices are below 2^128, measurements below 2^64.
(assert (and (<= 0 p) (< p 340282366920938463463374607431768211456)))
(assert (and (< 0 d) (< d 18446744073709551616)))
(assert (and (<= 0 u) (<= 0 e) (<= (+ u e) d)))
; q is the quotient at u, r the one at u + e.
(assert (and (<= (* q d) (* p u)) (< (* p u) (* (+ q 1) d))))
(assert (and (<= (* r d) (+ (* p u) (* p e))) (< (+ (* p u) (* p e)) (* (+ r 1) d))))

; The product that is divided never leaves 192 bits.
(define-fun lemma-product () Bool (< (* p u) 6277101735386680763835789423207666416102355444464034512896))
(define-fun wrong-product () Bool (< (* p u) 6277101735386680763835789423207666416102355444464034512))
; The price stays between those of the two points.
(define-fun lemma-bounded () Bool (and (<= 0 q) (<= q p)))
(define-fun wrong-bounded () Bool (and (<= 0 q) (< q p)))
; It never falls.
(define-fun lemma-monotone () Bool (<= q r))
(define-fun wrong-monotone () Bool (< q r))
; It is exact at both ends.
(define-fun lemma-ends () Bool (and (=> (= u 0) (= q 0)) (=> (= u d) (= q p))))
(define-fun wrong-ends () Bool (and (=> (= u 1) (= q 0)) (=> (= u d) (= q p))))
; It is never above the straight line, and less than one unit below it.
(define-fun lemma-rounding () Bool (and (<= (* q d) (* p u)) (< (- (* p u) (* q d)) d)))
(define-fun wrong-rounding () Bool (>= (* q d) (* p u)))
