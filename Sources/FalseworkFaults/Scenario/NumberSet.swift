// Falsework
// SPDX-License-Identifier: MIT

/// A set of numbers from 1: single ones, spans, and every so manieth of them.
public struct NumberSet: Sendable, Hashable, CustomStringConvertible {
  /// The spans, in the order in which they were written.
  public let spans: [ClosedRange<Int>]
  /// Only multiples of this number belong to the set.
  public let step: Int

  /// Creates a set of the multiples of `step` in these spans.
  public init(_ spans: [ClosedRange<Int>], step: Int = 1) {
    self.spans = spans
    self.step = max(1, step)
  }

  /// Whether a number belongs to the set.
  public func contains(_ number: Int) -> Bool {
    number % step == 0 && spans.contains { $0.contains(number) }
  }

  /// Whether no number belongs to the set.
  public var isEmpty: Bool {
    !spans.contains { span in
      let next = (span.lowerBound + step - 1) / step
      return next <= span.upperBound / step
    }
  }

  /// The set as scenarios spell it, such as `1, 4..6`.
  public var description: String {
    let texts = spans.map { span in
      if span.lowerBound == span.upperBound { return "\(span.lowerBound)" }
      return "\(span.lowerBound).." + (span.upperBound == .max ? "" : "\(span.upperBound)")
    }
    let list = texts.joined(separator: ", ")
    guard step > 1 else { return list }
    return spans == [1...Int.max] ? "a multiple of \(step)" : "a multiple of \(step) in \(list)"
  }
}
