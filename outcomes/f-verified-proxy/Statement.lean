/-!
The pinned statement of the outcome "Verified egress proxy". A solver gives a `Machine`, from which the proxy's binary is
extracted, and a proof of `Statement policy machine` for every policy. It needs nothing beyond the core library of Lean 4.
-/
namespace EgressProxy

/-- Bytes on the wire, with the time at which they are there in microseconds. -/
structure Packet where
  time : Nat
  payload : List UInt8

/-- What may leave: which payloads, and how many bits in any second. -/
structure Policy where
  allowed : List UInt8 → Bool
  bitsPerSecond : Nat

/-- The proxy: from each packet offered it goes on to a new state and sends packets out. It is total, so it never stops answering. -/
structure Machine where
  State : Type
  start : Policy → State
  step : State → Packet → State × List Packet

/-- Everything that the machine sends out for a sequence of packets offered to it. -/
def run (m : Machine) : m.State → List Packet → List Packet
  | _, [] => []
  | s, p :: ps => (m.step s p).2 ++ run m (m.step s p).1 ps

/-- The number of bits in packets. -/
def bits (ps : List Packet) : Nat :=
  ps.foldl (fun sum p => sum + 8 * p.payload.length) 0

/-- Only payloads that the policy allows are sent out. -/
def KeepsContent (policy : Policy) (out : List Packet) : Prop :=
  ∀ p, p ∈ out → policy.allowed p.payload = true

/-- No second, wherever it begins, carries more bits out than the policy allows. -/
def KeepsRate (policy : Policy) (out : List Packet) : Prop :=
  ∀ t : Nat,
    bits (out.filter (fun p => decide (t ≤ p.time) && decide (p.time < t + 1000000))) ≤ policy.bitsPerSecond

/-- What is to be proved: whatever is offered to the proxy, in whatever order, what it sends out keeps the policy. -/
def Statement (policy : Policy) (m : Machine) : Prop :=
  ∀ offered : List Packet,
    KeepsContent policy (run m (m.start policy) offered) ∧ KeepsRate policy (run m (m.start policy) offered)

end EgressProxy
