// Falsework
// SPDX-License-Identifier: MIT

/// Runs all threads of a program side by side, one scalar at a time.
struct PatternMatcher {
  private let program: PatternProgram
  private(set) var steps: Int
  /// For each instruction the last round in which a thread stood there.
  private var rounds: [Int]
  private var round = 0
  /// Where threads stand that want a scalar.
  private var threads: [Int] = []
  /// Where threads go on after a scalar.
  private var entries: [Int] = []
  private var isMatched = false

  init(program: PatternProgram, steps: Int) {
    self.program = program
    self.steps = steps
    rounds = [Int](repeating: 0, count: program.instructions.count)
  }

  mutating func isFound(in text: String) -> Bool {
    var scalars = text.unicodeScalars.makeIterator()
    var before: Unicode.Scalar?
    var after = scalars.next()
    while steps >= 0 {
      gatherThreads(before, after)
      if isMatched { return true }
      guard let scalar = after else { return false }
      advance(over: scalar)
      before = scalar
      after = scalars.next()
    }
    return false
  }

  /// Follows the entries, and the start of the pattern, to where a scalar is wanted.
  private mutating func gatherThreads(_ before: Unicode.Scalar?, _ after: Unicode.Scalar?) {
    round += 1
    threads.removeAll(keepingCapacity: true)
    entries.append(0)
    while let entry = entries.popLast() {
      if rounds[entry] == round { continue }
      rounds[entry] = round
      steps -= 1
      switch program.instructions[entry] {
      case .take: threads.append(entry)
      case .check(let assertion):
        if assertion.holds(between: before, and: after) { entries.append(entry + 1) }
      case .jump(let target): entries.append(target)
      case .split(let first, let second):
        entries.append(first)
        entries.append(second)
      case .match: isMatched = true
      }
    }
  }

  private mutating func advance(over scalar: Unicode.Scalar) {
    for thread in threads {
      if case .take(let set) = program.instructions[thread], set.contains(scalar) {
        entries.append(thread + 1)
      }
    }
  }
}
