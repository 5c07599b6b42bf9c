// Falsework
// SPDX-License-Identifier: MIT

// Theory of operation
//
// A regular expression of ECMA-262 (with its flag `u`, as JSON Schema wants it) in four steps:
// `PatternParser` makes a tree of it, `PatternCompiler` a program for Thompson's construction with
// repetitions written out, and `PatternMatcher` runs all of its threads side by side, so that no
// pattern takes more than the length of the text times the length of the program. The price is
// that what needs a memory of the way there, backreferences and lookaround, is refused. Swift's
// own `Regex` goes back and tries again, which takes exponential time on hostile patterns.

/// A regular expression that is matched in linear time.
struct Pattern: Sendable {
  let source: String
  private let program: PatternProgram

  init(_ source: String) throws(PatternError) {
    self.source = source
    var parser = PatternParser(source)
    program = try PatternCompiler.compile(try parser.parse())
  }

  /// Returns whether the pattern is found anywhere in the text.
  ///
  /// `steps` is lowered by the work that it took; when it falls below zero, the answer is `false`.
  func isFound(in text: String, steps: inout Int) -> Bool {
    var matcher = PatternMatcher(program: program, steps: steps)
    defer { steps = matcher.steps }
    return matcher.isFound(in: text)
  }
}

/// Why a pattern cannot be used.
enum PatternError: Error, Hashable {
  /// It is not one of ECMA-262.
  case malformed(String)
  /// It is one, but takes more than this matcher gives.
  case unsupported(String)

  var sentence: String {
    switch self {
    case .malformed(let reason): "is no ECMA-262 pattern: \(reason)"
    case .unsupported(let construct): "uses \(construct), which is not supported"
    }
  }
}

/// What a pattern asks for.
indirect enum PatternTree {
  case empty
  case scalars(ScalarSet)
  case assertion(PatternAssertion)
  case sequence([PatternTree])
  case choice([PatternTree])
  case repetition(PatternTree, minimum: Int, maximum: Int?)
}

/// A condition on the place between two scalars.
enum PatternAssertion: Sendable {
  case start, end, wordBoundary, noWordBoundary

  func holds(between before: Unicode.Scalar?, and after: Unicode.Scalar?) -> Bool {
    switch self {
    case .start: before == nil
    case .end: after == nil
    case .wordBoundary: Self.isWord(before) != Self.isWord(after)
    case .noWordBoundary: Self.isWord(before) == Self.isWord(after)
    }
  }

  private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { ScalarSet.word.contains($0) } ?? false
  }
}
