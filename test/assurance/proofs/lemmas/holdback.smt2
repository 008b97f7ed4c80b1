; What is held of a payout (Pool._pay): direct = amount * (10,000 - holdback) / 10,000, rounded down; the rest is held.
(set-logic QF_NIA)
(declare-const amount Int)
(declare-const holdback Int)
(declare-const direct Int)
(assert (and (<= 0 amount) (< amount 340282366920938463463374607431768211456)))
(assert (and (<= 0 holdback) (<= holdback 10000)))
(assert (<= (* direct 10000) (* amount (- 10000 holdback))))
(assert (< (* amount (- 10000 holdback)) (* (+ direct 1) 10000)))
(define-fun held () Int (- amount direct))

; Neither part is negative or more than the whole, and nothing is lost between them.
(define-fun lemma-parts () Bool
  (and (<= 0 direct) (<= direct amount) (<= 0 held) (<= held amount) (= (+ direct held) amount)))
(define-fun wrong-parts () Bool (< direct amount))
; The held part is rounded up, by less than one unit.
(define-fun lemma-held-up () Bool
  (and (>= (* held 10000) (* amount holdback)) (< (* (- held 1) 10000) (* amount holdback))))
(define-fun wrong-held-up () Bool (<= (* held 10000) (* amount holdback)))
; Without holdback all is paid at once, at 10,000 basis points nothing.
(define-fun lemma-extremes () Bool (and (=> (= holdback 0) (= direct amount)) (=> (= holdback 10000) (= direct 0))))
(define-fun wrong-extremes () Bool (=> (= holdback 9999) (= direct 0)))
; The product stays below 2^142.
(define-fun lemma-product () Bool (< (* amount (- 10000 holdback)) 5575186299632655785383929568162090376495104))
(define-fun wrong-product () Bool (< (* amount (- 10000 holdback)) 340282366920938463463374607431768211456))
