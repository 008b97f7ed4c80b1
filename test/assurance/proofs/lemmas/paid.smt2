; What is paid for claims (Pool._paid, Pool._advance): G = min(F, P), with F never falling (curve.smt2).
(set-logic QF_LIA)
(define-fun min ((a Int) (b Int)) Int (ite (< a b) a b))
(declare-const pledged Int)
; F at the progress before the first claim, after it, after the second.
(declare-const f0 Int)
(declare-const f1 Int)
(declare-const f2 Int)
; What broken claims gave back so far.
(declare-const returned Int)
; Progress, two measurements, the curve's last measurement (Units).
(declare-const x Int)
(declare-const m Int)
(declare-const n Int)
(declare-const last Int)
(assert (and (<= 0 pledged) (<= 0 f0) (<= f0 f1) (<= f1 f2)))
(assert (and (<= 0 x) (<= x last) (<= 0 m) (<= 0 n)))
(assert (and (<= 0 returned) (<= returned (min f0 pledged))))
(define-fun paid0 () Int (min f0 pledged))
(define-fun paid1 () Int (min f1 pledged))
(define-fun paid2 () Int (min f2 pledged))

; No claim earns less than nothing.
(define-fun lemma-earned () Bool (and (>= (- paid1 paid0) 0) (>= (- paid2 paid1) 0)))
(define-fun wrong-earned () Bool (> (- paid1 paid0) 0))
; What claims earn adds up to the difference of the ends: by induction over claims, all ever paid is G(x).
(define-fun lemma-telescopes () Bool (= (+ (- paid1 paid0) (- paid2 paid1)) (- paid2 paid0)))
(define-fun wrong-telescopes () Bool (= (+ (- paid1 paid0) (- paid2 paid1)) (- f2 f0)))
; What is refundable, pledged - paid + returned, is never negative and never more than the pledges.
(define-fun lemma-pledged () Bool
  (and (<= 0 (- pledged paid0)) (<= (+ (- pledged paid0) returned) pledged)))
(define-fun wrong-pledged () Bool (<= (+ (- pledged paid0) returned) (- pledged 1)))
; What is left for later claims covers each of them; what breaks returned is not needed for it.
(define-fun lemma-covered () Bool (<= (- paid1 paid0) (- pledged paid0)))
(define-fun wrong-covered () Bool (<= (- f1 f0) (- pledged paid0)))
; S4, Units: two claims move progress as far as one with the sum of their measurements.
(define-fun lemma-split-units () Bool (= (min (+ (min (+ x m) last) n) last) (min (+ x m n) last)))
(define-fun wrong-split-units () Bool (= (+ (min (+ x m) last) n) (+ x m n)))
; S4, Record: two claims move progress no further than the better of the two alone.
(define-fun better ((a Int) (b Int)) Int (ite (< a b) b a))
(define-fun lemma-split-record () Bool
  (= (better (better x (min m last)) (min n last)) (better x (min (better m n) last))))
(define-fun wrong-split-record () Bool (= (better (better x (min m last)) (min n last)) (better x (better m n))))
