; What a break takes of the held amount (Pool._break): half, rounded down; the rest goes back to the funders.
(set-logic QF_LIA)
(declare-const amount Int)
(declare-const taken Int)
(assert (and (<= 0 amount) (< amount 340282366920938463463374607431768211456)))
(assert (and (<= (* taken 2) amount) (< amount (* (+ taken 1) 2))))
(define-fun back () Int (- amount taken))

; Nothing is lost, and the odd unit is the funders'.
(define-fun lemma-halves () Bool (and (= (+ taken back) amount) (<= 0 taken) (<= taken back) (<= back (+ taken 1))))
(define-fun wrong-halves () Bool (<= back taken))
