/** What a run of the harness has done, in figures. */
export class Tally {
  lives = 0
  claims = 0
  crashes = 0
  readonly marks = new Map<string, number>()
  readonly depths = new Map<number, number>()
  readonly faults = new Map<string, number>()

  crashed(mark: string): void {
    this.crashes++
    add(this.marks, mark)
  }

  reorganised(depth: number): void {
    add(this.depths, depth)
  }

  fault(name: string): void {
    add(this.faults, name)
  }

  /** One line. */
  get line(): string {
    const list = (map: Map<string | number, number>) => [...map].map(([name, n]) => `${name}: ${n}`).join(', ')
    const depths = new Map([...this.depths].sort(([a], [b]) => a - b))
    const reorganisations = [...this.depths.values()].reduce((sum, n) => sum + n, 0)
    return [
      `${this.crashes} crashes at ${this.marks.size} marks in ${this.lives} lives`,
      `${this.claims} claims judged`,
      `${reorganisations} reorganisations by depth (${list(depths)})`,
      `faults (${list(new Map([...this.faults].sort()))})`,
    ].join('; ')
  }
}

function add<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}
