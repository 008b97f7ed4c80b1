; Refunds (Shares.redeem): q = s * refundable / pledged for s shares, rounded down; both were frozen at the first redemption.
(set-logic QF_NIA)
(declare-const refundable Int)
(declare-const pledged Int)
(declare-const s Int)
(declare-const t Int)
(declare-const q Int)
(declare-const r Int)
(declare-const both Int)
; So far: shares burned, units paid for them, redemptions made.
(declare-const burned Int)
(declare-const out Int)
(declare-const made Int)
(declare-const lost Int)
(declare-const allowed Int)
(assert (and (<= 0 refundable) (<= refundable pledged) (< 0 pledged)))
(assert (and (<= 0 s) (<= 0 t) (<= 0 burned) (<= 0 out) (<= 0 made)))
; q is what s shares get, r what t shares get, both what s + t shares get.
(assert (and (<= (* q pledged) (* s refundable)) (< (* s refundable) (* (+ q 1) pledged))))
(assert (and (<= (* r pledged) (* t refundable)) (< (* t refundable) (* (+ r 1) pledged))))
(assert (<= (* both pledged) (+ (* s refundable) (* t refundable))))
(assert (< (+ (* s refundable) (* t refundable)) (* (+ both 1) pledged)))
(define-fun within () Bool (<= (* out pledged) (* burned refundable)))
(define-fun near () Bool (<= (- (* burned refundable) (* out pledged)) (* made (- pledged 1))))

; A share never gets more than one unit.
(define-fun lemma-value () Bool (and (<= 0 q) (<= q s)))
(define-fun wrong-value () Bool (and (<= 0 q) (< q s)))
; S1, any redemptions in any order, by induction: what was paid stays within the burned shares' part ...
(define-fun lemma-within-step () Bool
  (=> within (<= (+ (* out pledged) (* q pledged)) (+ (* burned refundable) (* s refundable)))))
(define-fun wrong-within-step () Bool
  (=> within (<= (+ (* out pledged) (* (+ q 1) pledged)) (+ (* burned refundable) (* s refundable)))))
; ... so all together is never more than what is refundable.
(define-fun lemma-within-end () Bool (=> (and within (<= burned pledged)) (<= out refundable)))
(define-fun wrong-within-end () Bool (=> (and within (<= burned pledged)) (< out refundable)))
; R2, by induction: each redemption leaves less than one unit ...
(define-fun left () Int (- (* s refundable) (* q pledged)))
(define-fun lemma-left () Bool (and (<= 0 left) (<= left (- pledged 1))))
(define-fun wrong-left () Bool (<= left (- pledged 2)))
; ... which adds up over the redemptions (`lost` so far, of at most `allowed` = made * (pledged - 1)) ...
(define-fun lemma-near-step () Bool (=> (<= lost allowed) (<= (+ lost left) (+ allowed (- pledged 1)))))
(define-fun wrong-near-step () Bool (=> (<= lost allowed) (<= (+ lost left) allowed)))
; ... so fewer units are left in the end than there were redemptions.
(define-fun lemma-near-end () Bool (=> (and near (= burned pledged) (< 0 made)) (< (- refundable out) made)))
(define-fun wrong-near-end () Bool (=> (and near (= burned pledged) (< 0 made)) (< (- refundable out) (- made 1))))
; Splitting a redemption never pays more.
(define-fun lemma-split () Bool (<= (+ q r) both))
(define-fun wrong-split () Bool (>= (+ q r) both))
