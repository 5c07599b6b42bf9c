// Falsework
// SPDX-License-Identifier: MIT

/// An amount of money.
public struct Dollars: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Thousandths of a dollar.
  public var mills: Int

  /// Takes thousandths of a dollar.
  public init(mills: Int) { self.mills = mills }

  /// The amount as `$0.02`, or with a third digit where it has one.
  public var description: String {
    let digits =
      mills % 10 == 0
      ? [mills / 100 % 10, mills / 10 % 10]
      : [
        mills / 100 % 10, mills / 10 % 10, mills % 10,
      ]
    return "$\(mills / 1000).\(digits.map(String.init).joined())"
  }

  /// Orders amounts.
  public static func < (left: Dollars, right: Dollars) -> Bool { left.mills < right.mills }

  /// The sum of two amounts.
  public static func + (left: Dollars, right: Dollars) -> Dollars {
    Dollars(mills: left.mills + right.mills)
  }
}
