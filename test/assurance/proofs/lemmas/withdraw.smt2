; Withdrawing (Shares.withdraw): a units burn b = a * pledged / refundable shares, rounded up. `balance` shares are worth `worth`,
; `b` shares are worth `back`, both rounded down.
(set-logic QF_NIA)
(declare-const refundable Int)
(declare-const pledged Int)
(declare-const a Int)
(declare-const b Int)
(declare-const back Int)
(declare-const balance Int)
(declare-const worth Int)
; The same with the rounding the other way: what must not be done.
(declare-const fewer Int)
(declare-const less Int)
(assert (and (< 0 refundable) (<= refundable pledged)))
(assert (and (<= 0 a) (<= 0 balance)))
(assert (and (<= (* a pledged) (* b refundable)) (< (* (- b 1) refundable) (* a pledged))))
(assert (and (<= (* back pledged) (* b refundable)) (< (* b refundable) (* (+ back 1) pledged))))
(assert (and (<= (* worth pledged) (* balance refundable)) (< (* balance refundable) (* (+ worth 1) pledged))))
(assert (and (<= (* fewer refundable) (* a pledged)) (< (* a pledged) (* (+ fewer 1) refundable))))
(assert (and (<= (* less pledged) (* fewer refundable)) (< (* fewer refundable) (* (+ less 1) pledged))))

; The shares burned are worth what is paid out.
(define-fun lemma-worth () Bool (<= a back))
(define-fun wrong-worth () Bool (<= a less))
; Who withdraws all that `maxWithdraw` allows has the shares for it.
(define-fun lemma-enough () Bool (=> (<= a worth) (<= b balance)))
(define-fun wrong-enough () Bool (=> (<= a worth) (< b balance)))
; A withdrawal burns no fewer shares than units: a share is worth one at most.
(define-fun lemma-most () Bool (<= a b))
(define-fun wrong-most () Bool (< a b))
