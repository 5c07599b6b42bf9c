// Falsework
// SPDX-License-Identifier: MIT

/// A pattern as instructions; it matches when a thread comes to the end.
struct PatternProgram: Sendable {
  enum Instruction: Sendable {
    /// Takes a scalar of the set and goes on.
    case take(ScalarSet)
    /// Goes on where the condition holds.
    case check(PatternAssertion)
    case jump(Int)
    case split(Int, Int)
    case match
  }

  let instructions: [Instruction]
}

/// Writes a tree out as instructions.
struct PatternCompiler {
  static let instructionCountMax = 32_768

  private var instructions: [PatternProgram.Instruction] = []

  static func compile(_ tree: PatternTree) throws(PatternError) -> PatternProgram {
    var compiler = PatternCompiler()
    try compiler.write(tree)
    try compiler.emit(.match)
    return PatternProgram(instructions: compiler.instructions)
  }

  private mutating func emit(_ instruction: PatternProgram.Instruction) throws(PatternError) {
    if instructions.count >= Self.instructionCountMax {
      throw .unsupported("repetitions that come to more than \(Self.instructionCountMax) steps")
    }
    instructions.append(instruction)
  }

  private mutating func write(_ tree: PatternTree) throws(PatternError) {
    switch tree {
    case .empty: break
    case .scalars(let set): try emit(.take(set))
    case .assertion(let assertion): try emit(.check(assertion))
    case .sequence(let parts): for part in parts { try write(part) }
    case .choice(let branches): try write(branches[...])
    case .repetition(let part, let minimum, let maximum):
      try write(part, minimum: minimum, maximum: maximum)
    }
  }

  private mutating func write(_ branches: ArraySlice<PatternTree>) throws(PatternError) {
    var exits: [Int] = []
    for branch in branches.dropLast() {
      let fork = instructions.count
      try emit(.match)
      try write(branch)
      exits.append(instructions.count)
      try emit(.match)
      instructions[fork] = .split(fork + 1, instructions.count)
    }
    if let last = branches.last { try write(last) }
    for exit in exits { instructions[exit] = .jump(instructions.count) }
  }

  private mutating func write(
    _ part: PatternTree, minimum: Int, maximum: Int?
  ) throws(PatternError) {
    for _ in 0..<minimum {
      let start = instructions.count
      try write(part)
      // What takes nothing needs no second time, however often it is asked for.
      if instructions.count == start { return }
    }
    guard let maximum else { return try writeLoop(part) }
    var forks: [Int] = []
    for _ in minimum..<maximum {
      forks.append(instructions.count)
      try emit(.match)
      try write(part)
    }
    for fork in forks { instructions[fork] = .split(fork + 1, instructions.count) }
  }

  private mutating func writeLoop(_ part: PatternTree) throws(PatternError) {
    let fork = instructions.count
    try emit(.match)
    try write(part)
    try emit(.jump(fork))
    instructions[fork] = .split(fork + 1, instructions.count)
  }
}
